import type { ServiceError } from '../aws/service-error.ts';
import { AwsroleError } from '../errors.ts';
import { explainAccessDenied } from './access-denied.ts';
import { attemptOf, type ExplainContext, type Explanation, quotedMessage } from './context.ts';
import { explainCredentials } from './credentials.ts';
import { explainNetwork } from './network.ts';
import { explainRequest, explainSignin } from './request.ts';

/**
 * Explains a failed call to the user: the attempt, the most likely cause, the service's error code and request ID in
 * brackets, and one remedy per hint, the likeliest first. The service's own message appears only where it helps.
 *
 * @returns an error with the service's `code`
 */
export const explain = (error: ServiceError, context: ExplainContext): AwsroleError => {
  const unreached = explainNetwork(error, context);
  const { what, hints } =
    unreached ??
    explainSignin(error, context) ??
    explainCredentials(error, context) ??
    explainRequest(error, context) ??
    explainAccessDenied(error, context) ??
    explainRest(error);
  // a service that refuses a call of two partitions gives no reason
  const { partitionConflict: conflict } = context;
  const isOfPartitions = conflict !== undefined && unreached === undefined && error.code !== undefined;
  const message = `profile '${context.profile}': ${attemptOf(context)}: ${what}${reference(error)}`;
  return new AwsroleError(message, {
    hints: isOfPartitions ? [conflict, ...hints] : hints,
    ...(error.code !== undefined && { code: error.code }),
  });
};

/** The error code and request ID in brackets, for a web search and for AWS support. */
const reference = (error: ServiceError): string => {
  const parts = [error.code ?? error.network, error.requestId && `request id ${error.requestId}`];
  const text = parts.filter(part => part !== undefined && part !== '').join(', ');
  return text === '' ? '' : ` (${text})`;
};

const explainRest = (error: ServiceError): Explanation => {
  if (error.code !== undefined) {
    const message = quotedMessage(error);
    const what = message === '' ? `${error.host} gave no reason` : `${error.host} says: ${message}`;
    return { what, hints: [] };
  }
  return {
    what: `the response from ${error.host} could not be understood`,
    hints: [
      'another server may have responded instead: a proxy (HTTPS_PROXY) or the sign-in page of a network',
      'check AWS_ENDPOINT_URL and endpoint_url, if set',
    ],
  };
};
