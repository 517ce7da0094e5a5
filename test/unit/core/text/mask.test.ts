import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskCommand, maskSecrets } from '../../../../src/core/text/mask.ts';

test('maskSecrets masks secret keys and arguments of commands and leaves all other bytes unchanged', () => {
  const text = (secret: string, token: string, rest: string): string =>
    `[default]\r\naws_access_key_id = AKIA\r\n  AWS_Secret_Access_Key=${secret}\r\naws_session_token :${token}\n` +
    `aws_security_token\n# aws\nx = aws_secret_access_key = 1\nmfa_process = oathtool${rest}\r\ncredential_process=/bin/x\n`;
  assert.equal(maskSecrets(text(' s3cr=t', ' t', ' --totp -b SEED')), text(' …', ' …', ' …'));
});

test('maskCommand shows only the name of the program, and nothing after a leading variable assignment', () => {
  assert.equal(maskCommand('oathtool --totp -b SEED'), 'oathtool …');
  assert.equal(maskCommand('/bin/x'), '/bin/x');
  assert.equal(maskCommand('SEED=1 oathtool'), '…');
  assert.equal(maskCommand(''), '');
});
