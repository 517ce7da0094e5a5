import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startApp } from '../../../support/app.ts';
import { profile, ROLES, SERIAL } from '../../../support/app-fixtures.ts';

const withSourceMfa = (...names: string[]): string =>
  profile('default', { mfa_serial: SERIAL }) +
  names.map(name => profile(name, { role_arn: ROLES.dev, source_profile: 'mfa' })).join('');

describe('the list of usable profiles', () => {
  it('shows five names and the number of the others', async t => {
    const names = Array.from({ length: 17 }, (_, index) => `p${index + 1}`);
    const app = await startApp(t, { config: withSourceMfa(...names) });
    app.answers.push(app.code());
    const { stdout } = await app.run('mfa');
    assert.match(stdout, /^usable {2}p1, p2, p3, p4, p5 … and 12 more in every AWS tool, for example: /m);
  });

  it('shows all names when there are only six', async t => {
    const app = await startApp(t, { config: withSourceMfa('a', 'b', 'c', 'd', 'e', 'f') });
    app.answers.push(app.code());
    assert.match((await app.run('mfa')).stdout, /^usable {2}a, b, c, d, e, f in every AWS tool/m);
  });

  it('excludes a profile before the section is written and after its session has expired', async t => {
    const app = await startApp(t, { config: withSourceMfa('dev') });
    const later = /^ {12}dev: \[mfa\] holds no live session: run awsrole mfa$/m;
    assert.match((await app.run('mfa', 'status')).stdout, later);
    app.answers.push(app.code());
    await app.run('mfa');
    assert.match((await app.run('mfa', 'status')).stdout, /^usable {6}1 profile: dev$/m);
    await app.clock.sleep(13 * 3_600_000);
    assert.match((await app.run('mfa', 'status')).stdout, later);
  });
});
