import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import { keysOf, profilesFrom, roleOf, SERIAL } from '../../../support/profiles.ts';

const advice = (config: string, { env = {}, credentials = keysOf('default'), seconds = 3600 } = {}) =>
  planFor(profilesFrom(config, credentials), 'dev', env, { durationSeconds: seconds }).mfaAdvice();

const DEV = roleOf('dev', 'source_profile=default', `mfa_serial=${SERIAL}`);
const SERVES = 'in a terminal first: no code is then needed';

describe('how to be spared the question for a code', () => {
  it('is awsrole mfa, for the profile with the keys', () => {
    assert.equal(advice(DEV), `run \`awsrole mfa\` ${SERVES}`);
    const bob = roleOf('dev', 'source_profile=bob', `mfa_serial=${SERIAL}`);
    assert.equal(advice(bob, { credentials: keysOf('bob') }), `run \`awsrole mfa --from bob\` ${SERVES}`);
  });

  it('is that as well when the profile with the keys assumes a role with them', () => {
    const own = '[default]\nrole_arn=arn:aws:iam::111122223333:role/own\nsource_profile=default\n';
    assert.equal(advice(own + DEV), `run \`awsrole mfa\` ${SERVES}`);
    const outside = roleOf('dev', 'credential_source=Environment', `mfa_serial=${SERIAL}`);
    assert.equal(advice(outside), undefined);
  });

  it('is that as well when both call the same endpoint', () => {
    const url = 'endpoint_url=http://localhost:4566';
    assert.equal(advice(`[default]\n${url}\n${DEV}${url}\n`), `run \`awsrole mfa\` ${SERVES}`);
    const env = { AWS_ENDPOINT_URL: 'http://localhost:4566' };
    assert.equal(advice(DEV, { env }), `run \`awsrole mfa\` ${SERVES}`);
  });

  it('is the endpoint that one of the two lacks, for the session serves only where it was made', () => {
    assert.equal(
      advice(`[default]\nendpoint_url=http://localhost:4566\n${DEV}`),
      "the session of `awsrole mfa` is valid only at the endpoint that issued it: profile 'dev' calls AWS in us-east-1, 'default' calls " +
        'http://localhost:4566 (config:2); write the same services or endpoint_url under both, then run `awsrole mfa` in a terminal',
    );
  });

  it('is the same at the global endpoint of AWS and at its regional ones', () => {
    const legacy = 'sts_regional_endpoints=legacy';
    const serves = `run \`awsrole mfa\` ${SERVES}`;
    assert.equal(advice(`${DEV}${legacy}\n`), serves);
    assert.equal(advice(`[default]\n${legacy}\n${DEV}`), serves);
  });

  it('is a regional endpoint where a session of the global one is not valid', () => {
    assert.equal(
      advice(`[default]\nsts_regional_endpoints=legacy\n${DEV}region=af-south-1\n`),
      "the session of `awsrole mfa` is valid only in regions that are enabled by default: profile 'dev' calls AWS in af-south-1, " +
        "'default' calls https://sts.amazonaws.com (config:2); remove that line, then run `awsrole mfa` in a terminal",
    );
  });

  it('is nothing where the code is part of the role’s own call, or the session is another partition’s', () => {
    assert.equal(advice(DEV, { seconds: 7200 }), undefined);
    const withoutSerial = roleOf('dev', 'source_profile=default');
    assert.equal(advice(withoutSerial, { seconds: 3600 }), `run \`awsrole mfa\` ${SERVES}`);
    assert.equal(advice(withoutSerial, { seconds: 7200 }), undefined);
    const china = DEV.replaceAll('arn:aws:', 'arn:aws-cn:');
    assert.equal(advice(china), undefined);
  });

  it('does not fail because of an endpoint of the source that is none', () => {
    assert.equal(advice(`[default]\nendpoint_url=nowhere\n${DEV}`), undefined);
  });
});
