import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskSecrets } from '../../src/domain/mask.ts';

test('a shared file is shown without its secrets, all else byte for byte', () => {
  const text = (secret: string, token: string): string =>
    `[default]\r\naws_access_key_id = AKIA\r\n  AWS_Secret_Access_Key=${secret}\r\naws_session_token :${token}\n` +
    'aws_security_token\n# aws\nx = aws_secret_access_key = 1\n';
  assert.equal(maskSecrets(text(' s3cr=t', ' t')), text(' …', ' …'));
});
