import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { partitionOf } from '../../../../src/core/aws/partition.ts';
import { SERVICES, servicePath } from '../../../../src/core/console/services.ts';
import { consoleHosts, destination, loginUrl, type Wanted } from '../../../../src/core/console/url.ts';
import { AwsroleError } from '../../../../src/core/errors.ts';

const AWS = 'console.aws.amazon.com';

const region = (value: string, asked = false) => ({ value, asked });
const pageOf = (wanted: Wanted, where = 'us-east-1'): string => {
  const partition = partitionOf(where);
  return destination(partition, consoleHosts(partition, 'dev', undefined).console, wanted);
};

const refuses = (run: () => unknown, exitCode: number, message: RegExp, hint: RegExp): void =>
  assert.throws(run, (error: unknown) => {
    assert.ok(error instanceof AwsroleError);
    assert.equal(error.exitCode, exitCode);
    assert.match(error.message, message);
    assert.match(error.hints.join('\n'), hint);
    return true;
  });

describe('the page to land on', () => {
  for (const [what, wanted, page, where] of [
    ['nothing asked', {}, `https://${AWS}/console/home`],
    ['a region', { region: region('eu-west-1') }, `https://${AWS}/console/home?region=eu-west-1`],
    ['a service', { service: 's3', region: region('eu-west-1') }, `https://${AWS}/s3/home?region=eu-west-1`],
    [
      'a place in a page: the region before it',
      { service: 'elb', region: region('eu-west-1') },
      `https://${AWS}/ec2/home?region=eu-west-1#LoadBalancers:`,
    ],
    [
      'a region of another partition in the shell',
      { region: region('cn-north-1') },
      `https://${AWS}/console/home`,
    ],
    ['an address', { url: `https://${AWS}/s3/buckets/a?b=c#d` }, `https://${AWS}/s3/buckets/a?b=c#d`],
    [
      'an address with a region’s host',
      { url: `https://eu-west-1.${AWS}/ec2` },
      `https://eu-west-1.${AWS}/ec2`,
    ],
    [
      'China',
      { service: 'ec2', region: region('cn-north-1') },
      'https://console.amazonaws.cn/ec2/home?region=cn-north-1',
      'cn-north-1',
    ],
    ['GovCloud', {}, 'https://console.amazonaws-us-gov.com/console/home', 'us-gov-west-1'],
    ['the European Sovereign Cloud', {}, 'https://console.amazonaws-eusc.eu/console/home', 'eusc-de-east-1'],
  ] as readonly (readonly [string, Wanted, string, string?])[])
    it(what, () => assert.equal(pageOf(wanted, where), page));

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
    it(`'${url}' is no page of the console`, () =>
      refuses(
        () => pageOf({ url }),
        2,
        /^--url: this is not a page/,
        /https:\/\/console\.aws\.amazon\.com\//,
      ));

  it('an asked region of another partition is refused, and a service beside an address', () => {
    refuses(() => pageOf({ region: region('cn-north-1', true) }), 2, /'cn-north-1'.*'aws'/, /us-east-1/);
    refuses(() => pageOf({ url: `https://${AWS}/`, service: 's3' }), 2, /exclude each other/, /one of them/);
  });
});

describe('the table of services', () => {
  for (const service of SERVICES)
    it(`${service} has a path of its own`, () => {
      assert.match(service, /^[a-z0-9]+$/);
      const url = new URL(pageOf({ service }));
      assert.equal(url.href, `https://${AWS}/${servicePath(service)}`);
      assert.match(url.pathname, /^(\/[a-z0-9-]+){2,3}$/);
    });

  it('is in the order of the alphabet, so that a name is found', () =>
    assert.deepEqual(SERVICES, SERVICES.toSorted()));

  for (const [typed, meant] of [
    ['s4', "'s3'"],
    ['EC2', "'ec2'"],
    ['cloud-watch', "'cloudwatch'"],
  ] as const)
    it(`'${typed}' is unknown, and ${meant} near`, () =>
      refuses(() => servicePath(typed), 2, new RegExp(`'${typed}'`), new RegExp(`did you mean .*${meant}`)));

  for (const typed of ['constructor', '__proto__', ''])
    it(`'${typed}' is unknown`, () => refuses(() => servicePath(typed), 2, /no console is known/, /--url/));
});

describe('the hosts', () => {
  it('a custom sign-in endpoint replaces the host, whatever slash it ends in', () =>
    assert.deepEqual(consoleHosts(partitionOf('eu-west-1'), 'dev', 'http://127.0.0.1:1//'), {
      signin: 'http://127.0.0.1:1',
      console: AWS,
    }));

  it('a partition without published hosts is named', () =>
    refuses(
      () => consoleHosts(partitionOf('us-iso-east-1'), 'dev', undefined),
      1,
      /profile 'dev'.*'aws-iso'/,
      /address/,
    ));
});

it('the link carries issuer, page and token, all escaped', () => {
  const hosts = consoleHosts(partitionOf('us-gov-west-1'), 'dev', undefined);
  const link = loginUrl(hosts, 'https://c/?a=b&c=d#e f', 'to+ken/=');
  assert.equal(
    link,
    'https://signin.amazonaws-us-gov.com/federation?Action=login&Issuer=awsrole' +
      '&Destination=https%3A%2F%2Fc%2F%3Fa%3Db%26c%3Dd%23e%20f&SigninToken=to%2Bken%2F%3D',
  );
});
