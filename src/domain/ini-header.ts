/** A line that starts a section. Without a name it is broken: what follows it belongs to nobody. */
export interface IniHeader {
  /** the text between the brackets, trimmed; undefined when it cannot be told */
  readonly name: string | undefined;
  /** what is wrong with the line, when something is */
  readonly flaw: string | undefined;
}

/**
 * The section header on a line, or undefined when the line is none. Indented headers count, since every SDK but the
 * AWS CLI reads them. Both the parser and the editor of sections use it, so that they see the same borders.
 */
export const readHeader = (line: string): IniHeader | undefined => {
  const text = line.trim();
  if (!text.startsWith('[')) return undefined;
  if (/[\0\r]/.test(text)) return broken('a section header with a NUL byte or a stray carriage return');
  const close = text.indexOf(']');
  if (close === -1) return broken("a section header without ']'");
  const name = text.slice(1, close).trim();
  if (name === '') return broken('a section header without a name');
  const isClean = /^\s*([#;]|$)/.test(text.slice(close + 1));
  return { name, flaw: isClean ? undefined : "text after ']' that is no comment" };
};

const broken = (flaw: string): IniHeader => ({ name: undefined, flaw });
