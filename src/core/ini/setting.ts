/** Where a value was written, so that `why` and every error message can point at it. */
export interface Place {
  /** the path of the file, as it was opened */
  readonly file: string;
  /** 1-based */
  readonly line: number;
}

/** A value from a shared file together with the place it came from. */
export interface Setting extends Place {
  /** lower case, as the AWS CLI reads keys */
  readonly key: string;
  readonly value: string;
}

/** `~/.aws/config:12`, the way places are written in every message. */
export const at = (place: Place): string => `${place.file}:${place.line}`;
