import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeHome } from '../../support/home.ts';
import { LAUNCHER } from '../../support/program.ts';
import { type RunResult, run } from '../../support/run.ts';

const COUNT = 10_000;
const KEYS = '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n';

/** A config file with a chain of 10 000 roles that ends at `end`, and the role `dev` behind the keys of `default`. */
const configTo = (end: string): string =>
  [...Array.from({ length: COUNT }, (_, hop) => [`hop-${hop}`, `hop-${hop + 1}`]), ['dev', 'default']]
    .map(([name, source]) => [name, source === `hop-${COUNT}` ? end : source])
    .map(
      ([name, source]) =>
        `[profile ${name}]\nrole_arn = arn:aws:iam::111122223333:role/${name}\nsource_profile = ${source}\n`,
    )
    .join('');

for (const [chain, end] of [
  ['a chain of 10 000 roles', 'default'],
  ['a loop of 10 000 roles', 'hop-0'],
] as const)
  test(`${chain} is refused by name, and leaves the commands for other profiles usable`, async t => {
    const home = makeHome(t);
    home.write('.aws/credentials', KEYS);
    home.write('.aws/config', configTo(end));
    // the heap limit makes a command fail whose memory grows with the square of the chain
    const env = { ...home.env, NODE_OPTIONS: '--max-old-space-size=512' };
    const awsrole = (...args: string[]): Promise<RunResult> => run(t, LAUNCHER, args, { env });

    const refused = await awsrole('hop-0', '--shell', 'bash');
    assert.equal(refused.exitCode, 1);
    assert.match(
      refused.stderr,
      /^awsrole: error: profile 'hop-0': its chain has more than 64 roles: 'hop-0' → /,
    );
    assert.ok(refused.stderr.length < 1_000, refused.stderr);
    const why = await awsrole('why', 'hop-0');
    assert.deepEqual([why.exitCode, why.stderr], [1, refused.stderr]);

    const list = await awsrole('list');
    assert.deepEqual([list.exitCode, list.stderr], [0, '']);
    assert.match(list.stdout, /^ +dev +111122223333 +dev +- +default/m);
    const status = await awsrole('mfa', 'status');
    assert.equal(status.exitCode, 0, status.stderr);
    assert.match(status.stdout, /^ +(all|hop-0 and \d+ more): its chain has more than 64 roles/m);
    assert.match(status.stdout, /^ +.* hop-399, … and 9\d{3} more$/m);
    const roles = await awsrole('switch-roles', 'export', '--base', 'default=111122223333');
    assert.equal(roles.exitCode, 0, roles.stderr);
    assert.match(roles.stdout, /^\[dev\]$/m);
  });
