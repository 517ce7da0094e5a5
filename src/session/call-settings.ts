import type { Credentials } from '../domain/credentials.ts';
import type { Plan } from '../domain/plan-types.ts';
import { at } from '../domain/profile-lookup.ts';
import type { CaBundle, CallSettings } from '../ports.ts';

/** How this plan's calls to STS are sent, signed by `credentials`. */
export const stsSettings = (plan: Plan, credentials: Credentials): CallSettings => ({
  credentials,
  ...unsignedSettings(plan),
});

/** The same for a call that nobody signs. */
export const unsignedSettings = (plan: Plan): Omit<CallSettings, 'credentials'> => ({
  region: plan.endpoint.region,
  endpoint: plan.endpoint.url,
  useFips: plan.endpoint.useFips,
  useDualstack: plan.endpoint.useDualstack,
  caBundle: caBundleOf(plan),
});

/** The bundle that the plan's profile names, for calls that are no call to STS or IAM. */
export const caBundleOf = ({ caBundle }: Plan): CaBundle | undefined =>
  caBundle && { path: caBundle.value, from: at(caBundle) };

/** The same for IAM, which has its own endpoint. */
export const iamSettings = (plan: Plan, credentials: Credentials): CallSettings => ({
  ...stsSettings(plan, credentials),
  endpoint: plan.iamEndpoint.url,
});
