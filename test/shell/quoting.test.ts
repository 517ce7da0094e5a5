import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Activation,
  activate,
  applyChanges,
  deactivate,
  type EnvChange,
  MANAGED_NAMES,
} from '../../src/core/environment/environment.ts';
import { SHELLS } from '../../src/shells/registry.ts';
import type { Shell } from '../../src/shells/shell.ts';
import { evaluate, evaluatePrefixes } from '../support/evaluate.ts';
import { NASTY } from '../support/nasty-text.ts';
import { SHELL_VARIANTS } from '../support/shell-variants.ts';
import { needsShell } from '../support/shells.ts';

const ACTIVATION: Activation = {
  profile: 'it\'s \\ a "nasty"\n$(touch canary) `touch canary` é東',
  credentials: {
    accessKeyId: 'ASIADEV',
    secretAccessKey: 'sec/ret+\\',
    sessionToken: "tok'en==",
    expiresAt: 1_795_521_600_000,
  },
  accountId: '111122223333',
  roleArn: 'arn:aws:iam::111122223333:role/dev',
  color: undefined,
  region: { value: 'eu-west-1', own: true },
};

/** The environment before: variables of other tools, another role's colour, and a variable of the user. */
const BEFORE = {
  AWS_PROFILE: 'old',
  AWS_SECURITY_TOKEN: 'old',
  AWS_SESSION_TOKEN: 'old',
  AWSROLE_COLOR: 'ff0000',
  MINE: 'kept',
};

/** Returns the variables that awsrole manages, and the variable of the user. */
const watched = (env: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    [...MANAGED_NAMES, 'MINE'].flatMap(name => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

for (const variant of SHELL_VARIANTS)
  describe(variant.title, () => {
    const shell = SHELLS.get(variant.spelling) as Shell;

    it('passes every text to a child process byte for byte and runs no part of it [P2]', async t => {
      if (!needsShell(t, variant.program)) return;
      const changes: EnvChange[] = NASTY.map((value, index) => ({ name: `TEXT_${index}`, value }));
      const env = await evaluate(t, variant, shell.spell(changes));
      for (const { name, value } of changes) assert.equal(env[name], value, JSON.stringify(value));
    });

    it('sets the variables of an activation on use, and on clear unsets all of them except AWSROLE_PREVIOUS', async t => {
      if (!needsShell(t, variant.program)) return;
      const use = activate(ACTIVATION, BEFORE);
      const used = watched(await evaluate(t, variant, shell.spell(use), BEFORE));
      assert.deepEqual(used, watched(applyChanges(BEFORE, use)));
      // a name with a line break is the name of no usable profile
      const withName = { ...used, AWSROLE_PROFILE: ACTIVATION.profile.replaceAll('\n', ' ') };
      const cleared = await evaluate(t, variant, shell.spell(deactivate(withName)), withName);
      assert.deepEqual(watched(cleared), { MINE: 'kept', AWSROLE_PREVIOUS: withName.AWSROLE_PROFILE });
      const unnamed = await evaluate(t, variant, shell.spell(deactivate(used)), used);
      assert.deepEqual(watched(unnamed), { MINE: 'kept' });
    });

    it('changes nothing for an empty list of changes', async t => {
      if (!needsShell(t, variant.program)) return;
      assert.deepEqual(watched(await evaluate(t, variant, shell.spell([]), BEFORE)), BEFORE);
    });

    it('applies nothing of truncated code, and all of complete code [P1]', async t => {
      if (!needsShell(t, variant.program)) return;
      const code = shell.spell(activate(ACTIVATION, BEFORE));
      const [before, ...cut] = await evaluatePrefixes(t, variant, code, BEFORE);
      // Without its last line break the code is complete too: a command substitution removes this line break.
      const whole = cut.splice(-2);
      assert.ok(cut.length >= [...code].length - 2, `${cut.length} of ${code.length}`);
      assert.ok(before?.includes('AWS_SECURITY_TOKEN'));
      const applied = cut.findIndex(environment => environment !== before);
      assert.equal(applied, -1, `the first ${applied + 1} characters changed ${cut[applied]}`);
      for (const environment of whole) {
        assert.ok(environment.includes('AWSROLE_PROFILE'));
        assert.ok(!environment.includes('AWS_SECURITY_TOKEN'));
      }
    });
  });
