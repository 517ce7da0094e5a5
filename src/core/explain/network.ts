import { isAwsHost } from '../aws/partition.ts';
import type { ServiceError } from '../aws/service-error.ts';
import { isThrottled } from '../aws/service-error.ts';
import type { ExplainContext, Explanation } from './context.ts';

/** Explains connection failures, throttling and server errors; undefined for other errors. */
export const explainNetwork = (error: ServiceError, context: ExplainContext): Explanation | undefined => {
  if (error.network !== undefined) return connectionFailure(error, error.network, context);
  if (error.status === 407) {
    return {
      what: `the proxy ${error.proxy ?? `for ${error.host}`} requires a user name and password (HTTP 407)`,
      hints: [
        'write them in the proxy variable: http://user:password@host:port, special characters percent-encoded',
      ],
    };
  }
  if (error.isFromProxy) return refusedByProxy(error, context);
  if (isThrottled(error)) {
    return {
      what: `${error.host} is throttling requests, and several retries did not help`,
      hints: [
        'wait a minute and try again',
        'look for a program that calls STS in a loop in the same account',
      ],
    };
  }
  if ((error.status ?? 0) < 500) return undefined;
  // an error of AWS has a code; one without may come from any server on the way
  if (error.proxy !== undefined && error.code === undefined) {
    return {
      what: `${serviceHost(error)} or the proxy ${error.proxy} failed with a server error (HTTP ${error.status})`,
      hints: ['try again', BYPASS],
    };
  }
  return {
    what: `${error.host} failed with a server error (HTTP ${error.status})`,
    hints: [
      'try again',
      ...(isAws(error)
        ? [
            ...(context.step === 'console' ? [] : ['try another region: --region']),
            'see https://health.aws.amazon.com/health/status',
          ]
        : ['check the server at AWS_ENDPOINT_URL or endpoint_url']),
    ],
  };
};

/** The host of the service without the proxy. */
const serviceHost = ({ host, proxy }: ServiceError): string =>
  proxy === undefined ? host : host.replace(` (through the proxy ${proxy})`, '');

/** Whether the service is one of AWS, and not a custom endpoint. */
const isAws = (error: ServiceError): boolean => isAwsHost(serviceHost(error).replace(/:\d+$/, ''));

const BYPASS = 'to bypass the proxy, add the host of the service to NO_PROXY';

/** Explains the answer of a proxy to CONNECT. Nothing has reached AWS then. */
const refusedByProxy = (error: ServiceError, context: ExplainContext): Explanation => {
  const { proxy, status = 0 } = error;
  const host = serviceHost(error);
  if (status >= 500) {
    return {
      what: `the proxy ${proxy} could not connect to ${host} (HTTP ${status} from the proxy)`,
      hints: [
        ...(isAws(error) && context.step !== 'console'
          ? [`check the spelling of the region '${error.region}'`]
          : []),
        'try again, or ask the administrator of the proxy: AWS did not receive this call',
        BYPASS,
      ],
    };
  }
  return {
    what: `the proxy ${proxy} refused to connect to ${host} (HTTP ${status} from the proxy)`,
    hints: [`ask the administrator of the proxy to allow ${host}`, BYPASS],
  };
};

const connectionFailure = (error: ServiceError, network: string, context: ExplainContext): Explanation => {
  const { host, proxy } = error;
  // with a proxy, this machine resolves and connects to the proxy only
  if (proxy !== undefined && (network === 'ENOTFOUND' || network === 'ECONNREFUSED')) {
    return {
      what:
        network === 'ENOTFOUND'
          ? `the proxy host ${proxy} does not exist`
          : `the proxy ${proxy} refused the connection`,
      hints: [
        'correct or unset the proxy variable: HTTPS_PROXY, or HTTP_PROXY for an http:// endpoint',
        BYPASS,
      ],
    };
  }
  switch (network) {
    case 'ENOTFOUND':
      return {
        what: `the host ${host} does not exist`,
        hints: [
          // the console sign-in has one host for all regions
          ...(context.step === 'console' ? [] : [`check the spelling of the region '${error.region}'`]),
          'check the network connection: DNS lookups fail without one',
          'check AWS_ENDPOINT_URL, endpoint_url and the proxy variables, if set',
        ],
      };
    case 'EAI_AGAIN':
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return {
        what: `no network connection to ${host}`,
        hints: ['check the network connection, including any VPN', PROXY_HINT],
      };
    case 'ECONNREFUSED':
      return {
        what: `${host} refused the connection`,
        hints: ['check that a server listens at AWS_ENDPOINT_URL or endpoint_url, if set', PROXY_HINT],
      };
    case 'ETIMEDOUT':
      return {
        what: `${host} did not answer in time`,
        hints: ['check the network connection, including any VPN', PROXY_HINT],
      };
    case 'ECONNRESET':
    case 'EPIPE':
      return {
        what: `the connection to ${host} was lost`,
        hints: [
          context.step === 'console' ? 'try again' : 'try again; an MFA code that was sent cannot be reused',
          PROXY_HINT,
        ],
      };
    case 'EMSGSIZE':
      return { what: `the response from ${host} is too long`, hints: [PROXY_HINT] };
    default:
      return isCertificate(network)
        ? certificate(error, network, context)
        : { what: `${host} cannot be reached`, hints: [PROXY_HINT] };
  }
};

const PROXY_HINT = 'if a proxy is needed, set HTTPS_PROXY; to bypass it, add the host to NO_PROXY';

const isCertificate = (network: string): boolean =>
  /^(CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|ERR_TLS_|ERR_SSL_|EPROTO$)/.test(
    network,
  );

const certificate = (error: ServiceError, network: string, context: ExplainContext): Explanation => {
  if (network === 'CERT_HAS_EXPIRED' || network === 'CERT_NOT_YET_VALID') {
    return {
      what: `the certificate of ${error.host} is not valid at this time`,
      hints: ["check this machine's date and time"],
    };
  }
  if (network === 'EPROTO' || network.startsWith('ERR_SSL_')) {
    return {
      what: `${error.host} does not speak valid TLS`,
      hints: ['check whether the endpoint or the proxy is meant to be http:// instead of https://'],
    };
  }
  return {
    what: `the certificate of ${error.host} is not trusted`,
    hints: [
      ...caBundleHints(context),
      "behind a proxy that intercepts TLS, set AWS_CA_BUNDLE to a PEM file with your company's certificates",
    ],
  };
};

const caBundleHints = ({
  profile,
  requestedProfile = profile,
  caBundleAt,
  otherCaBundle: other,
}: ExplainContext): string[] => [
  ...(other
    ? [
        `ca_bundle of profile '${other.profile}' (${other.at}) does not apply to profile '${requestedProfile}': write the same line there`,
      ]
    : []),
  ...(caBundleAt === undefined
    ? []
    : [`ca_bundle (${caBundleAt}) replaces the built-in certificates: add the missing one to its file`]),
];
