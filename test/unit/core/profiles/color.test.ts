import assert from 'node:assert/strict';
import { it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import { colored, profileColor } from '../../../../src/core/profiles/color.ts';
import { overview } from '../../../../src/core/report/overview.ts';
import { COLOR_CASES } from '../../../support/color-cases.ts';
import { keysOf, profilesFrom, roleOf } from '../../../support/profiles.ts';

/** A role profile with that colour, written where no `#` begins a comment. */
const profilesIn = (color: string) =>
  profilesFrom(roleOf('dev', 'source_profile=default', `color=${color}`), keysOf('default'));

const profileIn = (color: string) => profilesIn(color).byName.get('dev');

for (const [text, digits] of [
  ['ffaaee', 'ffaaee'],
  ['#FFAAEE', 'ffaaee'],
  ['fAe', 'ffaaee'],
  ['#000', '000000'],
] as const)
  it(`'${text}' is a colour, the same one for prompt, list and console link`, () => {
    assert.equal(profileColor(profileIn(text)), digits);
    const profiles = profilesIn(text);
    // the plan's goes to AWSROLE_COLOR, which prompts read, and into the console link
    assert.equal(planFor(profiles, 'dev', {}).color, digits);
    assert.equal(overview(profiles)[0]?.color, digits);
  });

for (const text of ['', '#', 'red', 'ffff', '##fff', 'ggg', 'ffaaee00', '\x1b[31m'])
  it(`${JSON.stringify(text)} is none, anywhere`, () => {
    const profiles = profilesIn(text);
    assert.deepEqual(
      [profileColor(profileIn(text)), planFor(profiles, 'dev', {}).color, overview(profiles)[0]?.color],
      [undefined, undefined, undefined],
    );
  });

it('a profile that does not exist has no colour', () => assert.equal(profileColor(undefined), undefined));

// whether a terminal takes colours at all is asked before
for (const [text, env, sequence] of COLOR_CASES.filter(
  ([, env]) => !env['NO_COLOR'] && env['TERM'] !== 'dumb',
))
  it(`list says ${JSON.stringify(text)} to ${JSON.stringify(env)} as the prompts do`, () => {
    const shown = colored('dev', profileColor(profileIn(text)), env);
    assert.equal(shown, sequence ? `${sequence}dev\x1b[39m` : 'dev');
  });
