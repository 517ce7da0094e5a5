import type { Caller, World } from '../state/world.ts';
import type { Parameters, XmlFields } from './query-protocol.ts';

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
