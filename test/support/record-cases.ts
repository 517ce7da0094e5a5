import {
  appendFileSync,
  chownSync,
  copyFileSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DECIDING_NAMES } from '../../src/core/records/live-record.ts';
import type { RecordLab } from './record-lab.ts';
import { AWKWARD, writeRecord } from './recorded.ts';

/** A situation in which the user runs `awsrole dev`. */
export interface RecordCase {
  readonly name: string;
  /** changes files before the command runs */
  readonly prepare?: (lab: RecordLab) => void;
  /** the arguments instead of `dev`, as shell words */
  readonly words?: string;
  readonly env?: Record<string, string> | ((lab: RecordLab) => Record<string, string>);
  /** `read` of sh drops NUL bytes, and sh cannot detect that */
  readonly hasNul?: boolean;
}

/** Copies a file with its modification time. */
const copy = (from: string, to: string): void => {
  copyFileSync(from, to);
  utimesSync(to, statSync(from).mtime, statSync(from).mtime);
};

/** Changes the text of the record of `dev`, or of another profile. */
const changed =
  (change: (record: string) => string, profile = 'dev'): RecordCase['prepare'] =>
  ({ record }) => {
    const before = readFileSync(record(profile), 'utf8');
    const after = change(before);
    if (after === before) throw new Error('the change left the record as it was');
    writeRecord(record(profile), after);
  };

/** Replaces the line of the record of `dev` that begins with `name`. */
const line = (name: string, value: string): RecordCase['prepare'] =>
  changed(record => record.replace(new RegExp(`^${name}.*$`, 'm'), () => value));

/** Adds lines before the end of the record of `dev`. */
const more = (...lines: string[]): RecordCase['prepare'] =>
  changed(record => record.replace(/end\n$/, () => `${lines.join('\n')}\nend\n`));

/** Replaces a shared file by another one and moves the modification time by `seconds`. */
const replaced =
  (file: 'config' | 'credentials', seconds: number): RecordCase['prepare'] =>
  lab => {
    const at = new Date(statSync(lab[file]).mtimeMs + seconds * 1000);
    writeFileSync(`${lab[file]}.new`, `${readFileSync(lab[file], 'utf8')}\n# other\n`);
    utimesSync(`${lab[file]}.new`, at, at);
    renameSync(`${lab[file]}.new`, lab[file]);
  };

/** Copies a shared file, with its modification time, and returns the variable that names the copy. */
const copied = (file: 'config' | 'credentials', name: string) => (lab: RecordLab) => {
  const other = `${lab[file]}-copy`;
  copy(lab[file], other);
  return { [name]: other };
};

/** Makes the calls line of a profile's record that of a shell region (`-` for a region of the profile) and variables. */
const calls = (region: string, values: Record<string, string> = {}, profile = 'dev'): RecordCase['prepare'] =>
  changed(
    record =>
      record.replace(/^calls .*$/m, () =>
        ['calls ', ...DECIDING_NAMES.map(name => values[name] ?? '')].join('|').replace('|', `${region}|`),
      ),
    profile,
  );

/** A valid value of each variable that decides where calls go. */
const valuesOf = ({ inside }: RecordLab): Record<string, string> =>
  Object.fromEntries(
    DECIDING_NAMES.map(name => [
      name,
      name.startsWith('AWS_ENDPOINT_URL') ? inside.sandbox.url : name.includes('STS') ? 'regional' : 'false',
    ]),
  );

/** Environments in which the region of the user is us-east-1, and such in which it is not. */
const SAME_REGION: readonly Record<string, string>[] = [
  { AWS_REGION: 'us-east-1' },
  { AWS_DEFAULT_REGION: 'us-east-1' },
  { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'eu-west-1' },
  { AWSROLE_REGION: 'eu-west-1', AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' },
];
const OTHER_REGION: readonly Record<string, string>[] = [
  {},
  { AWS_REGION: 'eu-west-1' },
  { AWS_REGION: 'us-east-1', AWSROLE_REGION: 'us-east-1' },
];

const now = (): number => Math.floor(Date.now() / 1000);

/** Situations in which a reader must serve the record without Node. */
export const SERVED: readonly RecordCase[] = [
  { name: 'nothing has changed' },
  { name: 'the profile is the only argument', words: 'dev' },
  { name: 'the profile has its own region and the shell has another', env: { AWS_REGION: 'us-east-1' } },
  ...DECIDING_NAMES.flatMap(name => [
    { name: `${name} is empty`, env: { [name]: '' } },
    {
      name: `${name} has the value of the record`,
      prepare: (lab: RecordLab) => calls('-', { [name]: `${valuesOf(lab)[name]}` })?.(lab),
      env: (lab: RecordLab) => ({ [name]: `${valuesOf(lab)[name]}` }),
    },
  ]),
  {
    name: 'every variable has the value of the record',
    prepare: lab => calls('-', valuesOf(lab))?.(lab),
    env: valuesOf,
  },
  { name: 'AWSROLE_CACHE is on', env: { AWSROLE_CACHE: 'on' } },
  { name: 'AWSROLE_CACHE is empty', env: { AWSROLE_CACHE: '' } },
  { name: 'XDG_CACHE_HOME is relative and therefore ignored', env: { XDG_CACHE_HOME: 'cache' } },
  {
    name: 'the config file is touched without a change of its modification time',
    prepare: lab => utimesSync(lab.config, statSync(lab.config).mtime, statSync(lab.config).mtime),
  },
  { name: 'the profile has no region', words: '"it\'s a *"' },
  {
    name: 'awsrole set the region of the shell',
    words: '"it\'s a *"',
    env: { AWSROLE_REGION: 'us-east-1', AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' },
  },
  ...SAME_REGION.map(env => ({
    name: `the profile has no region, and that of the shell is that of the record: ${JSON.stringify(env)}`,
    prepare: calls('us-east-1', {}, AWKWARD),
    words: '"it\'s a *"',
    env,
  })),
  {
    name: 'AWSROLE_CACHE_DIR begins with a tilde',
    env: { AWSROLE_CACHE_DIR: '~/.cache/awsrole' },
  },
  {
    name: 'the paths of the shared files begin with a tilde',
    env: { AWS_CONFIG_FILE: '~/.aws/config', AWS_SHARED_CREDENTIALS_FILE: '~/.aws/credentials' },
  },
];

/** Situations in which a reader must pass the call on to Node. */
export const PASSED_ON: readonly RecordCase[] = [
  {
    name: 'the profile has no region, and that of the user comes back',
    words: '"it\'s a *"',
    env: { AWSROLE_REGION: 'us-east-1', AWS_REGION: 'us-east-1', AWSROLE_SAVED_REGION: 'sa-east-1' },
  },
  { name: 'the config file was edited', prepare: lab => appendFileSync(lab.config, '\n# note\n') },
  { name: 'the credentials file was edited', prepare: lab => appendFileSync(lab.credentials, '\n# note\n') },
  { name: 'the config file was replaced by an older one', prepare: replaced('config', -7200) },
  { name: 'the credentials file was replaced by an older one', prepare: replaced('credentials', -7200) },
  {
    name: 'the config file was replaced by a newer one whose modification time is in the past',
    prepare: replaced('config', 60),
  },
  { name: 'the config file is gone', prepare: lab => rmSync(lab.config) },
  { name: 'the credentials file is gone', prepare: lab => rmSync(lab.credentials) },
  { name: 'AWS_CONFIG_FILE names a copy', env: copied('config', 'AWS_CONFIG_FILE') },
  {
    name: 'AWS_SHARED_CREDENTIALS_FILE names a copy',
    env: copied('credentials', 'AWS_SHARED_CREDENTIALS_FILE'),
  },
  ...DECIDING_NAMES.flatMap(name => [
    { name: `${name} is set`, env: { [name]: 'x' } },
    { name: `${name} has another value`, prepare: calls('-', { [name]: 'x' }), env: { [name]: 'x ' } },
    { name: `${name} is no longer set`, prepare: calls('-', { [name]: 'x' }) },
    { name: `${name} has the separator`, env: { [name]: '|' } },
  ]),
  {
    name: 'another variable has the value',
    prepare: calls('-', { AWS_USE_FIPS_ENDPOINT: 'true' }),
    env: { AWS_USE_DUALSTACK_ENDPOINT: 'true' },
  },
  {
    name: 'the shell has AWS_REGION and the profile has no region',
    words: '"it\'s a *"',
    env: { AWS_REGION: 'us-east-1' },
  },
  {
    name: 'the shell has AWS_DEFAULT_REGION and the profile has no region',
    words: '"it\'s a *"',
    env: { AWS_DEFAULT_REGION: 'us-east-1' },
  },
  ...OTHER_REGION.map(env => ({
    name: `the profile has no region, and that of the shell is not that of the record: ${JSON.stringify(env)}`,
    prepare: calls('us-east-1', {}, AWKWARD),
    words: '"it\'s a *"',
    env,
  })),
  {
    name: 'the session has expired',
    prepare: changed(record =>
      record.replace(/^(awsrole-live 2 \d+) \d+/, () => `awsrole-live 1 1000 ${now() - 1}`),
    ),
  },
  {
    name: 'the clock was set back',
    prepare: changed(record => record.replace(/^awsrole-live 2 \d+/, () => `awsrole-live 2 ${now() + 900}`)),
  },
  { name: 'an option is given', words: 'dev --min-left 5m' },
  { name: 'an option comes first', words: '--refresh dev' },
  { name: 'AWSROLE_CACHE is off', env: { AWSROLE_CACHE: 'off' } },
  { name: 'AWSROLE_CACHE has an invalid value', env: { AWSROLE_CACHE: 'offf' } },
  {
    name: 'AWSROLE_CACHE_DIR names another folder',
    env: ({ inside }) => ({ AWSROLE_CACHE_DIR: join(inside.home, 'none') }),
  },
  { name: 'the cache folder is relative', env: { AWSROLE_CACHE_DIR: '.cache/awsrole' } },
  { name: 'the name leads to another folder', words: '../live/dev' },
  { name: 'the name begins with a dot', words: './dev' },
  {
    name: 'the record is a symbolic link',
    prepare({ record }) {
      renameSync(record('dev'), `${record('dev')}-target`);
      symlinkSync(`${record('dev')}-target`, record('dev'));
    },
  },
  {
    name: 'the record is of another profile',
    words: 'uat',
    prepare: ({ record }) => copy(record('dev'), record('uat')),
  },
  { name: 'the record is empty', prepare: changed(() => '') },
  {
    name: 'the record has another version',
    prepare: changed(record => record.replace('awsrole-live 2', 'awsrole-live 3')),
  },
  { name: 'the end is missing', prepare: changed(record => record.replace(/end\n$/, '')) },
  { name: 'a line follows the end', prepare: changed(record => `${record}AWSROLE_COLOR=fff\n`) },
  { name: 'half a line follows the end', prepare: changed(record => `${record}AWSROLE`) },
  {
    name: 'a line is cut off in the middle',
    prepare: changed(record => record.slice(0, record.indexOf('AWSROLE_ACCOUNT'))),
  },
  { name: 'the record has an empty line', prepare: more('') },
  {
    name: 'the record has hundreds of lines',
    prepare: more(...Array.from({ length: 400 }, () => 'AWSROLE_COLOR=fff')),
  },
  {
    name: 'the lines are in another order',
    prepare: changed(record => record.replace(/^(AWS_ACCESS.*)\n(AWS_SECRET.*)\n/m, '$2\n$1\n')),
  },
  { name: 'a secret is empty', prepare: line('AWS_SECRET_ACCESS_KEY', 'AWS_SECRET_ACCESS_KEY=') },
  ...[
    'PATH=/tmp',
    'LD_PRELOAD=/tmp/x',
    'BASH_ENV=/tmp/x',
    'PS1=$(touch canary)',
    'AWS_PROFILE=x',
    'AWSROLE_PREVIOUS=x',
    'AWS_CONFIG_FILE=/x',
    'AWS_ACCESS_KEY_ID=ASIAOTHER',
    'AWSROLE_PROFILE=uat',
  ].map(extra => ({ name: `the record has a line ${extra}`, prepare: more(extra) })),
  ...[
    'AWSROLE_KEY[$(touch canary)]=x',
    '-n=x',
    '$(touch canary)',
    'AWSROLE_KEY',
    'awsrole_key=x',
    ' AWSROLE_KEY=x',
  ].map(extra => ({
    name: `the record has a line ${extra}`,
    prepare: more(extra),
  })),
  ...['\0', '\x01', '\t', '\r', '\x1b[31m', '\x7f'].map(character => ({
    name: `a value has the control character ${JSON.stringify(character)}`,
    prepare: line('AWSROLE_COLOR', `AWSROLE_COLOR=f${character}ff`),
    hasNul: character === '\0',
  })),
  ...['1a[$(touch canary)] 9999999999', '-1 9999999999', '01 9999999999', '1 9999999999 x', '1 ', '1'].map(
    times => ({
      name: `the record has the times '${times}'`,
      prepare: changed(record => record.replace(/^awsrole-live 2 .*/, () => `awsrole-live 2 ${times}`)),
    }),
  ),
  {
    name: 'the stamp of the record leads to another folder',
    prepare: changed(record => record.replace(/^config \w+/m, 'config ../live/dev')),
  },
  { name: 'the calls line is of another region', prepare: calls('eu-west-3') },
  {
    name: 'the record was written after awsrole wrote it',
    prepare: ({ record }) => writeFileSync(record('dev'), readFileSync(record('dev'))),
  },
  { name: 'the calls line has fewer values', prepare: line('calls', 'calls -||||||') },
  { name: 'the calls line has more values', prepare: line('calls', 'calls -||||||||') },
  { name: 'the calls line is empty', prepare: line('calls', 'calls ') },
];

/** A user ID that no account has. */
const STRANGER = 54_321;

/** Situations in which a file belongs to another user. Only root can create them. */
export const OF_OTHERS: readonly RecordCase[] = [
  {
    name: 'the record belongs to another user',
    prepare: ({ record }) => chownSync(record('dev'), STRANGER, STRANGER),
  },
  {
    name: 'the stamp belongs to another user',
    prepare({ record, inside }) {
      const stamp = /^config (\w+)/m.exec(readFileSync(record('dev'), 'utf8'))?.[1];
      chownSync(join(inside.home, '.cache', 'awsrole', 'stamps', `${stamp}`), STRANGER, STRANGER);
    },
  },
];
