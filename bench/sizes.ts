/** How many profiles a config file has, from a person's own to that of no organisation yet. */
export const SIZES = [10, 100, 1_000, 10_000, 100_000] as const;

/** An id, and the one of the smallest size that it is held against. */
export const sized = (what: string, size: number): { readonly id: string; readonly of?: string } => ({
  id: `scale/${what}/${size}`,
  ...(size !== SIZES[0] && { of: `scale/${what}/${SIZES[0]}` }),
});

/** `10 000 profiles` */
export const profiles = (size: number): string =>
  `${size.toLocaleString('en').replaceAll(',', ' ')} profiles`;
