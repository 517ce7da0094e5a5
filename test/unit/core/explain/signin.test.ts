import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from '../../../../src/core/explain/explain.ts';
import { context, error, testCases } from '../../../support/explain-cases.ts';

const CONSOLE = { step: 'console' } as const;

testCases([
  [
    'a role session that the console refuses',
    { status: 400 },
    CONSOLE,
    /cannot sign in to the console: \S+ does not accept the role session \(HTTP 400\)$/,
    /--refresh[^\n]*\n[^\n]*--switch-role/,
  ],
  [
    'a console response without a token',
    { status: 200 },
    CONSOLE,
    /could not be understood$/,
    /AWS_ENDPOINT_URL/,
  ],
]);

test('hints about the console sign-in name neither a region nor an MFA code: it has one host and takes no code', () => {
  for (const facts of [{ network: 'ENOTFOUND' }, { network: 'ECONNRESET' }, { status: 503 }]) {
    const { hints } = explain(error(facts), { ...context, ...CONSOLE });
    assert.notEqual(hints.length, 0);
    assert.doesNotMatch(hints.join('\n'), /region|code/);
  }
});
