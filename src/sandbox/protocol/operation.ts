import type { Caller, World } from '../state/world.ts';
import type { Parameters, XmlFields } from './query-protocol.ts';

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
