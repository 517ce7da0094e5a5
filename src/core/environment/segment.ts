import type { Environment } from './environment.ts';

/** How the segment comes into the prompt of a shell, with a sentence for people. */
export interface Segment {
  readonly word: string;
  /** in lower case without a full stop */
  readonly text: string;
}

const TEXTS: Readonly<Record<string, string>> = {
  auto: 'awsrole draws the segment before the prompt',
  own: 'the prompt contains awsrole_prompt and draws the segment',
  off: 'no segment: AWSROLE_PROMPT is off',
  none: 'no segment: this prompt does not contain it; docs/prompts.md has the line for each framework',
};

/**
 * Reads what the shell functions say about the prompt of their shell: they set `AWSROLE_SEGMENT` for `awsrole status`
 * alone.
 *
 * @returns undefined where the functions are not loaded or the shell has no prompt
 */
export const segmentOf = (env: Environment): Segment | undefined => {
  const word = env['AWSROLE_SEGMENT'] ?? '';
  if (word === 'none' && env['STARSHIP_SHELL'])
    return { word, text: 'no segment: starship draws the prompt, and its aws module shows the profile' };
  const text = Object.hasOwn(TEXTS, word) ? TEXTS[word] : undefined;
  return text === undefined ? undefined : { word, text };
};
