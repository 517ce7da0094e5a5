import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import { keysOf, profilesFrom, roleOf, SERIAL } from '../../../support/profiles.ts';

const advice = (config: string, { env = {}, credentials = keysOf('default'), seconds = 3600 } = {}) =>
  planFor(profilesFrom(config, credentials), 'dev', env, { durationSeconds: seconds }).mfaAdvice();

const DEV = roleOf('dev', 'source_profile=default', `mfa_serial=${SERIAL}`);
const NO_CODE = 'in a terminal first: no code is then needed';

describe('the advice to avoid the prompt for an MFA code', () => {
  it('is awsrole mfa for the profile with the keys', () => {
    assert.equal(advice(DEV), `run \`awsrole mfa\` ${NO_CODE}`);
    const bob = roleOf('dev', 'source_profile=bob', `mfa_serial=${SERIAL}`);
    assert.equal(advice(bob, { credentials: keysOf('bob') }), `run \`awsrole mfa --from bob\` ${NO_CODE}`);
  });

  it('is awsrole mfa for a source with both keys and a role, and undefined for a role without keys', () => {
    const own = '[default]\nrole_arn=arn:aws:iam::111122223333:role/own\nsource_profile=default\n';
    assert.equal(advice(own + DEV), `run \`awsrole mfa\` ${NO_CODE}`);
    const outside = roleOf('dev', 'credential_source=Environment', `mfa_serial=${SERIAL}`);
    assert.equal(advice(outside), undefined);
  });

  it('is awsrole mfa when both profiles call the same custom endpoint', () => {
    const url = 'endpoint_url=http://localhost:4566';
    assert.equal(advice(`[default]\n${url}\n${DEV}${url}\n`), `run \`awsrole mfa\` ${NO_CODE}`);
    const env = { AWS_ENDPOINT_URL: 'http://localhost:4566' };
    assert.equal(advice(DEV, { env }), `run \`awsrole mfa\` ${NO_CODE}`);
  });

  it('is to set the custom endpoint under both profiles when only one has it', () => {
    assert.equal(
      advice(`[default]\nendpoint_url=http://localhost:4566\n${DEV}`),
      "the session of `awsrole mfa` is valid only at the endpoint that issued it: profile 'dev' calls AWS in us-east-1, 'default' calls " +
        'http://localhost:4566 (config:2); write the same services or endpoint_url under both, then run `awsrole mfa` in a terminal',
    );
  });

  it('is awsrole mfa when one profile calls the global and the other a regional endpoint', () => {
    const legacy = 'sts_regional_endpoints=legacy';
    const advised = `run \`awsrole mfa\` ${NO_CODE}`;
    assert.equal(advice(`${DEV}${legacy}\n`), advised);
    assert.equal(advice(`[default]\n${legacy}\n${DEV}`), advised);
  });

  it('is to remove the legacy endpoint when the role is called in an opt-in region', () => {
    assert.equal(
      advice(`[default]\nsts_regional_endpoints=legacy\n${DEV}region=af-south-1\n`),
      "the session of `awsrole mfa` is valid only in regions that are enabled by default: profile 'dev' calls AWS in af-south-1, " +
        "'default' calls https://sts.amazonaws.com (config:2); remove that line, then run `awsrole mfa` in a terminal",
    );
  });

  it('is undefined when AssumeRole carries the code, or when the role is in another partition', () => {
    assert.equal(advice(DEV, { seconds: 7200 }), undefined);
    const withoutSerial = roleOf('dev', 'source_profile=default');
    assert.equal(advice(withoutSerial, { seconds: 3600 }), `run \`awsrole mfa\` ${NO_CODE}`);
    assert.equal(advice(withoutSerial, { seconds: 7200 }), undefined);
    const china = DEV.replaceAll('arn:aws:', 'arn:aws-cn:');
    assert.equal(advice(china), undefined);
  });

  it('is undefined when the endpoint of the source is invalid', () => {
    assert.equal(advice(`[default]\nendpoint_url=nowhere\n${DEV}`), undefined);
  });
});
