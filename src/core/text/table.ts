import { displayWidth, padEnd } from './text-width.ts';

/**
 * Columns of equal width, two spaces apart, no space at the end of a line. Cells must be safe text already.
 *
 * @param paint gives a finished cell its colour; it may add only what takes no width
 */
export const table = (
  rows: readonly (readonly string[])[],
  paint: (cell: string, row: number, column: number) => string = cell => cell,
): string => {
  const widths: number[] = [];
  for (const row of rows) {
    // a line's last cell needs no room for others after it
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
