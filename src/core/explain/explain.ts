import type { ServiceError } from '../aws/service-error.ts';
import { AwsroleError } from '../errors.ts';
import { explainAccessDenied } from './access-denied.ts';
import { attemptOf, type ExplainContext, type Explanation } from './context.ts';
import { explainCredentials } from './credentials.ts';
import { explainNetwork } from './network.ts';
import { explainRequest, explainSignin } from './request.ts';

/**
 * The message for people about a call that failed: what was tried, why it most likely failed, the service's code
 * and request ID in brackets, and one remedy per hint, the likeliest first. `code` of the result is the service's.
 * The service's own words appear only where they help, at most 300 characters of them.
 */
export const explain = (error: ServiceError, context: ExplainContext): AwsroleError => {
  const { what, hints } =
    explainNetwork(error, context) ??
    explainSignin(error, context) ??
    explainCredentials(error, context) ??
    explainRequest(error, context) ??
    explainAccessDenied(error, context) ??
    explainRest(error);
  const message = `profile '${context.profile}': ${attemptOf(context)}: ${what}${reference(error)}`;
  return new AwsroleError(message, { hints, ...(error.code !== undefined && { code: error.code }) });
};

/** Codes that a search engine and AWS support understand. */
const reference = (error: ServiceError): string => {
  const parts = [error.code ?? error.network, error.requestId && `request id ${error.requestId}`];
  const text = parts.filter(part => part !== undefined && part !== '').join(', ');
  return text === '' ? '' : ` (${text})`;
};

const explainRest = (error: ServiceError): Explanation => {
  if (error.code !== undefined) return { what: `${error.host} says: ${quoted(error)}`, hints: [] };
  return {
    what: `the answer of ${error.host} could not be understood`,
    hints: [
      'something else may have answered in its place: a proxy (HTTPS_PROXY) or the sign-in page of a network',
      'check AWS_ENDPOINT_URL and endpoint_url, if one of them is set',
    ],
  };
};

const quoted = (error: ServiceError): string => {
  const text = error.message.trim().replace(/\.$/, '');
  if (text === '') return 'no';
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
};
