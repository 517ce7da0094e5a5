import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { partitionOf } from '../../../../src/core/aws/partition.ts';
import { SERVICES, servicePath } from '../../../../src/core/console/services.ts';
import { consoleHosts, destination, loginUrl, type PageOptions } from '../../../../src/core/console/url.ts';
import { AwsroleError } from '../../../../src/core/errors.ts';

const AWS = 'console.aws.amazon.com';

const region = (value: string, isOption = false) => ({ value, isOption });
const addressOf = (page: PageOptions, regionOfPartition = 'us-east-1'): string => {
  const partition = partitionOf(regionOfPartition);
  return destination(partition, consoleHosts(partition, 'dev', undefined).console, page);
};

const assertFails = (run: () => unknown, exitCode: number, message: RegExp, hint: RegExp): void =>
  assert.throws(run, (error: unknown) => {
    assert.ok(error instanceof AwsroleError);
    assert.equal(error.exitCode, exitCode);
    assert.match(error.message, message);
    assert.match(error.hints.join('\n'), hint);
    return true;
  });

describe('the address of the page', () => {
  for (const [rule, page, address, regionOfPartition] of [
    ['is the console home without options', {}, `https://${AWS}/console/home`],
    [
      'has the region of the profile',
      { region: region('eu-west-1') },
      `https://${AWS}/console/home?region=eu-west-1`,
    ],
    [
      'is the console of a service',
      { service: 's3', region: region('eu-west-1') },
      `https://${AWS}/s3/home?region=eu-west-1`,
    ],
    [
      'has the region before the fragment',
      { service: 'elb', region: region('eu-west-1') },
      `https://${AWS}/ec2/home?region=eu-west-1#LoadBalancers:`,
    ],
    [
      'omits a region of another partition that is not an option',
      { region: region('cn-north-1') },
      `https://${AWS}/console/home`,
    ],
    ['is --url unchanged', { url: `https://${AWS}/s3/buckets/a?b=c#d` }, `https://${AWS}/s3/buckets/a?b=c#d`],
    [
      'is --url with the host of a region',
      { url: `https://eu-west-1.${AWS}/ec2` },
      `https://eu-west-1.${AWS}/ec2`,
    ],
    [
      'has the host of China',
      { service: 'ec2', region: region('cn-north-1') },
      'https://console.amazonaws.cn/ec2/home?region=cn-north-1',
      'cn-north-1',
    ],
    ['has the host of GovCloud', {}, 'https://console.amazonaws-us-gov.com/console/home', 'us-gov-west-1'],
    [
      'has the host of the European Sovereign Cloud',
      {},
      'https://console.amazonaws-eusc.eu/console/home',
      'eusc-de-east-1',
    ],
  ] as readonly (readonly [string, PageOptions, string, string?])[])
    it(rule, () => assert.equal(addressOf(page, regionOfPartition), address));

  for (const url of [
    `http://${AWS}/`,
    'https://example.com/',
    `https://${AWS}.example.com/`,
    `https://evil${AWS}/`,
    `https://${AWS}@example.com/`,
    `https://user@${AWS}/`,
    `https://${AWS}:8443/`,
    'https://console.amazonaws.cn/',
    'javascript:alert(1)',
    's3',
    '',
  ])
    it(`cannot be '${url}', which is outside the console`, () =>
      assertFails(
        () => addressOf({ url }),
        2,
        /^--url: not a page/,
        /https:\/\/console\.aws\.amazon\.com\//,
      ));

  it('cannot have --region of another partition, nor --service together with --url', () => {
    assertFails(
      () => addressOf({ region: region('cn-north-1', true) }),
      2,
      /'cn-north-1'.*'aws'/,
      /us-east-1/,
    );
    assertFails(
      () => addressOf({ url: `https://${AWS}/`, service: 's3' }),
      2,
      /exclude each other/,
      /one of them/,
    );
  });
});

describe('the table of services', () => {
  for (const service of SERVICES)
    it(`has a path for ${service}`, () => {
      assert.match(service, /^[a-z0-9]+$/);
      const url = new URL(addressOf({ service }));
      assert.equal(url.href, `https://${AWS}/${servicePath(service)}`);
      assert.match(url.pathname, /^(\/[a-z0-9-]+){2,3}$/);
    });

  it('is in alphabetical order', () => assert.deepEqual(SERVICES, SERVICES.toSorted()));

  for (const [typed, meant] of [
    ['s4', "'s3'"],
    ['EC2', "'ec2'"],
    ['cloud-watch', "'cloudwatch'"],
  ] as const)
    it(`suggests ${meant} for the unknown service '${typed}'`, () =>
      assertFails(
        () => servicePath(typed),
        2,
        new RegExp(`'${typed}'`),
        new RegExp(`did you mean .*${meant}`),
      ));

  for (const typed of ['constructor', '__proto__', ''])
    it(`does not contain '${typed}'`, () =>
      assertFails(() => servicePath(typed), 2, /unknown service/, /--url/));
});

describe('the console hosts', () => {
  it('have a custom sign-in endpoint without its trailing slashes', () =>
    assert.deepEqual(consoleHosts(partitionOf('eu-west-1'), 'dev', 'http://127.0.0.1:1//'), {
      signin: 'http://127.0.0.1:1',
      console: AWS,
    }));

  it('are an error, with profile and partition, for a partition without published hosts', () =>
    assertFails(
      () => consoleHosts(partitionOf('us-iso-east-1'), 'dev', undefined),
      1,
      /profile 'dev'.*'aws-iso'/,
      /address/,
    ));
});

it('the sign-in link contains issuer, destination and token, all percent-encoded', () => {
  const hosts = consoleHosts(partitionOf('us-gov-west-1'), 'dev', undefined);
  const link = loginUrl(hosts, 'https://c/?a=b&c=d#e f', 'to+ken/=');
  assert.equal(
    link,
    'https://signin.amazonaws-us-gov.com/federation?Action=login&Issuer=awsrole' +
      '&Destination=https%3A%2F%2Fc%2F%3Fa%3Db%26c%3Dd%23e%20f&SigninToken=to%2Bken%2F%3D',
  );
});
