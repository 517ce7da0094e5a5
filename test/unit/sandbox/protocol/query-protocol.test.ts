import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  escapeXml,
  formatFailure,
  formatResult,
  formatTime,
  parseParameters,
} from '../../../../src/sandbox/protocol/query-protocol.ts';
import { ServiceFailure } from '../../../../src/sandbox/protocol/service-failure.ts';

test('parameters are decoded as a form, and a duplicate name is refused', () => {
  const parameters = parseParameters('RoleSessionName=a%2Bb+c&Tags.member.1.Key=%C3%A9&__proto__=x');
  assert.deepEqual(
    [...parameters],
    [
      ['RoleSessionName', 'a+b c'],
      ['Tags.member.1.Key', 'é'],
      ['__proto__', 'x'],
    ],
  );
  assert.throws(() => parseParameters('Action=a&Action=b'), ServiceFailure);
});

test('text in XML is escaped, and characters that XML cannot hold become U+FFFD', () => {
  assert.equal(escapeXml(`<a & "b" 'c'>`), '&lt;a &amp; &quot;b&quot; &apos;c&apos;&gt;');
  assert.equal(escapeXml('a\u0000b\u001bc\td'), 'a\ufffdb\ufffdc\td');
});

test('a result has <member> elements for a list and no element for an undefined value', () => {
  assert.equal(
    formatResult(
      'iam',
      'ListAccountAliases',
      { AccountAliases: ['a', '<b>'], Marker: undefined, IsTruncated: false },
      'id',
    ),
    '<ListAccountAliasesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListAccountAliasesResult><AccountAliases><member>a</member><member>&lt;b&gt;</member></AccountAliases><IsTruncated>false</IsTruncated></ListAccountAliasesResult><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></ListAccountAliasesResponse>\n',
  );
});

test('XML in an error message is escaped', () => {
  const failure = new ServiceFailure('ValidationError', 400, '</Message><Code>x</Code>');
  assert.match(
    formatFailure('sts', failure, 'id'),
    /<Message>&lt;\/Message&gt;&lt;Code&gt;x&lt;\/Code&gt;<\/Message>/,
  );
});

test('times are in UTC and whole seconds', () => {
  assert.equal(formatTime(Date.UTC(2026, 0, 2, 3, 4, 5, 678)), '2026-01-02T03:04:05Z');
});
