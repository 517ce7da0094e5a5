/**
 * The candidates that someone who typed `name` may have meant, best first, at most `max`.
 *
 * Near is: equal but for upper case, `name` is the beginning or a part of the candidate (or the candidate a part of
 * `name`), or few slips (insert, delete, replace, swap of neighbours): one in three characters, never more than three.
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
/** Shorter pieces are found in too many names to mean anything. */
const SHORTEST_PART = 3;

const distance = (wanted: string, candidate: string): number => {
  if (candidate === wanted) return 0;
  const limit = Math.max(1, Math.min(3, Math.floor(wanted.length / 3)));
  const slips = damerauLevenshtein(wanted, candidate, limit);
  // between one slip and two: a beginning is likelier than several slips, and a mere part the least likely
  const prefix = candidate.startsWith(wanted) ? 1.5 : FAR;
  const [short, long] = wanted.length < candidate.length ? [wanted, candidate] : [candidate, wanted];
  const part = short.length >= SHORTEST_PART && long.includes(short) ? 3.5 : FAR;
  return Math.min(slips, prefix, part);
};

/** Optimal string alignment distance in UTF-16 units, or FAR as soon as it must be more than `limit`. */
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

/** Enough names to see what is meant. */
const SHOWN = 5;

/** Names for people: the first ones, and how many more there are. */
export const firstNames = (names: readonly string[]): string =>
  names.length > SHOWN + 1
    ? `${names.slice(0, SHOWN).join(', ')} … and ${names.length - SHOWN} more`
    : names.join(', ');
