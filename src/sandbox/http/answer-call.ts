import type { ServerResponse } from 'node:http';
import { failureAnswer, failureOfFault, send, successAnswer } from '../protocol/answer.ts';
import { claimedAccessKey } from '../protocol/authenticate.ts';
import { type CallLog, describeCall } from '../protocol/call-log.ts';
import type { FaultQueue } from '../protocol/faults.ts';
import { type Parameters, parseParameters } from '../protocol/query-protocol.ts';
import { ServiceFailure } from '../protocol/service-failure.ts';
import type { SignedRequest } from '../protocol/sigv4.ts';
import type { World } from '../state/world.ts';
import { perform, serviceOf } from './operations.ts';

/** The parts of the sandbox that answer a call. */
export interface CallContext {
  readonly world: World;
  /** epoch milliseconds */
  readonly clock: () => number;
  readonly faults: FaultQueue;
  readonly log: (entry: CallLog) => void;
}

/** Answers one query-protocol request, applies the next fault to it, and logs it. Never rejects. */
export async function answerCall(
  context: CallContext,
  request: SignedRequest,
  response: ServerResponse,
): Promise<void> {
  const now = context.clock();
  let parameters: Parameters = new Map();
  let outcome = 'ok';
  try {
    parameters = parseParameters(
      request.method === 'GET' ? request.url.search.slice(1) : request.body.toString('utf8'),
    );
    outcome = await answerOperation(context, request, response, parameters, now);
  } catch (error) {
    const failure = asFailure(error);
    outcome = failure.code;
    send(response, failureAnswer('sts', failure), now);
  }
  const operation = parameters.get('Action') ?? '';
  context.log(describeCall(operation, claimedAccessKey(request), parameters, outcome, now));
}

/** Answers a call with valid parameters; resolves to the outcome for the log. */
async function answerOperation(
  context: CallContext,
  request: SignedRequest,
  response: ServerResponse,
  parameters: Parameters,
  now: number,
): Promise<string> {
  const operation = parameters.get('Action');
  if (operation === undefined) throw new ServiceFailure('MissingAction', 400, 'Missing Action');
  const service = serviceOf(operation, parameters.get('Version'));
  const fault = context.faults.take(operation);
  if (fault?.kind === 'hang') return fault.kind;
  if (fault?.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return fault.kind;
  }
  try {
    const injected = failureOfFault(fault?.kind);
    if (injected !== undefined) throw injected;
    const result = await perform(operation, request, { world: context.world, parameters, now });
    send(response, successAnswer(service, operation, result), now, fault);
    return 'ok';
  } catch (error) {
    const failure = asFailure(error);
    send(response, failureAnswer(service, failure), now, fault);
    return failure.code;
  }
}

/** Returns a ServiceFailure unchanged and any other error, a bug of the sandbox, as a 500 without its message. */
const asFailure = (error: unknown): ServiceFailure =>
  error instanceof ServiceFailure
    ? error
    : new ServiceFailure('InternalFailure', 500, 'The sandbox failed to process the request.');
