import type { ExplainContext, Explanation } from './explain-context.ts';
import type { ServiceError } from './service-error.ts';

/** What the console's federation endpoint refuses: it gives a status, and no reason that a program could read. */
export const explainSignin = (error: ServiceError, context: ExplainContext): Explanation | undefined => {
  if (context.step !== 'console' || error.status === undefined || error.status < 300) return undefined;
  return {
    what: `${error.host} does not accept the role session (HTTP ${error.status})`,
    hints: [
      'the session may have been revoked or be about to end: --refresh makes a new one',
      'in the browser, a switch of roles needs no session: --switch-role',
    ],
  };
};
