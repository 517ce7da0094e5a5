import type { Parameters } from '../protocol/query-protocol.ts';
import { ServiceFailure, validationError } from '../protocol/service-failure.ts';

/** The constraints of one parameter, from the API model (botocore's `sts/2011-06-15/service-2.json`). */
export interface Constraint {
  readonly name: string;
  readonly required?: boolean;
  /** the message does not show the value */
  readonly sensitive?: boolean;
  /** the length in characters */
  readonly length?: readonly [min: number, max: number];
  /** a regular expression that must match the whole value */
  readonly pattern?: string;
  /** the range in seconds; the value must be an integer */
  readonly range?: readonly [min: number, max: number];
}

const DURATION = 'DurationSeconds';

export const ROLE_ARN: Constraint = { name: 'RoleArn', required: true, length: [20, 2048] };
export const ROLE_SESSION_NAME: Constraint = {
  name: 'RoleSessionName',
  required: true,
  length: [2, 64],
  pattern: '[\\w+=,.@-]*',
};
export const ROLE_DURATION: Constraint = { name: DURATION, range: [900, 43_200] };
export const SESSION_DURATION: Constraint = { name: DURATION, range: [900, 129_600] };
export const EXTERNAL_ID: Constraint = {
  name: 'ExternalId',
  length: [2, 1224],
  pattern: '[\\w+=,.@:\\/-]*',
};
export const SOURCE_IDENTITY: Constraint = {
  name: 'SourceIdentity',
  length: [2, 64],
  pattern: '(?!aws:)[\\w+=,.@-]*',
};
export const SERIAL_NUMBER: Constraint = {
  name: 'SerialNumber',
  length: [9, 256],
  pattern: '[\\w+=/:,.@-]*',
};
export const TOKEN_CODE: Constraint = { name: 'TokenCode', length: [6, 6], pattern: '[\\d]*' };
export const WEB_IDENTITY_TOKEN: Constraint = {
  name: 'WebIdentityToken',
  required: true,
  sensitive: true,
  length: [4, 20_000],
};

/** Throws a ValidationError that lists every violated constraint in the words of STS. */
export function validate(parameters: Parameters, constraints: readonly Constraint[]): void {
  const problems = constraints.flatMap(constraint => problemsOf(constraint, parameters.get(constraint.name)));
  if (problems.length === 0) return;
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`;
  throw validationError(`${count}: ${problems.join('; ')}`);
}

/** `DurationSeconds` of validated parameters, in seconds, or undefined. */
export function durationOf(parameters: Parameters): number | undefined {
  const text = parameters.get(DURATION);
  return text === undefined ? undefined : Number(text);
}

function problemsOf(constraint: Constraint, value: string | undefined): string[] {
  const field = constraint.name[0]?.toLowerCase() + constraint.name.slice(1);
  const fail = (rule: string): string => {
    const shown = constraint.sensitive ? '' : ` ${value === undefined ? 'null' : `'${value}'`}`;
    return `Value${shown} at '${field}' failed to satisfy constraint: Member must ${rule}`;
  };
  if (value === undefined) return constraint.required ? [fail('not be null')] : [];
  return [
    ...lengthRules(constraint, value),
    ...patternRules(constraint, value),
    ...rangeRules(constraint, value),
  ].map(fail);
}

function lengthRules({ length }: Constraint, value: string): string[] {
  if (length === undefined) return [];
  if (value.length < length[0]) return [`have length greater than or equal to ${length[0]}`];
  return value.length > length[1] ? [`have length less than or equal to ${length[1]}`] : [];
}

const patternRules = ({ pattern }: Constraint, value: string): string[] =>
  pattern === undefined || new RegExp(`^(?:${pattern})$`).test(value)
    ? []
    : [`satisfy regular expression pattern: ${pattern}`];

function rangeRules({ range }: Constraint, value: string): string[] {
  if (range === undefined) return [];
  if (!/^-?\d{1,9}$/.test(value)) {
    throw new ServiceFailure('MalformedInput', 400, 'DurationSeconds is not an integer');
  }
  if (Number(value) < range[0]) return [`have value greater than or equal to ${range[0]}`];
  return Number(value) > range[1] ? [`have value less than or equal to ${range[1]}`] : [];
}
