import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Source } from '../../../../src/core/plan/types.ts';
import type { Ports } from '../../../../src/ports/ports.ts';
import { sourceCredentials, sourceIdentity } from '../../../../src/session/sources/credentials.ts';

const setting = { key: 'credential_source', value: 'x', file: 'config', line: 2 };
const FULL = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const RELATIVE = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';
const TOKEN_FILE = 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE';
const METADATA = 'AWS_EC2_METADATA_SERVICE_ENDPOINT';

const changes: [
  kind: 'container' | 'instance',
  before: Record<string, string>,
  after: Record<string, string>,
][] = [
  ['container', { [RELATIVE]: '/a' }, { [RELATIVE]: '/b' }],
  ['container', { [RELATIVE]: '/a', [FULL]: 'http://h/' }, { [RELATIVE]: '/b', [FULL]: 'http://h/' }],
  ['container', { [FULL]: 'http://h/', [TOKEN_FILE]: '/a' }, { [FULL]: 'http://h/', [TOKEN_FILE]: '/b' }],
  ['instance', {}, { [METADATA]: 'http://127.0.0.1:1338' }],
];
for (const [kind, before, after] of changes) {
  test(`the identity of ${kind} credentials changes with ${Object.keys(after).join(' and ')}`, () => {
    const source: Source = { kind, profile: 'p', setting };
    assert.notEqual(sourceIdentity(source, before), sourceIdentity(source, after));
    assert.equal(sourceIdentity(source, after), sourceIdentity(source, { ...after }));
  });
}

const tokens: [what: string, env: Record<string, string>, token: string | undefined][] = [
  ['no token', {}, undefined],
  ['AWS_SESSION_TOKEN', { AWS_SESSION_TOKEN: 'new' }, 'new'],
  ['AWS_SECURITY_TOKEN, the old name', { AWS_SECURITY_TOKEN: 'old' }, 'old'],
  [
    'AWS_SECURITY_TOKEN when AWS_SESSION_TOKEN is empty',
    { AWS_SESSION_TOKEN: '', AWS_SECURITY_TOKEN: 'old' },
    'old',
  ],
  ['AWS_SESSION_TOKEN when both are set', { AWS_SESSION_TOKEN: 'new', AWS_SECURITY_TOKEN: 'old' }, 'new'],
];
for (const [what, variables, token] of tokens) {
  test(`the keys of the environment have as session token: ${what}`, async () => {
    const env = { AWS_ACCESS_KEY_ID: 'ASIAEXAMPLEEXAMPLE00', AWS_SECRET_ACCESS_KEY: 's', ...variables };
    const source: Source = { kind: 'environment', profile: 'p', setting };
    assert.equal((await sourceCredentials(source, { env } as unknown as Ports)).sessionToken, token);
  });
}
