import { HOUR, MINUTE } from '../../support/app.ts';

/** The exact cost of a command: MFA prompts, and sessions that STS issues (MFA sessions included). */
export interface Cost {
  readonly prompts: number;
  readonly sessions: number;
}

/** Computes the cost of commands from the durations of sessions that the README states. */
export interface Expected {
  /** `use`, `exec` and `credential-process`; a cached session must stay valid for more than `window` milliseconds */
  role(name: string, options?: { window?: number; refresh?: boolean; session?: string }): Cost;
  /** `awsrole mfa` */
  mfa(): Cost;
}

/** The profile of the role that each chained role is assumed from. */
const PARENTS: Record<string, string> = { deploy: 'uat' };

export const expected = (now: () => number): Expected => {
  const until = new Map<string, number>();
  let mfaUntil = 0;
  const mfa = (minLeft: number): Cost => {
    if (mfaUntil - now() > minLeft) return { prompts: 0, sessions: 0 };
    mfaUntil = now() + 12 * HOUR;
    return { prompts: 1, sessions: 1 };
  };
  const role: Expected['role'] = (name, { window = 5 * MINUTE, refresh = false, session = '' } = {}) => {
    const key = `${name} ${session}`;
    if (!refresh && (until.get(key) ?? 0) - now() > window) return { prompts: 0, sessions: 0 };
    const parent = PARENTS[name];
    const before = parent === undefined ? mfa(MINUTE) : role(parent, { refresh });
    until.set(key, now() + HOUR);
    return { prompts: before.prompts, sessions: before.sessions + 1 };
  };
  return { role, mfa: () => mfa(HOUR) };
};
