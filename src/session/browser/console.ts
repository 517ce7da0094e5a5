import { areLongTerm } from '../../core/aws/credentials.ts';
import { ServiceError } from '../../core/aws/service-error.ts';
import { checkCredentials, consoleDuration } from '../../core/console/access.ts';
import { type ConsoleHosts, loginUrl } from '../../core/console/url.ts';
import type { Plan } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Obtained } from '../role/obtain.ts';
import { caBundleOf, callService } from '../service-call.ts';
import { identityOf } from '../sources/identity.ts';

/** A link that signs a browser in, and how long the console session lasts then. */
export interface SignIn {
  /** a secret */
  readonly url: string;
  /** seconds that were asked for; undefined: as long as the credentials */
  readonly durationSeconds: number | undefined;
}

/**
 * Exchanges the session of a plan for a link that signs a browser in.
 *
 * @param destination the page to land on
 * @throws AwsroleError when these credentials may not sign in, or the endpoint says no
 */
export const signIn = async (
  plan: Plan,
  obtained: Obtained,
  hosts: ConsoleHosts,
  destination: string,
  ports: Ports,
): Promise<SignIn> => {
  const { credentials, session } = obtained;
  if (!session) checkCredentials(plan, credentials, await whose(plan, obtained, ports));
  const ask = async (durationSeconds: number | undefined): Promise<SignIn> => {
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
    const wanted = consoleDuration(plan, session);
    try {
      return await ask(wanted);
    } catch (error) {
      const mayBeTheDuration = wanted !== undefined && error instanceof ServiceError && error.status === 400;
      if (!mayBeTheDuration) throw error;
    }
    const shorter = await ask(undefined);
    ports.terminal.note(
      `profile '${plan.profile}': AWS does not let this console session last longer than the role session`,
    );
    return shorter;
  });
};

const whose = async (plan: Plan, { credentials }: Obtained, ports: Ports): Promise<string | undefined> => {
  if (areLongTerm(credentials)) return undefined;
  try {
    return (await identityOf(plan, credentials, ports)).arn;
  } catch {
    // the endpoint knows them better
    return undefined;
  }
};
