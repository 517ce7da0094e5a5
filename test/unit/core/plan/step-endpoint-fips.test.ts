import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Environment } from '../../../../src/core/environment/environment.ts';
import { planFor } from '../../../../src/core/plan/plan.ts';
import type { Plan, PlanOptions } from '../../../../src/core/plan/types.ts';
import { keysOf, profilesFrom, roleOf } from '../../../support/profiles.ts';

const plan = (config: string, env: Environment = {}, options: PlanOptions = {}): Plan =>
  planFor(profilesFrom(config, keysOf('default')), 'dev', env, options);
const direct = (...lines: string[]): string => roleOf('dev', 'source_profile=default', ...lines);

describe('FIPS and dual-stack endpoints', () => {
  for (const [rule, config, env, fips, dualstack] of [
    ['are off by default', direct(), {}, false, false],
    [
      'are enabled by the profile',
      direct('use_fips_endpoint=true', 'use_dualstack_endpoint=TRUE'),
      {},
      true,
      true,
    ],
    [
      'are enabled by the environment',
      direct(),
      { AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' },
      true,
      true,
    ],
    [
      'follow the environment when the profile differs',
      direct('use_fips_endpoint=true', 'use_dualstack_endpoint=false'),
      { AWS_USE_FIPS_ENDPOINT: 'false', AWS_USE_DUALSTACK_ENDPOINT: 'true' },
      false,
      true,
    ],
    [
      'follow the profile when the variables are empty',
      direct('use_fips_endpoint=true', 'use_dualstack_endpoint=true'),
      { AWS_USE_FIPS_ENDPOINT: '', AWS_USE_DUALSTACK_ENDPOINT: '' },
      true,
      true,
    ],
  ] as const)
    it(rule, () => {
      const { endpoint } = plan(config, env);
      assert.deepEqual([endpoint.useFips, endpoint.useDualstack], [fips, dualstack]);
    });
});
