import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Source } from '../../src/domain/plan-types.ts';
import { sourceIdentity } from '../../src/session/source-credentials.ts';

const setting = { key: 'credential_source', value: 'x', file: 'config', line: 2 };
const FULL = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const RELATIVE = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';
const TOKEN_FILE = 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE';
const METADATA = 'AWS_EC2_METADATA_SERVICE_ENDPOINT';

const moved: [
  kind: 'container' | 'instance',
  before: Record<string, string>,
  after: Record<string, string>,
][] = [
  ['container', { [RELATIVE]: '/a' }, { [RELATIVE]: '/b' }],
  ['container', { [RELATIVE]: '/a', [FULL]: 'http://h/' }, { [RELATIVE]: '/b', [FULL]: 'http://h/' }],
  ['container', { [FULL]: 'http://h/', [TOKEN_FILE]: '/a' }, { [FULL]: 'http://h/', [TOKEN_FILE]: '/b' }],
  ['instance', {}, { [METADATA]: 'http://127.0.0.1:1338' }],
];
for (const [kind, before, after] of moved) {
  test(`credentials of kind ${kind} are another's once ${Object.keys(after).join(' beside ')} lead elsewhere`, () => {
    const source: Source = { kind, profile: 'p', setting };
    assert.notEqual(sourceIdentity(source, before), sourceIdentity(source, after));
    assert.equal(sourceIdentity(source, after), sourceIdentity(source, { ...after }));
  });
}
