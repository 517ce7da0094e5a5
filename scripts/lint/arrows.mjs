// Which rooms of src each room may import, and which packages. `npm run generate` writes the linter's allow-lists from
// this table into arrows.json. A folder of src that is not in the table fails the test of the arrows.
import { relative } from 'node:path';

const NODE = 'node:*';
/** Every room of core, and the errors at its root. */
const CORE = ['core', 'core/*'];

/** The rooms of core, from the lowest up: each may import those before it, never those after it. */
const CORE_ROOMS = [
  'core/text',
  'core/aws',
  'core/ini',
  'core/profiles',
  'core/environment',
  'core/edit',
  'core/mfa',
  'core/plan',
  'core/records',
  'core/console',
  'core/switch-roles',
  'core/explain',
  'core/report',
];

/** Room → the rooms and packages that its files may import. Files of one room may always import each other. */
export const ARROWS = {
  '.': ['app', 'adapters/cache'],
  app: ['*', NODE],
  cli: ['commands', ...CORE, 'shells', 'clipanion'],
  commands: ['session', 'session/*', ...CORE, 'shells', 'ports', 'clipanion'],

  session: [...CORE, 'ports'],
  'session/sources': [...CORE, 'ports', 'session'],
  'session/mfa': [...CORE, 'ports', 'session', 'session/sources'],
  'session/role': [...CORE, 'ports', 'session', 'session/sources', 'session/mfa'],
  'session/browser': [...CORE, 'ports', 'session', 'session/sources', 'session/role'],
  'session/switch-roles': [...CORE, 'ports', 'session', 'session/sources'],

  core: [],
  ...Object.fromEntries(CORE_ROOMS.map((room, index) => [room, ['core', ...CORE_ROOMS.slice(0, index)]])),
  shells: CORE,
  ports: CORE,

  adapters: [...CORE, 'ports', NODE],
  'adapters/terminal': [...CORE, 'ports', NODE],
  'adapters/process': [
    ...CORE,
    'ports',
    'adapters/terminal',
    NODE,
    'execa',
    '@aws-sdk/credential-provider-http',
    '@smithy/credential-provider-imds',
  ],
  'adapters/files': [
    ...CORE,
    'ports',
    'adapters',
    'adapters/process',
    NODE,
    '@aws-sdk/shared-ini-file-loader',
    '@noble/hashes/*',
    'diff',
  ],
  'adapters/locks': [...CORE, 'ports', 'adapters/files', 'adapters/process', NODE],
  'adapters/cache': [...CORE, 'ports', 'adapters/files', 'adapters/process', NODE],
  'adapters/aws': [
    ...CORE,
    'ports',
    'adapters/files',
    NODE,
    '@aws-sdk/client-sts',
    '@aws-sdk/client-iam',
    '@smithy/core/checksum',
    '@smithy/types',
    'http-proxy-agent',
    'https-proxy-agent',
  ],
  'adapters/browser': [...CORE, 'ports', 'adapters/process', NODE, 'open'],

  'sandbox/state': [NODE, 'otpauth'],
  'sandbox/protocol': ['sandbox/state', NODE, '@smithy/signature-v4'],
  'sandbox/sts': ['sandbox/state', 'sandbox/protocol'],
  'sandbox/iam': ['sandbox/state', 'sandbox/protocol'],
  'sandbox/console': ['sandbox/state', 'sandbox/protocol', NODE],
  'sandbox/http': [
    'sandbox/state',
    'sandbox/protocol',
    'sandbox/sts',
    'sandbox/iam',
    'sandbox/console',
    NODE,
  ],
  'sandbox/home': [...CORE, 'ports', 'sandbox/state', 'sandbox/http', NODE, 'ini'],
};

const ROOMS = Object.keys(ARROWS);

/** The rooms that an entry of the table stands for; none for a package. */
const roomsOf = entry =>
  entry.endsWith('*') && entry !== NODE
    ? ROOMS.filter(room => room !== '.' && room.startsWith(entry.slice(0, -1)))
    : ROOMS.filter(room => room === entry);

/** The rooms that `room` may import, besides itself. */
export const allowedRooms = room =>
  [...new Set(ARROWS[room].flatMap(roomsOf))].filter(other => other !== room);

const packagesOf = room => ARROWS[room].filter(entry => entry !== '*' && roomsOf(entry).length === 0);

/** Biome's overrides: in each room every import is refused but those of the table. */
export const lintOverrides = () => [
  override('src/**/*.ts', ['**', '!./*.ts'], 'this folder is not in the table of scripts/lint/arrows.mjs'),
  ...ROOMS.map(room => {
    const rooms = allowedRooms(room);
    const packages = packagesOf(room);
    const group = [
      '**',
      '!./*.ts',
      ...rooms.map(other => `!${prefix(relative(room, other))}/*.ts`),
      ...packages.flatMap(name => (name === NODE ? ['!node:*', '!node:*/*'] : [`!${name}`])),
    ];
    const allowed = ARROWS[room]
      .filter(entry => entry !== 'core')
      .map(entry => entry.replace(/^\*$/, 'all rooms').replace('/*', ''));
    const message = `${room === '.' ? 'src' : room} may import ${['its own files', ...new Set(allowed)].join(', ')}`;
    return override(room === '.' ? 'src/*.ts' : `src/${room}/*.ts`, group, message);
  }),
];

const override = (files, group, message) => ({
  includes: [files],
  linter: {
    rules: {
      style: { noRestrictedImports: { level: 'error', options: { patterns: [{ group, message }] } } },
    },
  },
});

const prefix = path => (path.startsWith('.') ? path : `./${path}`);

/** The text of arrows.json, a line for each room. */
export const arrowsJson = () =>
  `{"overrides":[\n${lintOverrides()
    .map(override => JSON.stringify(override))
    .join(',\n')}\n]}\n`;
