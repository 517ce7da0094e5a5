import type { ServiceError } from '../aws/service-error.ts';
import { isThrottled } from '../aws/service-error.ts';
import type { ExplainContext, Explanation } from './context.ts';

/** Failures on the way to the service, and of the service itself; undefined when it gave a reasoned answer. */
export const explainNetwork = (error: ServiceError, context: ExplainContext): Explanation | undefined => {
  if (error.network !== undefined) return onTheWay(error, error.network, context);
  if (error.status === 407) {
    return {
      what: `the proxy on the way to ${error.host} asks for a user name and password`,
      hints: [
        'write them into the proxy variable: http://user:password@host:port, special characters percent-encoded',
      ],
    };
  }
  if (isThrottled(error)) {
    return {
      what: `AWS asks ${error.host}'s callers to slow down, and several tries did not help`,
      hints: [
        'wait a minute and try again',
        'look for something that calls STS in a loop with the same account',
      ],
    };
  }
  if ((error.status ?? 0) < 500) return undefined;
  return {
    what: `${error.host} has trouble of its own (HTTP ${error.status})`,
    hints: [
      'try again',
      ...(context.step === 'console' ? [] : ['another region may answer: --region']),
      'see https://health.aws.amazon.com/health/status',
    ],
  };
};

const onTheWay = (error: ServiceError, network: string, context: ExplainContext): Explanation => {
  const { host, proxy } = error;
  // with a proxy nothing else is looked up or connected to from here
  if (proxy !== undefined && (network === 'ENOTFOUND' || network === 'ECONNREFUSED')) {
    return {
      what:
        network === 'ENOTFOUND'
          ? `there is no host ${proxy}, the proxy`
          : `the proxy ${proxy} refused the connection`,
      hints: [
        'correct or unset the proxy variable: HTTPS_PROXY, or HTTP_PROXY where the endpoint is http://',
        'where the proxy is in the way, name the host of the service in NO_PROXY',
      ],
    };
  }
  switch (network) {
    case 'ENOTFOUND':
      return {
        what: `there is no host ${host}`,
        hints: [
          // the console's sign-in has one host for all regions
          ...(context.step === 'console' ? [] : [`check the spelling of the region '${error.region}'`]),
          'check the network connection: no name can be looked up without one',
          'check AWS_ENDPOINT_URL, endpoint_url and the proxy variables, if one of them is set',
        ],
      };
    case 'EAI_AGAIN':
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return {
        what: `no network connection to ${host}`,
        hints: ['check the network connection, VPN included', PROXY],
      };
    case 'ECONNREFUSED':
      return {
        what: `${host} refused the connection`,
        hints: ['check AWS_ENDPOINT_URL and endpoint_url: is something listening there?', PROXY],
      };
    case 'ETIMEDOUT':
      return {
        what: `${host} did not answer in time`,
        hints: ['check the network connection, VPN included', PROXY],
      };
    case 'ECONNRESET':
    case 'EPIPE':
      return {
        what: `the connection to ${host} broke off`,
        hints: [context.step === 'console' ? 'try again' : 'try again; a code that was sent is spent', PROXY],
      };
    case 'EMSGSIZE':
      return { what: `the answer of ${host} does not end`, hints: [PROXY] };
    default:
      return isCertificate(network)
        ? certificate(error, network)
        : { what: `${host} cannot be reached`, hints: [PROXY] };
  }
};

const PROXY = 'where a proxy is needed, set HTTPS_PROXY; where it is in the way, name the host in NO_PROXY';

const isCertificate = (network: string): boolean =>
  /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|ERR_TLS_|ERR_SSL_|EPROTO$)/.test(
    network,
  );

const certificate = (error: ServiceError, network: string): Explanation => {
  if (network === 'CERT_HAS_EXPIRED' || network === 'CERT_NOT_YET_VALID') {
    return {
      what: `the certificate of ${error.host} is not valid at this time`,
      hints: ["check this machine's date and time"],
    };
  }
  if (network === 'EPROTO' || network.startsWith('ERR_SSL_')) {
    return {
      what: `${error.host} does not speak TLS as it should`,
      hints: ['check whether the endpoint or the proxy is meant to be http:// instead of https://'],
    };
  }
  return {
    what: `the certificate of ${error.host} is not trusted`,
    hints: [
      "behind a proxy that opens TLS, let AWS_CA_BUNDLE name a PEM file with your company's certificates",
    ],
  };
};
