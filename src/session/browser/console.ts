import { areLongTerm } from '../../core/aws/credentials.ts';
import { ServiceError } from '../../core/aws/service-error.ts';
import { checkCredentials, consoleDuration } from '../../core/console/access.ts';
import { type ConsoleHosts, loginUrl } from '../../core/console/url.ts';
import type { Plan } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Obtained } from '../role/obtain.ts';
import { caBundleOf, callService } from '../service-call.ts';
import { identityOf } from '../sources/identity.ts';

/** A link that signs a browser in to the console. */
export interface SignIn {
  /** the link, a secret */
  readonly url: string;
  /** the requested duration of the console session in seconds; undefined: as long as the role session */
  readonly durationSeconds: number | undefined;
}

/**
 * Exchanges the credentials of a plan for a link that signs a browser in to the console.
 *
 * @param destination the address of the page on which the console opens
 * @throws AwsroleError when the credentials belong to an IAM user, or the federation endpoint rejects them
 */
export const signIn = async (
  plan: Plan,
  obtained: Obtained,
  hosts: ConsoleHosts,
  destination: string,
  ports: Ports,
): Promise<SignIn> => {
  const { credentials, session } = obtained;
  if (!session) checkCredentials(plan, credentials, await callerArnIfKnown(plan, obtained, ports));
  const requestSignIn = async (durationSeconds: number | undefined): Promise<SignIn> => {
    const settings = {
      signin: hosts.signin,
      region: plan.endpoint.region,
      credentials,
      durationSeconds,
      caBundle: caBundleOf(plan),
    };
    const token = await ports.federation.signinToken(settings);
    return { url: loginUrl(hosts, destination, token), durationSeconds };
  };
  return callService({ plan, clock: ports.clock, step: 'console' }, async () => {
    const durationSeconds = consoleDuration(plan, session);
    try {
      return await requestSignIn(durationSeconds);
    } catch (error) {
      // the endpoint does not tell which parameter it rejects
      const mayBeTheDuration =
        durationSeconds !== undefined && error instanceof ServiceError && error.status === 400;
      if (!mayBeTheDuration) throw error;
    }
    const shorter = await requestSignIn(undefined);
    ports.terminal.note(
      `profile '${plan.profile}': AWS does not let this console session last longer than the role session`,
    );
    return shorter;
  });
};

const callerArnIfKnown = async (
  plan: Plan,
  { credentials }: Obtained,
  ports: Ports,
): Promise<string | undefined> => {
  if (areLongTerm(credentials)) return undefined;
  try {
    return (await identityOf(plan, credentials, ports)).arn;
  } catch {
    // the federation endpoint then decides
    return undefined;
  }
};
