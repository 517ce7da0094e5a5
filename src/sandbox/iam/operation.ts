import type { Parameters, XmlFields } from '../http/query-protocol.ts';
import type { Caller, World } from './world.ts';

/** One call that is to be answered. */
export interface SandboxCall {
  readonly world: World;
  readonly parameters: Parameters;
  /** epoch milliseconds */
  readonly now: number;
}

/** One call whose signature was verified. */
export interface SignedCall extends SandboxCall {
  readonly caller: Caller;
  readonly accessKeyId: string;
}

/** Answers a call with the fields of its `…Result` element, or throws ServiceFailure. */
export type SignedOperation = (call: SignedCall) => XmlFields;
export type UnsignedOperation = (call: SandboxCall) => XmlFields;
