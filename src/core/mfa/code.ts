/**
 * Finds the MFA code in what a command printed: six digits that are not part of a longer number or word
 * (`976249 lasts 24s |---` holds 976249). The same code twice is one code.
 * @returns undefined when there is none, or when there are two different ones
 */
export const findCode = (text: string): string | undefined => {
  const codes = new Set(text.match(/(?<![\p{L}\p{N}])[0-9]{6}(?![\p{L}\p{N}])/gu));
  return codes.size === 1 ? [...codes][0] : undefined;
};
