import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planFor } from '../../../src/core/plan/plan.ts';
import { caBundleOf, iamSettings, stsSettings, unsignedSettings } from '../../../src/session/service-call.ts';
import { keysOf, profilesFrom, roleOf } from '../../support/profiles.ts';

describe('every call of a plan', () => {
  const keys = { accessKeyId: 'AKIAALICE', secretAccessKey: 'secret' };
  const config = roleOf('dev', 'source_profile=default', 'ca_bundle=/ca.pem');
  const plan = planFor(profilesFrom(config, keysOf('default')), 'dev', {});

  it('trusts the ca_bundle of its profile', () => {
    const bundle = { path: '/ca.pem', from: 'config:4' };
    for (const settings of [stsSettings(plan, keys), iamSettings(plan, keys), unsignedSettings(plan)])
      assert.deepEqual(settings.caBundle, bundle);
    assert.deepEqual(caBundleOf(plan), bundle);
  });
});
