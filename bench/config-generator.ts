const TEAMS = [
  'billing',
  'data',
  'edge',
  'ledger',
  'media',
  'mobile',
  'payments',
  'platform',
  'search',
  'web',
];
const STAGES = ['dev', 'test', 'uat', 'prod'];
const ROLES = ['Admin', 'Developer', 'ReadOnly', 'team/Deployer'];
const REGIONS = ['eu-west-1', 'eu-central-1', 'us-east-1', 'ap-southeast-2'];

/** The start of every 250th profile's name: completing it leaves few names of many. */
export const RARE_PREFIX = 'zone07-';

/** The sizes of the config files, in profiles: from one person's to more than any organisation has. */
export const SIZES = [10, 100, 1_000, 10_000, 100_000] as const;

/** The id of a path at a size, and the id of the smallest size, which its time is divided by. */
export const sized = (what: string, size: number): { readonly id: string; readonly of?: string } => ({
  id: `scale/${what}/${size}`,
  ...(size !== SIZES[0] && { of: `scale/${what}/${SIZES[0]}` }),
});

/** `10 000 profiles` */
export const profiles = (size: number): string =>
  `${size.toLocaleString('en').replaceAll(',', ' ')} profiles`;

/**
 * Generates a config file as large organisations have them: role profiles of many accounts with the source profile
 * `mfa`, some with another role as their source, with comments, empty lines, colours, external IDs and nested settings.
 * The text depends on the count and the seed only.
 *
 * @param count the number of profiles
 */
export const generateConfig = (count: number, seed = 1): string => {
  const random = randomFrom(seed);
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const names: string[] = [];
  const lines: string[] = [];
  for (let index = 0; index < count; index++) {
    const stage = pick(STAGES);
    const team = index % 250 === 7 ? RARE_PREFIX.slice(0, -1) : pick(TEAMS);
    const name = `${team}-${stage}-${String(index).padStart(6, '0')}`;
    // some roles have another role as their source: an earlier one, so that no cycle arises
    const source = index > 0 && random() < 0.1 ? (names[Math.floor(random() * index)] as string) : 'mfa';
    const account = String(100_000_000_000 + Math.floor(random() * 899_999_999_999));
    if (random() < 0.2) lines.push(`# ${team}, ${stage}: owned by team ${Math.floor(random() * 90) + 10}`);
    lines.push(
      `[profile ${name}]`,
      `role_arn = arn:aws:iam::${account}:role/${pick(ROLES)}`,
      `source_profile = ${source}`,
      `region = ${pick(REGIONS)}`,
    );
    if (random() < 0.3)
      lines.push(
        `color = ${Math.floor(random() * 0xffffff)
          .toString(16)
          .padStart(6, '0')}`,
      );
    if (random() < 0.1) lines.push(`external_id = ${account}-${index} ; given by the owner of the account`);
    if (random() < 0.05) lines.push('s3 =', '  max_concurrent_requests = 20', '  # as slow links want it');
    lines.push('');
    names.push(name);
  }
  return `${lines.join('\n')}\n`;
};

/** Makes a generator of numbers from 0 up to 1 (mulberry32). */
const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
