import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAwsHost, partitionOf } from '../../../../src/core/aws/partition.ts';

/** From the SDKs' partitions.json and the endpoint rules of IAM. */
const partitions: [
  region: string,
  name: string,
  dnsSuffix: string,
  defaultRegion: string,
  iamRegion: string,
  signin: string | undefined,
][] = [
  ['us-east-1', 'aws', 'amazonaws.com', 'us-east-1', 'us-east-1', 'signin.aws.amazon.com'],
  ['eu-central-2', 'aws', 'amazonaws.com', 'us-east-1', 'us-east-1', 'signin.aws.amazon.com'],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn', 'cn-northwest-1', 'cn-north-1', 'signin.amazonaws.cn'],
  [
    'us-gov-east-1',
    'aws-us-gov',
    'amazonaws.com',
    'us-gov-west-1',
    'us-gov-west-1',
    'signin.amazonaws-us-gov.com',
  ],
  [
    'eusc-de-east-1',
    'aws-eusc',
    'amazonaws.eu',
    'eusc-de-east-1',
    'eusc-de-east-1',
    'signin.amazonaws-eusc.eu',
  ],
  ['us-iso-west-1', 'aws-iso', 'c2s.ic.gov', 'us-iso-east-1', 'us-iso-east-1', undefined],
  ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov', 'us-isob-east-1', 'us-isob-east-1', undefined],
  ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk', 'eu-isoe-west-1', 'eu-isoe-west-1', undefined],
  ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov', 'us-isof-south-1', 'us-isof-south-1', undefined],
];

for (const [region, name, dnsSuffix, defaultRegion, iamRegion, signinHost] of partitions) {
  test(`the region ${region} and the ARNs of ${name} have the same partition`, () => {
    const { consoleHost, ...found } = partitionOf(region);
    assert.deepEqual(found, { name, dnsSuffix, defaultRegion, iamRegion, signinHost });
    assert.equal(consoleHost === undefined, signinHost === undefined);
    assert.deepEqual(partitionOf(`arn:${name}:iam::111122223333:role/Admin`), { ...found, consoleHost });
  });
}

test('an unknown region belongs to aws, and an ARN of an unknown partition keeps its partition name', () => {
  assert.equal(partitionOf('mars-north-1').name, 'aws');
  assert.equal(partitionOf('arn:aws-mars:iam::111122223333:role/Admin').name, 'aws-mars');
  assert.equal(partitionOf('arn:aws-mars:iam::111122223333:role/Admin').signinHost, undefined);
});

for (const [host, isAws] of [
  ['sts.eu-west-1.amazonaws.com', true],
  ['sts.cn-north-1.amazonaws.com.cn', true],
  ['sts.us-east-1.api.aws', true],
  ['signin.aws.amazon.com', true],
  ['eu-west-1.signin.aws.amazon.com', true],
  ['sts.us-iso-east-1.c2s.ic.gov', true],
  ['127.0.0.1', false],
  ['sts.amazonaws.com.example.org', false],
  ['myamazonaws.com', false],
] as const)
  test(`${host} is ${isAws ? '' : 'not '}a host of AWS`, () => assert.equal(isAwsHost(host), isAws));
