/**
 * The candidates that the user may have meant by `name`, the nearest first, at most `max`. Upper and lower case are
 * equal.
 *
 * A candidate is near when it starts with `name`, when one of the two contains the other, or when few edits lead from
 * one to the other. An edit inserts, deletes or replaces a character or swaps two neighbours. The limit is one edit for
 * every three characters of `name`, at least one and at most three.
 */
export const nearest = (name: string, candidates: readonly string[], max = 3): string[] => {
  const wanted = name.toLowerCase();
  if (wanted === '') return [];
  return candidates
    .map(candidate => ({ candidate, score: distance(wanted, candidate.toLowerCase()) }))
    .filter(({ score }) => score < FAR)
    .sort((left, right) => left.score - right.score)
    .slice(0, max)
    .map(({ candidate }) => candidate);
};

const FAR = 1000;
/** Too many names contain a shorter part. */
const SHORTEST_PART = 3;

const distance = (wanted: string, candidate: string): number => {
  if (candidate === wanted) return 0;
  const limit = Math.max(1, Math.min(3, Math.floor(wanted.length / 3)));
  const edits = damerauLevenshtein(wanted, candidate, limit);
  // a common prefix ranks between one edit and two, any other common part after three edits
  const prefix = candidate.startsWith(wanted) ? 1.5 : FAR;
  const [short, long] = wanted.length < candidate.length ? [wanted, candidate] : [candidate, wanted];
  const part = short.length >= SHORTEST_PART && long.includes(short) ? 3.5 : FAR;
  return Math.min(edits, prefix, part);
};

/** The optimal string alignment distance in UTF-16 units, or FAR when it exceeds `limit`. */
const damerauLevenshtein = (left: string, right: string, limit: number): number => {
  if (Math.abs(left.length - right.length) > limit) return FAR;
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      let best = Math.min(
        (last[column] ?? FAR) + 1,
        (current[column - 1] ?? FAR) + 1,
        (last[column - 1] ?? FAR) + cost,
      );
      const isSwap = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && isSwap) best = Math.min(best, (beforeLast[column - 2] ?? FAR) + 1);
      current.push(best);
    }
    if (Math.min(...current) > limit) return FAR;
    beforeLast = last;
    last = current;
  }
  const result = last[right.length] ?? FAR;
  return result > limit ? FAR : result;
};

/** The hint with the candidates that the user may have meant by `name`; no hint when none is near. */
export const didYouMean = (name: string, candidates: readonly string[]): string[] => {
  const near = nearest(name, candidates);
  return near.length > 0 ? [`did you mean ${near.map(candidate => `'${candidate}'`).join(', ')}?`] : [];
};

const MAX_SHOWN = 5;

/** The names as a comma-separated list for messages. Of more than six names, it shows five and counts the others. */
export const summarizeNames = (names: readonly string[]): string =>
  names.length > MAX_SHOWN + 1
    ? `${names.slice(0, MAX_SHOWN).join(', ')} … and ${names.length - MAX_SHOWN} more`
    : names.join(', ');

/** Whether the whole name matches the pattern: `*` matches any text, `?` one character, and all others themselves. */
export const matchesPattern = (name: string, pattern: string): boolean => {
  const source = [...pattern]
    .map(character =>
      character === '*' ? '.*' : character === '?' ? '.' : character.replace(/[\\^$.|+()[\]{}]/, '\\$&'),
    )
    .join('');
  return new RegExp(`^${source}$`, 'su').test(name);
};
