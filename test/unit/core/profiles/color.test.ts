import assert from 'node:assert/strict';
import { it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import { colored, profileColor } from '../../../../src/core/profiles/color.ts';
import { overview } from '../../../../src/core/report/overview.ts';
import { COLOR_CASES } from '../../../support/color-cases.ts';
import { keysOf, profilesFrom, roleOf } from '../../../support/profiles.ts';

/** Profiles with a role profile `dev` of this colour; `#` right after `=` starts no comment. */
const profilesIn = (color: string) =>
  profilesFrom(roleOf('dev', 'source_profile=default', `color=${color}`), keysOf('default'));

const profileIn = (color: string) => profilesIn(color).byName.get('dev');

for (const [text, digits] of [
  ['ffaaee', 'ffaaee'],
  ['#FFAAEE', 'ffaaee'],
  ['fAe', 'ffaaee'],
  ['#000', '000000'],
] as const)
  it(`prompt, list and console link read the colour '${text}' as ${digits}`, () => {
    assert.equal(profileColor(profileIn(text)), digits);
    const profiles = profilesIn(text);
    // the prompt (through AWSROLE_COLOR) and the console link use the colour of the plan
    assert.equal(planFor(profiles, 'dev', {}).color, digits);
    assert.equal(overview(profiles)[0]?.color, digits);
  });

for (const text of ['', '#', 'red', 'ffff', '##fff', 'ggg', 'ffaaee00', '\x1b[31m'])
  it(`prompt, list and console link ignore the invalid colour ${JSON.stringify(text)}`, () => {
    const profiles = profilesIn(text);
    assert.deepEqual(
      [profileColor(profileIn(text)), planFor(profiles, 'dev', {}).color, overview(profiles)[0]?.color],
      [undefined, undefined, undefined],
    );
  });

it('a profile that does not exist has no colour', () => assert.equal(profileColor(undefined), undefined));

// the callers of colored check NO_COLOR and TERM=dumb
for (const [text, env, sequence] of COLOR_CASES.filter(
  ([, env]) => !env['NO_COLOR'] && env['TERM'] !== 'dumb',
))
  it(`list draws the colour ${JSON.stringify(text)} like the prompts for ${JSON.stringify(env)}`, () => {
    const shown = colored('dev', profileColor(profileIn(text)), env);
    assert.equal(shown, sequence ? `${sequence}dev\x1b[39m` : 'dev');
  });
