import type { Credentials } from '../core/aws/credentials.ts';
import { ServiceError } from '../core/aws/service-error.ts';
import { explain } from '../core/explain/explain.ts';
import { at } from '../core/ini/setting.ts';
import { mfaCommand, shadowHints } from '../core/plan/chain.ts';
import type { Plan, RoleStep } from '../core/plan/types.ts';
import type { CaBundle, CallSettings } from '../ports/aws.ts';
import type { Clock } from '../ports/clock.ts';

/** The context of a call, from which awsrole explains an error. */
export interface ServiceCall {
  readonly plan: Plan;
  readonly clock: Clock;
  readonly step: 'mfa-session' | 'assume-role' | 'identity' | 'devices' | 'web-identity' | 'console';
  readonly role?: RoleStep | undefined;
  readonly serial?: string | undefined;
  readonly usedMfa?: 'session' | 'call' | 'none';
  /** whether session credentials sign the call */
  readonly isSession?: boolean | undefined;
  /** the requested duration */
  readonly seconds?: number | undefined;
  readonly roleSessionName?: string | undefined;
}

/**
 * Makes a call to an AWS service.
 *
 * @throws AwsroleError with likely causes and remedies in place of a ServiceError; other errors unchanged
 */
export const callService = async <T>(context: ServiceCall, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw error instanceof ServiceError ? explainRefusal(error, context) : error;
  }
};

/** Explains a ServiceError: returns an AwsroleError with likely causes and remedies. */
export const explainRefusal = (error: ServiceError, context: ServiceCall): Error => {
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
    shadowHints: shadowHints(plan.source),
    caBundleAt: plan.caBundle && at(plan.caBundle),
    otherCaBundle: plan.otherCaBundle && {
      profile: plan.otherCaBundle.profile,
      at: at(plan.otherCaBundle.setting),
    },
    requestedProfile: plan.profile,
    partition: plan.endpoint.partition,
    partitionConflict: plan.partitionConflict,
    now: context.clock.now(),
  });
};

/** The settings of a plan's STS call that `credentials` sign. */
export const stsSettings = (plan: Plan, credentials: Credentials): CallSettings => ({
  credentials,
  ...unsignedSettings(plan),
});

/** The settings of a plan's STS call without a signature (AssumeRoleWithWebIdentity). */
export const unsignedSettings = (plan: Plan): Omit<CallSettings, 'credentials'> => ({
  region: plan.endpoint.region,
  endpoint: plan.endpoint.url,
  useFips: plan.endpoint.useFips,
  useDualstack: plan.endpoint.useDualstack,
  caBundle: caBundleOf(plan),
});

/** The CA bundle that the plan's profile names. */
export const caBundleOf = ({ caBundle }: Plan): CaBundle | undefined =>
  caBundle && { path: caBundle.value, from: at(caBundle) };

/** The settings of a plan's IAM call that `credentials` sign. IAM has its own endpoint. */
export const iamSettings = (plan: Plan, credentials: Credentials): CallSettings => ({
  ...stsSettings(plan, credentials),
  endpoint: plan.iamEndpoint.url,
});
