/** Colours, terminal variables, and the escape sequence that every prompt and `list` must write for them. */
export const COLOR_CASES: readonly (readonly [
  color: string,
  env: Record<string, string>,
  sequence: string,
])[] = [
  ['3fb950', { COLORTERM: 'truecolor', TERM: 'xterm' }, '\x1b[38;2;63;185;80m'],
  ['#3FB950', { COLORTERM: '24bit', TERM: 'xterm' }, '\x1b[38;2;63;185;80m'],
  ['f0a', { TERM: 'xterm-direct' }, '\x1b[38;2;255;0;170m'],
  ['3fb950', { TERM: 'xterm-256color' }, '\x1b[38;5;71m'],
  ['808080', { TERM: 'screen-256color' }, '\x1b[38;5;244m'],
  ['000000', { TERM: 'xterm-256color' }, '\x1b[38;5;16m'],
  ['3fb950', { TERM: 'xterm' }, '\x1b[32m'],
  ['f85149', { TERM: 'xterm' }, '\x1b[91m'],
  ['d29922', { TERM: 'xterm' }, '\x1b[93m'],
  ['3fb950', { TERM: 'xterm', NO_COLOR: '1' }, ''],
  ['3fb950', { TERM: 'dumb' }, ''],
  ['red', { TERM: 'xterm-256color' }, ''],
  ['31m$(touch canary)', { TERM: 'xterm-256color' }, ''],
];
