import { duration } from './report.ts';
import { firstOfEach, type Results } from './results.ts';

interface Bar {
  readonly label: string;
  /** milliseconds */
  readonly value: number;
  readonly kind: 'ours' | 'node' | 'other';
}

/** The rows of awsrole in the chart, with labels for the reader. All measured peers are in the chart too. */
const OURS: Readonly<Record<string, string>> = {
  'shell/bash/prompt': 'awsrole: the prompt, bash',
  'shell/bash/switch': 'awsrole PROFILE, bash',
  'shell/zsh/switch': 'awsrole PROFILE, zsh',
  'shell/fish/switch': 'awsrole PROFILE, fish',
  'process/use': 'eval "$(awsrole PROFILE)"',
  'process/exec': 'awsrole exec PROFILE -- true',
  'process/assume': 'awsrole, no session yet: AssumeRole',
};

/** Makes the bars of the chart from the rows, the shortest first. */
export const barsOf = ({ rows }: Pick<Results, 'rows'>): Bar[] =>
  firstOfEach(rows)
    .flatMap(({ id, title, time }): Bar[] => {
      if (!time) return [];
      const label = OURS[id];
      if (label) return [{ label, value: time.median, kind: 'ours' }];
      if (id === 'process/node') return [{ label: 'node -e 0', value: time.median, kind: 'node' }];
      return id.startsWith('peer/') ? [{ label: title, value: time.median, kind: 'other' }] : [];
    })
    .sort((a, b) => a.value - b.value);

const WIDTH = 760;
const LEFT = 262;
const RIGHT = 80;
const ROW = 28;
const TOP = 46;

/** Draws horizontal bars on a logarithmic scale, as SVG with its own background, which follows the light or dark mode. */
export const chart = (bars: readonly Bar[]): string => {
  const values = bars.map(({ value }) => value);
  const from = Math.floor(Math.log10(Math.min(...values)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...values))));
  const at = (value: number): number =>
    round(LEFT + ((Math.log10(value) - from) / (to - from)) * (WIDTH - LEFT - RIGHT));
  const bottom = TOP + bars.length * ROW;
  const decades = Array.from({ length: to - from + 1 }, (_, step) => 10 ** (from + step));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 34}" role="img" aria-label="Time of one call, on a logarithmic scale">
<style>${STYLE}</style>
<rect width="100%" height="100%" rx="6" class="page"/>
<text x="16" y="26" class="title">One call with a live session, on a logarithmic scale: shorter is better</text>
${decades.map(value => tick(at(value), bottom, value)).join('\n')}
${bars.map((bar, index) => drawn(bar, TOP + index * ROW, at(bar.value))).join('\n')}
</svg>
`;
};

const tick = (x: number, bottom: number, value: number): string =>
  `<line x1="${x}" y1="${TOP - 8}" x2="${x}" y2="${bottom}" class="grid"/>` +
  `<text x="${x}" y="${bottom + 18}" class="tick">${value >= 1000 ? `${value / 1000} s` : `${Number(value.toPrecision(1))} ms`}</text>`;

const drawn = ({ label, value, kind }: Bar, y: number, end: number): string =>
  `<text x="${LEFT - 10}" y="${y + 15}" class="label">${escaped(label)}</text>` +
  `<rect x="${LEFT}" y="${y + 2}" width="${Math.max(2, round(end - LEFT))}" height="${ROW - 10}" rx="2" class="${kind}"/>` +
  `<text x="${Math.max(LEFT + 2, end) + 6}" y="${y + 15}" class="value">${duration(value)}</text>`;

const STYLE = `
.page { fill: #ffffff }
text { font: 13px system-ui, sans-serif; fill: #57606a }
.title { font-size: 14px; fill: #1f2328 }
.label { text-anchor: end; fill: #1f2328 }
.tick { text-anchor: middle; font-size: 11px }
.grid { stroke: #8b949e; stroke-opacity: .35 }
.ours { fill: #2da44e } .node { fill: #8b949e } .other { fill: #bf8700 }
@media (prefers-color-scheme: dark) {
  .page { fill: #0d1117 }
  text { fill: #9198a1 } .title, .label { fill: #e6edf3 }
  .ours { fill: #3fb950 } .other { fill: #d29922 }
}
`;

const round = (value: number): number => Math.round(value * 10) / 10;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
