import { HOUR, MINUTE } from '../../support/app.ts';

/** What one command must cost: questions for a code, and sessions that the service gives out (an MFA session, too). */
export interface Cost {
  readonly prompts: number;
  readonly sessions: number;
}

/** How long each session lives, by the rules of the README: what is needed and what is not follows from that alone. */
export interface Expected {
  /** `use`, `exec` and `credential-process`; `window` is how many milliseconds a cached session must have left */
  role(name: string, options?: { window?: number; refresh?: boolean; session?: string }): Cost;
  /** `awsrole mfa` */
  mfa(): Cost;
}

/** A role reached from another role. */
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
