import { ServiceFailure } from './service-failure.ts';

/** A service of the AWS query protocol that the sandbox has. */
export type Service = 'sts' | 'iam';
/** The parameters of one query-protocol call, by name (`Action`, `RoleArn`, `Tags.member.1.Key`). */
export type Parameters = ReadonlyMap<string, string>;
/** The child elements of an XML element, by name. */
export type XmlFields = { readonly [name: string]: XmlValue };
/** The content of an XML element. A list becomes `<member>` elements; undefined omits the element. */
export type XmlValue = string | number | boolean | undefined | XmlFields | readonly XmlValue[];

/** The API version of each service, a part of its XML namespace. */
export const API_VERSIONS: Readonly<Record<Service, string>> = { sts: '2011-06-15', iam: '2010-05-08' };

/** Parses a query string or a form-encoded body. Throws ServiceFailure MalformedInput for a duplicate name. */
export function parseParameters(text: string): Parameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (parameters.has(name)) {
      throw new ServiceFailure('MalformedInput', 400, `duplicate parameter ${name}`);
    }
    parameters.set(ownCopy(name), ownCopy(value));
  }
  return parameters;
}

/** Copies a text. A substring in V8 keeps the whole text in memory, so anything stored for long must be a copy. */
export const ownCopy = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** Formats the XML answer of a successful call. */
export function formatResult(
  service: Service,
  operation: string,
  result: XmlFields,
  requestId: string,
): string {
  const body = element(`${operation}Result`, result);
  const metadata = element('ResponseMetadata', { RequestId: requestId });
  return `<${operation}Response xmlns="${namespaceOf(service)}">${body}${metadata}</${operation}Response>\n`;
}

/** Formats the XML answer of a failed call. */
export function formatFailure(service: Service, failure: ServiceFailure, requestId: string): string {
  const error = element('Error', {
    Type: failure.status >= 500 ? 'Receiver' : 'Sender',
    Code: failure.code,
    Message: failure.message,
  });
  const request = element('RequestId', requestId);
  return `<ErrorResponse xmlns="${namespaceOf(service)}">${error}${request}</ErrorResponse>\n`;
}

/** Formats epoch milliseconds as the services do: UTC, whole seconds, `Z`. */
export const formatTime = (time: number): string => new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');

const namespaceOf = (service: Service): string =>
  `https://${service}.amazonaws.com/doc/${API_VERSIONS[service]}/`;

function element(name: string, value: XmlValue): string {
  return value === undefined ? '' : `<${name}>${content(value)}</${name}>`;
}

function content(value: XmlValue): string {
  if (Array.isArray(value)) return value.map(item => element('member', item)).join('');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, field]) => element(name, field))
      .join('');
  return escapeXml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes text for XML 1.0. Characters that XML cannot hold, such as most control characters, become U+FFFD. */
export const escapeXml = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, character => ENTITIES[character] ?? character);
