import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { makeHome } from '../../support/home.ts';
import { LAUNCHER } from '../../support/program.ts';
import { type RunResult, run } from '../../support/run.ts';
import { startProxy } from '../../unit/adapters/fixtures/stub-proxy.ts';
import {
  inOneHour,
  refusal,
  reply,
  reset,
  SESSION,
  session,
  sessionXml,
  silence,
  startStub,
} from '../../unit/adapters/fixtures/stub-service.ts';
import { otherClock } from './fixtures/clock-settings.ts';
import { assertHarmless } from './fixtures/file-checks.ts';

type Reply = Parameters<typeof startStub>[0][number];

const SECRET = 'longTerm/SecretCanary+0123456789abcdefgh';
const SECRETS = [SECRET, SESSION.secretAccessKey, SESSION.sessionToken];
const HOUR = 3_600_000;

const right = sessionXml('AssumeRole', inOneHour());
const within = (token: string): string => right.replace(SESSION.sessionToken, token);
const dated = (ahead: number): Record<string, string> => ({
  date: new Date(Date.now() + ahead).toUTCString(),
});

/** A reply that is created when it is sent, so that its date is current. */
const fresh =
  (make: () => Reply): Reply =>
  (response, arrived) =>
    make()(response, arrived);

/** Ten nested XML entities, which expand to more than ten thousand million characters. */
const bomb = Array.from(
  { length: 10 },
  (_, level) => `<!ENTITY e${level} "${level === 0 ? 'ha' : `&e${level - 1};`.repeat(10)}">`,
).join('');

const NOT_UNDERSTOOD = /the response from \S+ could not be understood/;

const faults: readonly (readonly [what: string, answer: Reply, error: RegExp])[] = [
  [
    'throttles every request',
    refusal(400, 'Throttling', 'Rate exceeded'),
    /is throttling requests.*\(Throttling/,
  ],
  ['fails with 500', refusal(500, 'InternalFailure', 'oops'), /failed with a server error \(HTTP 500\)/],
  [
    'is a load balancer’s 503 page',
    reply(503, '<html>busy</html>'),
    /failed with a server error \(HTTP 503\)/,
  ],
  ['accepts the request and is silent', silence, /did not answer in time \(ETIMEDOUT\)/],
  [
    'begins a response and is silent',
    response => void response.writeHead(200).write('<AssumeRoleResponse>'),
    /did not answer in time \(ETIMEDOUT\)/,
  ],
  ['resets the connection', reset, /the connection to \S+ was lost \(ECONNRESET\)/],
  [
    'hangs up in the middle of the response',
    response => {
      response
        .writeHead(200, { 'content-length': right.length })
        .write(right.slice(0, right.length / 2), () => response.socket?.destroy());
    },
    /was lost \(ECONNRESET\)/,
  ],
  ['ends in the middle of the XML', reply(200, right.slice(0, -40)), NOT_UNDERSTOOD],
  ['sends too long a response', reply(200, right.padEnd(3_000_000)), /the response from \S+ is too long/],
  [
    'does not send HTTP',
    response => void response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n'),
    /cannot be reached/,
  ],
  ['is a sign-in page', reply(200, '<html><body>Please sign in</body></html>'), NOT_UNDERSTOOD],
  ['redirects', reply(307, '', { location: 'http://127.0.0.1:9/' }), NOT_UNDERSTOOD],
  ['sends an entity bomb', reply(200, `<!DOCTYPE x [${bomb}]>${within('&e9;')}`), NOT_UNDERSTOOD],
  [
    'sends an entity that names a local file',
    reply(200, `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>${within('&f;')}`),
    NOT_UNDERSTOOD,
  ],
  ['nests elements too deeply', reply(200, '<a>'.repeat(100_000)), NOT_UNDERSTOOD],
  ['sends a token with shell code', reply(200, within("x'; touch pwned; '&#10;")), NOT_UNDERSTOOD],
  [
    'returns an expired session',
    reply(200, sessionXml('AssumeRole', '2020-01-01T00:00:00Z')),
    NOT_UNDERSTOOD,
  ],
  [
    'returns a session of ten years',
    reply(200, sessionXml('AssumeRole', '2036-01-01T00:00:00Z')),
    NOT_UNDERSTOOD,
  ],
  ['has a date ten hours off', fresh(() => session(dated(10 * HOUR))), NOT_UNDERSTOOD],
  [
    'has an unknown error with the secret in its message',
    refusal(400, 'Odd', `not with ${SECRET} nor ${encodeURIComponent(SECRET)}`),
    /says: not with … nor … \(Odd/,
  ],
  [
    'has an unknown error with control characters in its message',
    refusal(400, 'Odd', '&#27;]0;owned&#7;&#155;31m&#13;&#10;awsrole: all is well &#x202e;'),
    /says: .*\(Odd/,
  ],
  [
    'has a clock an hour ahead and rejects the signature',
    fresh(() => refusal(403, 'SignatureDoesNotMatch', 'Signature expired: now earlier than …', dated(HOUR))),
    /this machine's clock is (1h|59m) behind AWS: local time (\S+Z), AWS time \S+Z/,
  ],
  [
    'has a clock an hour behind and rejects the signature',
    fresh(() =>
      refusal(403, 'SignatureDoesNotMatch', 'Signature not yet current: is later than …', dated(-HOUR)),
    ),
    /this machine's clock is (1h|59m) ahead of AWS: local time \S+Z, AWS time \S+Z/,
  ],
];

/** A home whose profile `dev` needs one call and no MFA code, and a function that runs `use` with a given reply. */
const homeWithStub = async (t: TestContext) => {
  let answer: Reply = session();
  const stub = await startStub([(response, arrived) => answer(response, arrived)]);
  t.after(() => stub.close());
  const home = makeHome(t);
  home.write(
    '.aws/config',
    `[default]\nregion = eu-west-1\n[profile dev]\nrole_arn = arn:aws:iam::444455556666:role/Admin\n` +
      `source_profile = default\nrole_session_name = alice\nservices = stub\n[services stub]\nsts =\n  endpoint_url = ${stub.url}\niam =\n  endpoint_url = ${stub.url}\n`,
  );
  home.write(
    '.aws/credentials',
    `[default]\naws_access_key_id = AKIAEXAMPLEKEY000001\naws_secret_access_key = ${SECRET}\n`,
  );
  const use = (next: Reply, deadlines: { longest?: number } = {}): Promise<RunResult> => {
    answer = next;
    const env = { ...home.env, ...otherClock({ speed: 200, ...deadlines }) };
    return run(t, LAUNCHER, ['dev', '--refresh'], { env, cwd: home.folder });
  };
  return { home, use };
};

test('awsrole reports every invalid or missing STS response as an error and leaves no lock, session or record [P17] [P18]', async t => {
  const { home, use } = await homeWithStub(t);
  const cached = (name: string): string[] => {
    const folder = join(home.folder, '.cache', 'awsrole', name);
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  for (const [what, answer, error] of faults) {
    // a deadline of three seconds instead of twenty keeps the test short
    const result = await use(answer, what.includes('silent') ? { longest: 3_000 } : {});
    assert.deepEqual([result.exitCode, result.stdout], [1, 'false\n'], what);
    assert.match(
      result.stderr,
      /^(awsrole: warning: this machine's clock is .*\n)?awsrole: error: profile 'dev': cannot assume .*\n(awsrole: hint: .*\n)*$/,
      what,
    );
    assert.match(result.stderr, error, what);
    // an unknown error code has no hint
    assert.equal(result.stderr.includes('hint: '), !what.startsWith('has an unknown error'), what);
    assertHarmless(result, SECRETS, what);
    assert.deepEqual([cached('locks'), cached('sessions'), cached('live')], [[], [], []], what);
  }
  const next = await use(session());
  assert.deepEqual([next.exitCode, next.stderr], [0, '']);
  assert.match(next.stdout, /^\{\nunset /);
  assert.deepEqual(
    readdirSync(home.folder).filter(name => name.includes('pwned')),
    [],
  );
});

test('a proxy that refuses CONNECT is named with its status, and AWS is not blamed', async t => {
  for (const [status, words] of [
    [502, 'could not connect'],
    [403, 'refused to connect'],
  ] as const) {
    const proxy = await startProxy(undefined, `HTTP/1.1 ${status} No\r\nContent-Length: 2\r\n\r\nno`);
    t.after(() => proxy.close());
    const home = makeHome(t);
    home.write(
      '.aws/config',
      '[profile dev]\nrole_arn = arn:aws:iam::444455556666:role/Admin\nsource_profile = default\n',
    );
    home.write(
      '.aws/credentials',
      `[default]\naws_access_key_id = AKIAEXAMPLEKEY000001\naws_secret_access_key = ${SECRET}\n`,
    );
    const env = { ...home.env, ...otherClock({ speed: 200 }), HTTPS_PROXY: `http://${proxy.host}` };
    const result = await run(t, LAUNCHER, ['dev'], { env, cwd: home.folder });
    assert.deepEqual([result.exitCode, result.stdout], [1, 'false\n']);
    const where = `the proxy ${proxy.host} ${words} to sts.us-east-1.amazonaws.com (HTTP ${status} from the proxy)`;
    assert.ok(result.stderr.split('\n')[0]?.endsWith(`: ${where}`), result.stderr);
    assert.doesNotMatch(result.stderr, /health/);
    assert.match(result.stderr, /^awsrole: hint: .*NO_PROXY$/m);
  }
});
