import { duration, figure } from './report.ts';
import { firstOfEach, type Results, type Row } from './results.ts';

const START = '<!-- speed -->';
const END = '<!-- /speed -->';

/** The rows in the table of README.md, with words for the reader. */
const LINES: readonly (readonly [id: string, words: string])[] = [
  ['shell/bash/switch', '`awsrole PROFILE` in bash'],
  ['shell/zsh/switch', '`awsrole PROFILE` in zsh'],
  ['shell/fish/switch', '`awsrole PROFILE` in fish'],
  ['shell/bash/prompt', 'the prompt, bash'],
  ['shell/zsh/prompt', 'the prompt, zsh'],
  ['shell/fish/prompt', 'the prompt, fish'],
  ['process/use', '`eval "$(awsrole PROFILE)"`, without the functions'],
  ['process/credentials', '`awsrole credential-process PROFILE`'],
  ['process/exec', '`awsrole exec PROFILE -- true`'],
  ['process/assume', 'no live session: AssumeRole on a local STS, no code asked'],
  ['process/list', '`awsrole list`, 100 profiles'],
  ['scale/list/10000', '`awsrole list`, 10 000 profiles'],
  ['scale/use/100000', '`eval "$(awsrole PROFILE)"`, 100 000 profiles'],
];

/** Replaces the text between the marks in README.md by the figures. */
export const withFigures = (readme: string, results: Results): string => {
  const from = readme.indexOf(START);
  const to = readme.indexOf(END);
  if (from < 0 || to < from) throw new Error(`README.md has no ${START} … ${END}`);
  return `${readme.slice(0, from + START.length)}\n\n${figures(results)}\n${readme.slice(to)}`;
};

const figures = ({ rows: all, machine }: Results): string => {
  const rows = firstOfEach(all);
  const node = rows.find(({ id }) => id === 'process/node')?.node ?? machine.versions['node'];
  const peers = rows
    .filter(({ id }) => id.startsWith('peer/'))
    .map(row => [row.id, `\`${row.title}\``] as const);
  const lines = [...LINES, ...peers].flatMap(([id, words]) => {
    const row = rows.find(other => other.id === id);
    return row?.time ? [`| ${words} | ${duration(row.time.median)} | ${against(row, rows)} |`] : [];
  });
  return `| with a live session, unless stated otherwise | median | |
|---|---|---|
${lines.join('\n')}

${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${node}. A switch or a prompt in a shell
starts no process, so its time is compared with starting \`/bin/true\` there.
`;
};

const against = ({ ratio }: Row, rows: readonly Row[]): string => {
  const base = rows.find(({ id }) => id === ratio?.of);
  if (!ratio || !base) return '';
  return `${figure(ratio.median)} × \`${base.title.replace(/^\w+: /, '')}\``;
};
