import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import { formatFailure, formatResult, type Service, type XmlFields } from './query-protocol.ts';
import { ServiceFailure } from './service-failure.ts';

/** The answer to one call. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
}

/** Makes the answer to a successful call, with a new request ID. */
export function successAnswer(service: Service, operation: string, result: XmlFields): Reply {
  const requestId = randomUUID();
  return { status: 200, body: formatResult(service, operation, result, requestId), requestId };
}

/** Makes the answer to a failed call, with a new request ID. */
export function failureAnswer(service: Service, failure: ServiceFailure): Reply {
  const requestId = randomUUID();
  return { status: failure.status, body: formatFailure(service, failure, requestId), requestId };
}

/** The failure that `throttle` and `500` produce; undefined for any other fault. */
export function failureOfFault(kind: Fault['kind'] | undefined): ServiceFailure | undefined {
  if (kind === 'throttle') return new ServiceFailure('Throttling', 400, 'Rate exceeded');
  if (kind !== '500') return undefined;
  return new ServiceFailure(
    'InternalFailure',
    500,
    'The request processing has failed because of an unknown error, exception or failure.',
  );
}

/** Sends an answer and applies the fault to it. `now` (epoch milliseconds) becomes its `Date` header. */
export function send(response: ServerResponse, answer: Reply, now: number, fault?: Fault): void {
  if (fault?.kind === 'delay') {
    setTimeout(() => send(response, answer, now), fault.ms ?? 0).unref();
    return;
  }
  // breaks every closing tag: the XML becomes invalid, while secrets in it stay readable
  const body = fault?.kind === 'xml-garbage' ? answer.body.replaceAll('</', '<&') : answer.body;
  response.writeHead(answer.status, {
    'Content-Type': 'text/xml',
    'Content-Length': Buffer.byteLength(body),
    'x-amzn-RequestId': answer.requestId,
    Date: new Date(now).toUTCString(),
  });
  if (fault?.kind === 'truncate') {
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  } else {
    response.end(body);
  }
}

/** Sends a plain text instead of a service answer, and closes the connection. */
export function sendRefusal(response: ServerResponse, status: number, reason: string, now: number): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain',
    Connection: 'close',
    Date: new Date(now).toUTCString(),
  });
  response.end(`awsrole sandbox: ${reason}\n`);
}
