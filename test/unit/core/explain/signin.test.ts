import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from '../../../../src/core/explain/explain.ts';
import { context, error, testCases } from '../../../support/explaining.ts';

const CONSOLE = { step: 'console' } as const;

testCases([
  [
    'a session that cannot sign in',
    { status: 400 },
    CONSOLE,
    /cannot sign in to the console: \S+ does not accept the role session \(HTTP 400\)$/,
    /--refresh[^\n]*\n[^\n]*--switch-role/,
  ],
  ['a page in place of a token', { status: 200 }, CONSOLE, /could not be understood$/, /AWS_ENDPOINT_URL/],
]);

test('the sign-in has one host, and no code goes there: hints name neither region nor code', () => {
  for (const said of [{ network: 'ENOTFOUND' }, { network: 'ECONNRESET' }, { status: 503 }]) {
    const { hints } = explain(error(said), { ...context, ...CONSOLE });
    assert.notEqual(hints.length, 0);
    assert.doesNotMatch(hints.join('\n'), /region|code/);
  }
});
