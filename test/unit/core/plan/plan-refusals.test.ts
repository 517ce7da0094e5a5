import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import { FIRST_STEPS } from '../../../../src/core/profiles/lookup.ts';
import { keysOf, profilesFrom, roleOf } from '../../../support/profiles.ts';

interface Refusal {
  readonly rule: string;
  readonly config?: string;
  readonly credentials?: string;
  /** another profile than that of the group */
  readonly requested?: string;
  readonly message: string;
  readonly hints: readonly string[];
}

const throwsFor = (requested: string, refusals: readonly Refusal[]): void => {
  for (const { rule, config = '', credentials = '', message, hints, ...own } of refusals)
    it(rule, () =>
      assert.throws(() => planFor(profilesFrom(config, credentials), own.requested ?? requested, {}), {
        name: 'AwsroleError',
        exitCode: 1,
        message,
        hints,
      }),
    );
};

const FIX_LAST = 'set source_profile of the last profile in the loop to the profile that has your keys';

describe('a loop of source profiles is shown completely, with the line that closes it:', () => {
  throwsFor('dev', [
    {
      rule: 'a profile that names itself and has no keys',
      config: roleOf('dev', 'source_profile=dev'),
      message: "profile 'dev': source_profile forms a loop: 'dev' → 'dev' (config:3)",
      hints: [
        'a profile may name itself only when its own section has keys: add keys, or name the profile that has them',
      ],
    },
    {
      rule: 'two profiles that name each other',
      config: roleOf('dev', 'source_profile=hub') + roleOf('hub', 'source_profile=dev'),
      message: "profile 'dev': source_profile forms a loop: 'dev' → 'hub' → 'dev' (config:6)",
      hints: [FIX_LAST],
    },
    {
      rule: 'three profiles in a loop',
      config:
        roleOf('dev', 'source_profile=hub') +
        roleOf('hub', 'source_profile=root') +
        roleOf('root', 'source_profile=dev'),
      message: "profile 'dev': source_profile forms a loop: 'dev' → 'hub' → 'root' → 'dev' (config:9)",
      hints: [FIX_LAST],
    },
    {
      rule: 'a loop that does not contain the requested profile',
      config:
        roleOf('dev', 'source_profile=hub') +
        roleOf('hub', 'source_profile=root') +
        roleOf('root', 'source_profile=hub'),
      message: "profile 'dev': source_profile forms a loop: 'dev' → 'hub' → 'root' → 'hub' (config:9)",
      hints: [FIX_LAST],
    },
    {
      rule: 'a loop back to the requested profile, even when that has keys',
      config: roleOf('dev', 'source_profile=hub') + roleOf('hub', 'source_profile=dev'),
      credentials: keysOf('dev'),
      message: "profile 'dev': source_profile forms a loop: 'dev' → 'hub' → 'dev' (config:6)",
      hints: [FIX_LAST],
    },
  ]);
});

describe('a missing profile', () => {
  throwsFor('pord', [
    {
      rule: 'is reported with both files and the nearest names',
      config: '[profile prod]\n[profile prod-eu]\n',
      credentials: '[uat]\n',
      message: "there is no profile 'pord' in config or credentials",
      hints: ["did you mean 'prod'?"],
    },
    {
      rule: 'without similar names is reported with a hint to awsrole list',
      config: '[profile zzzzzzzz]\n',
      message: "there is no profile 'pord' in config",
      hints: ['`awsrole list` shows the profiles'],
    },
    {
      rule: 'named mfa is reported with the awsrole mfa command for the profile that has keys',
      config: '[profile pord]\nrole_arn=arn:aws:iam::111122223333:role/R\nsource_profile=mfa\n',
      credentials: '[work]\naws_access_key_id=A\naws_secret_access_key=s\n',
      message: "profile 'pord': source_profile 'mfa' (config:3) does not exist",
      hints: ["your keys are in profile 'work': awsrole mfa --from work"],
    },
    {
      rule: 'is reported with the first steps when the shared files have no profiles',
      message: "there is no profile 'pord': the shared config and credentials files define no profiles",
      hints: [...FIRST_STEPS],
    },
    {
      rule: 'whose config section lacks the prefix is reported with that line',
      config: '[default]\n\n[pord]\nregion=eu-west-1\n',
      message: "there is no profile 'pord' in config",
      hints: ['config:3 has [pord]: in the config file, write [profile pord]'],
    },
    ...(
      [
        ['[proflie pord]', true],
        ['[Profile pord]', true],
        ['[prof pord]', true],
        ['[profile-pord]', true],
        ['[profile:pord]', true],
        ['[profilepord]', true],
        ['[pro-pord]', false],
        ['[my pord]', false],
      ] as const
    ).map(([header, isNamed]) => ({
      rule: `whose section may be ${header} is${isNamed ? '' : ' not'} reported with that line`,
      config: `[default]\n${header}\nregion=eu-west-1\n`,
      message: "there is no profile 'pord' in config",
      hints: [isNamed ? `config:2 has ${header}: write [profile pord]` : '`awsrole list` shows the profiles'],
    })),
    {
      rule: 'with an invisible character in its name is reported with its line',
      config: roleOf('pord\u200b', 'source_profile=default'),
      credentials: keysOf('default'),
      requested: 'pord\u200b',
      message: "profile 'pord\u200b' (config:1): its name has an invisible character",
      hints: ['rename the section'],
    },
    {
      rule: 'whose header is malformed is reported with that line',
      config: '[default]\n[profile pord # c\nregion=eu-west-1\n',
      message: "profile 'pord': config:2: a section header without ']'",
      hints: ['fix this line; other profiles are not affected'],
    },
    {
      rule: 'whose header in the credentials file is malformed is reported with that line',
      credentials: '[default]\n[pord\naws_access_key_id=AKIA\n',
      message: "profile 'pord': credentials:2: a section header without ']'",
      hints: ['fix this line; other profiles are not affected'],
    },
    {
      rule: 'whose header in the credentials file is malformed is reported with that line, also if the config file has it',
      config: '[profile pord]\nregion=eu-west-1\n',
      credentials: '[default]\n[pord\naws_access_key_id=AKIA\n',
      message: "profile 'pord': credentials:2: a section header without ']'",
      hints: ['fix this line; other profiles are not affected'],
    },
    {
      rule: 'that may follow a malformed header is reported with that line',
      config: '[default]\n[profile\nregion=eu-west-1\n',
      message: "there is no profile 'pord' in config",
      hints: ["fix config:2 (a section header without ']') if the profile should be there"],
    },
    {
      rule: 'whose credentials section has a prefix is reported with that line',
      credentials: '[profile pord]\n',
      message: "there is no profile 'pord': the shared config and credentials files define no profiles",
      hints: ['credentials:1 has [profile pord]: in the credentials file, write [pord]'],
    },
  ]);
});

describe('a section of the credentials file with a misspelt keyword', () => {
  throwsFor('pord', [
    {
      rule: 'is reported with its line',
      credentials: '[proflie pord]\nregion=eu-west-1\n',
      message: "there is no profile 'pord' in credentials",
      hints: ['credentials:1 has [proflie pord]: write [pord]', "did you mean 'proflie pord'?"],
    },
  ]);
});

describe('a missing services section', () => {
  throwsFor('dev', [
    {
      rule: 'is reported with the section that may be meant',
      config: `${roleOf('dev', 'source_profile=default', 'services=local')}[servcies local]\n`,
      credentials: keysOf('default'),
      message: 'there is no section [services local] (config:4 names it)',
      hints: [
        'config:5 has [servcies local]: write [services local]',
        'add [services local] to the config file, or remove that line',
      ],
    },
    {
      rule: 'is reported with the nearest name',
      config: `${roleOf('dev', 'source_profile=default', 'services=local')}[services locla]\n`,
      credentials: keysOf('default'),
      message: 'there is no section [services local] (config:4 names it)',
      hints: ["did you mean 'locla'?", 'add [services local] to the config file, or remove that line'],
    },
  ]);
});

describe('a source', () => {
  throwsFor('dev', [
    {
      rule: 'that does not exist is reported with the profile and line that name it',
      config: roleOf('dev', 'source_profile=defualt'),
      credentials: keysOf('default'),
      message: "profile 'dev': source_profile 'defualt' (config:3) does not exist",
      hints: ["did you mean 'default'?"],
    },
    {
      rule: 'that does not exist later in the chain is reported with the profile that names it',
      config: roleOf('dev', 'source_profile=hub') + roleOf('hub', 'source_profile=missing'),
      message: "profile 'hub': source_profile 'missing' (config:6) does not exist",
      hints: ['`awsrole list` shows the profiles'],
    },
    {
      rule: 'is required for every role',
      config: roleOf('dev'),
      message: "profile 'dev': role_arn (config:2) has no credential source",
      hints: [
        'add source_profile = NAME of the profile that has your keys, for example source_profile = default',
      ],
    },
    {
      rule: 'does not default to the keys of the role’s own profile; the hint suggests them',
      config: roleOf('dev'),
      credentials: keysOf('dev'),
      message: "profile 'dev': role_arn (config:2) has no credential source",
      hints: ['to use the keys of this profile, add source_profile = dev'],
    },
    ...(
      [
        ['credential_process=tool', 'credential_process'],
        ['login_session=arn:aws:iam::111122223333:user/alice', 'login_session'],
        ['sso_session=corp', 'the sso_ lines'],
        ['sso_start_url=https://x', 'the sso_ lines'],
        ['sso_role_name=Admin', 'the sso_ lines'],
      ] as const
    ).flatMap(([line, what]) => [
      {
        rule: `is not ${line} of the role’s own profile; the hint moves it`,
        config: roleOf('dev', line),
        message: "profile 'dev': role_arn (config:2) has no credential source",
        hints: [`move ${what} (config:3) to a profile of its own and name that: source_profile = NAME`],
      },
      {
        rule: `is not ${line} of a profile that names itself; the hint moves it`,
        config: roleOf('dev', 'source_profile=dev', line),
        message: "profile 'dev': source_profile forms a loop: 'dev' → 'dev' (config:3)",
        hints: [`move ${what} (config:4) to a profile of its own and name that: source_profile = NAME`],
      },
    ]),
    {
      rule: 'cannot be both a profile and a credential source',
      config: roleOf('dev', 'source_profile=default', 'credential_source=Environment'),
      credentials: keysOf('default'),
      message: "profile 'dev' has both source_profile (config:3) and credential_source (config:4)",
      hints: ['keep one of the two'],
    },
    {
      rule: 'of an unknown kind is refused with the known kinds',
      config: roleOf('dev', 'credential_source=Keychain'),
      message: "profile 'dev': unknown credential_source 'Keychain' (config:3)",
      hints: ['write Environment, Ec2InstanceMetadata or EcsContainer'],
    },
    {
      rule: 'without credentials is reported with the line of its header',
      config: `${roleOf('dev', 'source_profile=base')}[profile base]\nregion=eu-west-1\n`,
      message: "profile 'base' has no credentials (config:4)",
      hints: [
        'add role_arn and source_profile, aws_access_key_id and aws_secret_access_key, or credential_process',
      ],
    },
    {
      rule: 'named mfa is reported with a hint to awsrole mfa when the default profile has no credentials',
      config: `${roleOf('dev', 'source_profile=mfa')}[profile mfa]\nregion=eu-west-1\n`,
      message: "profile 'mfa' has no credentials (config:4)",
      hints: [
        'add role_arn and source_profile, aws_access_key_id and aws_secret_access_key, or credential_process',
        'or run `awsrole mfa` to write an MFA session into it',
      ],
    },
  ]);
});

describe('a role step', () => {
  throwsFor('dev', [
    {
      rule: 'with another ARN than that of a role is refused with its line',
      config: '[profile dev]\nrole_arn=arn:aws:iam::111122223333:user/dev\nsource_profile=default\n',
      credentials: keysOf('default'),
      message:
        "profile 'dev': role_arn 'arn:aws:iam::111122223333:user/dev' (config:2) is not the ARN of a role",
      hints: ['write arn:aws:iam::123456789012:role/NAME'],
    },
    {
      rule: 'with a session name that STS would refuse is refused with its line',
      config: roleOf('dev', 'source_profile=default', 'role_session_name=al ice'),
      credentials: keysOf('default'),
      message: "profile 'dev': role_session_name = al ice (config:4) is not a value that STS accepts",
      hints: ['use 2 to 64 letters, digits and any of +=,.@_-'],
    },
  ]);
});
