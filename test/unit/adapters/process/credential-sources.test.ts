import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { inspect } from 'node:util';
import { createCredentialSources } from '../../../../src/adapters/process/credential-sources.ts';
import { AwsroleError } from '../../../../src/core/errors.ts';
import { temporaryFolder } from '../../../support/temp.ts';

const KEYS = {
  AccessKeyId: 'ASIACONTAINER0000001',
  SecretAccessKey: 'container/Secret+Canary',
  Token: 'ContainerTokenCanary==',
  Expiration: '2040-01-31T12:00:00Z',
};

/** The beginning of every error. */
const SUBJECT = "profile 'dev': setting (config:5)";

const startMetadata = async (t: TestContext, status: number, body: string) => {
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    response.writeHead(status, { connection: 'close' }).end(body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/creds`, authorizations };
};

const failure = async (promise: Promise<unknown>, pattern: RegExp): Promise<void> => {
  await assert.rejects(promise, (error: unknown) => {
    assert.ok(error instanceof AwsroleError, inspect(error));
    assert.match(error.message, pattern);
    assert.doesNotMatch(inspect(error, { depth: 10, showHidden: true }), /Canary/);
    return true;
  });
};

const authorized = (url: string, more: Record<string, string> = {}) =>
  createCredentialSources({
    AWS_CONTAINER_CREDENTIALS_FULL_URI: url,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'pass',
    ...more,
  });

test('container credentials come from the endpoint, with the authorization token of the environment', async t => {
  const { url, authorizations } = await startMetadata(t, 200, JSON.stringify(KEYS));
  assert.deepEqual(await authorized(url).container(SUBJECT), {
    accessKeyId: KEYS.AccessKeyId,
    secretAccessKey: KEYS.SecretAccessKey,
    sessionToken: KEYS.Token,
    expiresAt: Date.parse(KEYS.Expiration),
  });
  assert.deepEqual(authorizations, ['pass']);
});

test('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE has precedence over the token in the environment', async t => {
  const { url, authorizations } = await startMetadata(t, 200, JSON.stringify(KEYS));
  const file = join(temporaryFolder(t), 'token');
  writeFileSync(file, 'from-file');
  await authorized(url, { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file }).container(SUBJECT);
  assert.deepEqual(authorizations, ['from-file']);
});

test('container credentials outside a container are an error', () =>
  failure(
    createCredentialSources({}).container(SUBJECT),
    /^profile 'dev': setting \(config:5\), but this is not a container/,
  ));

test('a container endpoint that refuses or returns invalid keys is an error without the text of its answer', async t => {
  const refused = await startMetadata(t, 403, JSON.stringify({ Message: 'Canary' }));
  await failure(
    authorized(refused.url).container(SUBJECT),
    /^profile 'dev': setting \(config:5\): the container credentials endpoint returned no credentials/,
  );
  const invalid = await startMetadata(t, 200, JSON.stringify({ ...KEYS, SecretAccessKey: 'a\nCanary' }));
  await failure(authorized(invalid.url).container(SUBJECT), /its answer is not valid$/);
});

test('instance credentials with AWS_EC2_METADATA_DISABLED=true are an error', () =>
  failure(
    createCredentialSources({ AWS_EC2_METADATA_DISABLED: 'true' }).instance(SUBJECT),
    /^profile 'dev': setting \(config:5\), but AWS_EC2_METADATA_DISABLED is true$/,
  ));

test('webIdentityToken returns the token in the file without surrounding newlines', async t => {
  const file = join(temporaryFolder(t), 'token');
  writeFileSync(file, '\neyJ.abc.def\n');
  assert.equal(await createCredentialSources({}).webIdentityToken(file, SUBJECT), 'eyJ.abc.def');
});

test('a web identity token file that is missing or does not contain a token is an error that names it', async t => {
  const sources = createCredentialSources({});
  await failure(
    sources.webIdentityToken('/nowhere/token', SUBJECT),
    /^profile 'dev': setting \(config:5\): cannot read \/nowhere\/token \(ENOENT\)$/,
  );
  const file = join(temporaryFolder(t), 'token');
  for (const text of ['', 'two Canary', 'line\nCanary']) {
    writeFileSync(file, text);
    await failure(
      sources.webIdentityToken(file, SUBJECT),
      /^profile 'dev': setting \(config:5\): \S+ does not contain a token$/,
    );
  }
});

test('instance credentials come from the metadata service, with an IMDSv2 token', async t => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(
      `${request.method} ${request.url} ${request.headers['x-aws-ec2-metadata-token'] ?? ''}`.trim(),
    );
    const { Token, ...keys } = KEYS;
    const bodies: Record<string, string> = {
      '/latest/api/token': 'imds-token',
      '/latest/meta-data/iam/security-credentials/': 'Worker',
      '/latest/meta-data/iam/security-credentials/Worker': JSON.stringify({
        ...keys,
        Token,
        Code: 'Success',
      }),
    };
    response.writeHead(200, { connection: 'close' }).end(bodies[request.url ?? '']);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const name = 'AWS_EC2_METADATA_SERVICE_ENDPOINT';
  const before = process.env[name];
  process.env[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  t.after(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
  const got = await createCredentialSources({}).instance(SUBJECT);
  assert.equal(got.sessionToken, KEYS.Token);
  assert.equal(got.expiresAt, Date.parse(KEYS.Expiration));
  assert.deepEqual(requests, [
    'PUT /latest/api/token',
    'GET /latest/meta-data/iam/security-credentials/ imds-token',
    'GET /latest/meta-data/iam/security-credentials/Worker imds-token',
  ]);
});
