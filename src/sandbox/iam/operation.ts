import type { Parameters, XmlFields } from '../http/query-protocol.ts';
import type { Caller, World } from './world.ts';

/** One call to an operation. */
export interface SandboxCall {
  readonly world: World;
  readonly parameters: Parameters;
  /** epoch milliseconds */
  readonly now: number;
}

/** One call with a verified signature. */
export interface SignedCall extends SandboxCall {
  readonly caller: Caller;
  readonly accessKeyId: string;
}

/** Returns the fields of the `…Result` element, or throws ServiceFailure. */
export type SignedOperation = (call: SignedCall) => XmlFields;
/** A SignedOperation that the API allows without a signature. */
export type UnsignedOperation = (call: SandboxCall) => XmlFields;
