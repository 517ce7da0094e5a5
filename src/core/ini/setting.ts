/** The file and line of a value, for `awsrole why` and error messages. */
export interface Place {
  /** the path with which the file was opened */
  readonly file: string;
  /** 1-based */
  readonly line: number;
}

/** A key and its value in a shared file, with their place. */
export interface Setting extends Place {
  /** lower case, as the AWS CLI reads keys */
  readonly key: string;
  readonly value: string;
}

/** Formats a place for messages: `~/.aws/config:12`. */
export const at = (place: Place): string => `${place.file}:${place.line}`;

/** A value as another tool reads it. */
export interface ToolValue {
  /** 1-based */
  readonly line: number;
  readonly text: string;
}

/** A section of a shared file as another tool reads it. */
export interface ToolSection {
  /** the line of its first header, 1-based */
  readonly line: number;
  readonly values: ReadonlyMap<string, ToolValue>;
}
