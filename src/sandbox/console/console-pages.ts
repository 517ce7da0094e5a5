import type { ServerResponse } from 'node:http';
import type { CallLog } from '../protocol/call-log.ts';
import { parseParameters } from '../protocol/query-protocol.ts';
import { ServiceFailure } from '../protocol/service-failure.ts';
import type { SignedRequest } from '../protocol/sigv4.ts';
import { roleWithArn, type World } from '../state/world.ts';
import type { SigninTokens } from './signin-tokens.ts';

/** The paths of the console's federation endpoint and of its page that switches roles. */
const FEDERATION = '/federation';
const SWITCH_ROLE = '/switchrole';

/** Whether browsers may send this request. Only these pages are for browsers; they hold nothing that another page could use. */
export const isBrowserPage = (method: string | undefined, pathname: string): boolean =>
  method === 'GET' && isConsolePath(pathname);

/** Whether the path belongs to the console sign-in. */
export const isConsolePath = (pathname: string): boolean =>
  pathname === FEDERATION || pathname === SWITCH_ROLE;

/** The parts of the sandbox that answer a console request. */
export interface ConsoleContext {
  readonly world: World;
  readonly signinTokens: SigninTokens;
  readonly log: (entry: CallLog) => void;
}

/**
 * Answers as AWS's console sign-in does: `getSigninToken` returns a token for a session, `login` shows a page for a
 * token, `/switchrole` shows a page for a role. Logs the call.
 *
 * @param now epoch milliseconds
 */
export function answerConsole(
  context: ConsoleContext,
  request: SignedRequest,
  response: ServerResponse,
  now: number,
): void {
  let operation = request.url.pathname.slice(1);
  let outcome = 'ok';
  let duration: number | undefined;
  try {
    const parameters = parseParameters(
      request.method === 'GET' ? request.url.search.slice(1) : request.body.toString('utf8'),
    );
    if (request.url.pathname === FEDERATION) operation = parameters.get('Action') ?? operation;
    duration = Number(parameters.get('SessionDuration') ?? Number.NaN);
    const [type, body] = answerOf(context, operation, parameters, now);
    sendText(response, 200, type, body, now);
  } catch (error) {
    const failure =
      error instanceof ServiceFailure
        ? error
        : new ServiceFailure('InternalFailure', 500, 'Internal failure');
    outcome = failure.code;
    sendText(response, failure.status, HTML, page('Sign-in failed', [failure.message]), now);
  }
  const durationSeconds = Number.isFinite(duration) ? duration : undefined;
  context.log({ operation: operation.slice(0, 64), accessKeyId: '', durationSeconds, outcome, at: now });
}

const HTML = 'text/html; charset=utf-8';

function answerOf(
  { world, signinTokens }: ConsoleContext,
  operation: string,
  parameters: ReadonlyMap<string, string>,
  now: number,
): [type: string, body: string] {
  switch (operation) {
    case 'getSigninToken':
      return [
        'application/json',
        JSON.stringify({ SigninToken: signinTokens.issue(world, parameters, now) }),
      ];
    case 'login': {
      const grant = signinTokens.redeem(parameters.get('SigninToken'), now);
      if (!grant) throw new ServiceFailure('InvalidToken', 400, 'The link was used before or has expired.');
      return [
        HTML,
        page('Signed in', [
          `identity: ${grant.caller.arn}`,
          `until: ${new Date(grant.endsAt).toISOString()}`,
          `issuer: ${parameters.get('Issuer') ?? ''}`,
          `destination: ${parameters.get('Destination') ?? ''}`,
        ]),
      ];
    }
    case 'switchrole':
      return [HTML, page('Switch role', switchRoleLines(world, parameters))];
    default:
      throw new ServiceFailure('InvalidAction', 400, 'Unknown action.');
  }
}

function switchRoleLines(world: World, parameters: ReadonlyMap<string, string>): string[] {
  const [account = '', name = ''] = [parameters.get('account'), parameters.get('roleName')];
  const partition = world.accounts.find(({ id }) => id === account)?.partition ?? 'aws';
  const arn = `arn:${partition}:iam::${account}:role/${name}`;
  if (!roleWithArn(world, arn)) throw new ServiceFailure('NoSuchRole', 400, `There is no role ${arn}.`);
  return [
    `role: ${arn}`,
    `display name: ${parameters.get('displayName') ?? ''}`,
    `color: ${parameters.get('color') ?? ''}`,
  ];
}

function page(title: string, lines: readonly string[]): string {
  const items = lines.map(line => `<p>${escapeHtml(line)}</p>`).join('\n');
  return `<!doctype html>\n<title>awsrole sandbox: ${title}</title>\n<h1>${title}</h1>\n${items}\n`;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function sendText(response: ServerResponse, status: number, type: string, body: string, now: number): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    Date: new Date(now).toUTCString(),
  });
  response.end(body);
}
