import { testCases } from './fixtures/explaining.ts';

testCases([
  [
    'throttling',
    { code: 'Throttling', status: 400 },
    {},
    /slow down, and several tries did not help/,
    /wait a minute/,
  ],
  [
    'trouble of the service',
    { code: 'InternalFailure', status: 500 },
    {},
    /has trouble of its own \(HTTP 500\)/,
    /try again/,
  ],
  ['trouble without a code', { status: 503 }, {}, /has trouble of its own \(HTTP 503\)$/, /try again/],
  [
    'no such host',
    { network: 'ENOTFOUND' },
    {},
    /there is no host sts\.eu-west-1\.amazonaws\.com/,
    /^check the spelling of the region 'eu-west-1'/,
  ],
  ['no network', { network: 'EAI_AGAIN' }, {}, /no network connection/, /VPN/],
  ['a refused connection', { network: 'ECONNREFUSED' }, {}, /refused the connection/, /AWS_ENDPOINT_URL/],
  ['silence', { network: 'ETIMEDOUT' }, {}, /did not answer in time/, /HTTPS_PROXY/],
  ['a broken connection', { network: 'ECONNRESET' }, {}, /broke off/, /a code that was sent is spent/],
  [
    'an unknown certificate authority',
    { network: 'SELF_SIGNED_CERT_IN_CHAIN' },
    {},
    /the certificate of .* is not trusted/,
    /AWS_CA_BUNDLE/,
  ],
  ['an expired certificate', { network: 'CERT_HAS_EXPIRED' }, {}, /not valid at this time/, /date and time/],
  ['no TLS at all', { network: 'ERR_SSL_WRONG_VERSION_NUMBER' }, {}, /does not speak TLS/, /http:\/\//],
  [
    'a proxy that wants a password',
    { status: 407 },
    {},
    /the proxy on the way .* asks for a user name/,
    /user:password@host/,
  ],
  [
    'an answer of somebody else',
    { status: 200 },
    {},
    /the answer of sts.* could not be understood$/,
    /HTTPS_PROXY/,
  ],
]);
