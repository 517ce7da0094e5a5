import type { Credentials } from '../domain/credentials.ts';
import type { Plan } from '../domain/plan-types.ts';
import type { CallSettings } from '../ports.ts';

/** How this plan's calls to STS are sent, signed by `credentials`. */
export const stsSettings = (plan: Plan, credentials: Credentials): CallSettings => ({
  credentials,
  region: plan.endpoint.region,
  endpoint: plan.endpoint.url,
  useFips: plan.endpoint.useFips,
  useDualstack: plan.endpoint.useDualstack,
});

/** The same for IAM, which has its own endpoint. */
export const iamSettings = (plan: Plan, credentials: Credentials): CallSettings => ({
  ...stsSettings(plan, credentials),
  endpoint: plan.iamEndpoint.url,
});
