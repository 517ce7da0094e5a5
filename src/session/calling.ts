import { explain } from '../domain/explain.ts';
import { mfaCommand } from '../domain/mfa-advice.ts';
import type { Plan, RoleStep } from '../domain/plan-types.ts';
import { ServiceError } from '../domain/service-error.ts';
import type { Clock } from '../ports.ts';

/** Which call of a plan is being made, so that a refusal can be explained. */
export interface CallContext {
  readonly plan: Plan;
  readonly clock: Clock;
  readonly step: 'mfa-session' | 'assume-role' | 'identity' | 'devices' | 'web-identity' | 'console';
  readonly role?: RoleStep | undefined;
  readonly serial?: string | undefined;
  readonly usedMfa?: 'session' | 'call' | 'none';
  /** whether what signs the call is a session already */
  readonly isSession?: boolean | undefined;
  readonly seconds?: number | undefined;
  readonly roleSessionName?: string | undefined;
}

/** Makes a call; what the service refuses is thrown as an AwsroleError with likely causes and remedies. */
export const calling = async <T>(context: CallContext, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw error instanceof ServiceError ? explained(error, context) : error;
  }
};

/** The same for an error at hand. */
export const explained = (error: ServiceError, context: CallContext): Error => {
  const { plan, role } = context;
  return explain(error, {
    profile: role?.profile ?? plan.profile,
    step: context.step,
    roleArn: role?.roleArn.value,
    serial: context.serial,
    usedMfa: context.usedMfa ?? 'none',
    hop: role ? plan.roles.indexOf(role) : 0,
    requestedSeconds: context.seconds,
    externalId: role?.externalId !== undefined,
    sourceProfile: plan.source.profile,
    sourceKind: plan.source.kind,
    isSession: context.isSession,
    mfaCommand: plan.mfaAdvice() === undefined ? undefined : mfaCommand(plan.source.profile),
    roleSessionName: context.roleSessionName,
    now: context.clock.now(),
  });
};
