import { displayWidth, padEnd } from './text-width.ts';

/**
 * Formats rows in aligned columns, two spaces apart, without trailing spaces. Cells must be outputs of `safe`.
 *
 * @param paint adds colour to a padded cell; it may add only escape sequences, which have no width
 */
export const table = (
  rows: readonly (readonly string[])[],
  paint: (cell: string, row: number, column: number) => string = cell => cell,
): string => {
  const widths: number[] = [];
  for (const row of rows) {
    // no column follows the last cell of a row, so its width does not count
    row
      .slice(
        0,
        row.findLastIndex(cell => cell !== ''),
      )
      .forEach((cell, column) => {
        widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell));
      });
  }
  return rows
    .map((row, index) => {
      const last = row.findLastIndex(cell => cell !== '');
      const cells = row.slice(0, last + 1).map((cell, column) => {
        const padded = column === last ? cell : padEnd(cell, widths[column] ?? 0);
        return paint(padded, index, column);
      });
      return `${cells.join('  ')}\n`;
    })
    .join('');
};
