import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planFor } from '../../../../src/core/plan/plan.ts';
import { FIRST_STEPS } from '../../../../src/core/profiles/lookup.ts';
import { keysOf, profilesFrom, roleOf } from '../../../support/profiles.ts';

interface Refusal {
  readonly rule: string;
  readonly config?: string;
  readonly credentials?: string;
  readonly message: string;
  readonly hints: readonly string[];
}

const throwsFor = (asked: string, refusals: readonly Refusal[]): void => {
  for (const { rule, config = '', credentials = '', message, hints } of refusals)
    it(rule, () =>
      assert.throws(() => planFor(profilesFrom(config, credentials), asked, {}), {
        name: 'AwsroleError',
        exitCode: 1,
        message,
        hints,
      }),
    );
};

const LAST = 'set source_profile of the last profile in the loop to the profile that has your keys';

describe('circles are shown whole, with the line that closes them', () => {
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
      hints: [LAST],
    },
    {
      rule: 'three profiles in a circle',
      config:
        roleOf('dev', 'source_profile=hub') +
        roleOf('hub', 'source_profile=root') +
        roleOf('root', 'source_profile=dev'),
      message: "profile 'dev': source_profile forms a loop: 'dev' → 'hub' → 'root' → 'dev' (config:9)",
      hints: [LAST],
    },
    {
      rule: 'a circle that the asked profile only leads into',
      config:
        roleOf('dev', 'source_profile=hub') +
        roleOf('hub', 'source_profile=root') +
        roleOf('root', 'source_profile=hub'),
      message: "profile 'dev': source_profile forms a loop: 'dev' → 'hub' → 'root' → 'hub' (config:9)",
      hints: [LAST],
    },
    {
      rule: "a circle back to the asked profile is none of its own keys' business",
      config: roleOf('dev', 'source_profile=hub') + roleOf('hub', 'source_profile=dev'),
      credentials: keysOf('dev'),
      message: "profile 'dev': source_profile forms a loop: 'dev' → 'hub' → 'dev' (config:6)",
      hints: [LAST],
    },
  ]);
});

describe('a missing profile', () => {
  throwsFor('pord', [
    {
      rule: 'is named with both files and the nearest names',
      config: '[profile prod]\n[profile prod-eu]\n',
      credentials: '[uat]\n',
      message: "there is no profile 'pord' in config or credentials",
      hints: ["did you mean 'prod'?"],
    },
    {
      rule: 'without near names has a hint to the list',
      config: '[profile zzzzzzzz]\n',
      message: "there is no profile 'pord' in config",
      hints: ['`awsrole list` shows the profiles there are'],
    },
    {
      rule: 'called mfa, where the keys are in a profile of another name, names the command for those',
      config: '[profile pord]\nrole_arn=arn:aws:iam::111122223333:role/R\nsource_profile=mfa\n',
      credentials: '[work]\naws_access_key_id=A\naws_secret_access_key=s\n',
      message: "profile 'pord': source_profile 'mfa' (config:3) does not exist",
      hints: ["your keys are in profile 'work': awsrole mfa --from work"],
    },
    {
      rule: 'of empty files is said to be of empty files',
      message: "there is no profile 'pord': the shared files have none at all",
      hints: [...FIRST_STEPS],
    },
    {
      rule: 'that stands in the config file without its prefix is told so',
      config: '[default]\n\n[pord]\nregion=eu-west-1\n',
      message: "there is no profile 'pord' in config",
      hints: ['config:3 says [pord]: in the config file write [profile pord]'],
    },
    {
      rule: 'that may stand behind a malformed header is told of that line',
      config: '[default]\n[profile pord\nregion=eu-west-1\n',
      message: "there is no profile 'pord' in config",
      hints: ["mend config:2 (a section header without ']') if that is where it was meant to be"],
    },
    {
      rule: 'that stands in the credentials file with a prefix is told so',
      credentials: '[profile pord]\n',
      message: "there is no profile 'pord': the shared files have none at all",
      hints: ['credentials:1 says [profile pord]: in the credentials file write [pord]'],
    },
  ]);
});

describe('a source', () => {
  throwsFor('dev', [
    {
      rule: 'that does not exist is named with the profile and the line that ask for it',
      config: roleOf('dev', 'source_profile=defualt'),
      credentials: keysOf('default'),
      message: "profile 'dev': source_profile 'defualt' (config:3) does not exist",
      hints: ["did you mean 'default'?"],
    },
    {
      rule: 'that does not exist further down is blamed on the profile that names it',
      config: roleOf('dev', 'source_profile=hub') + roleOf('hub', 'source_profile=missing'),
      message: "profile 'hub': source_profile 'missing' (config:6) does not exist",
      hints: ['`awsrole list` shows the profiles there are'],
    },
    {
      rule: 'is needed by every role',
      config: roleOf('dev'),
      message: "profile 'dev': role_arn (config:2) has no credential source",
      hints: [
        'add source_profile = NAME of the profile that has your keys, for example source_profile = default',
      ],
    },
    {
      rule: "is not guessed from a role's own keys, but the hint is",
      config: roleOf('dev'),
      credentials: keysOf('dev'),
      message: "profile 'dev': role_arn (config:2) has no credential source",
      hints: ['to use the keys of this profile, add source_profile = dev'],
    },
    {
      rule: 'is either a profile or a credential source',
      config: roleOf('dev', 'source_profile=default', 'credential_source=Environment'),
      credentials: keysOf('default'),
      message: "profile 'dev' has both source_profile (config:3) and credential_source (config:4)",
      hints: ['keep one of the two'],
    },
    {
      rule: 'of an unknown kind is refused with those there are',
      config: roleOf('dev', 'credential_source=Keychain'),
      message: "profile 'dev': unknown credential_source 'Keychain' (config:3)",
      hints: ['write Environment, Ec2InstanceMetadata or EcsContainer'],
    },
    {
      rule: 'without credentials of any kind is named with its header',
      config: `${roleOf('dev', 'source_profile=base')}[profile base]\nregion=eu-west-1\n`,
      message: "profile 'base' has no credentials (config:4)",
      hints: [
        'add role_arn and source_profile, aws_access_key_id and aws_secret_access_key, or credential_process',
      ],
    },
    {
      rule: 'called mfa that nothing can be made for has a hint to the command',
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
      rule: 'without the ARN of a role is refused with its line',
      config: '[profile dev]\nrole_arn=arn:aws:iam::111122223333:user/dev\nsource_profile=default\n',
      credentials: keysOf('default'),
      message:
        "profile 'dev': role_arn 'arn:aws:iam::111122223333:user/dev' (config:2) is not the ARN of a role",
      hints: ['write arn:aws:iam::123456789012:role/NAME'],
    },
    {
      rule: 'with a session name that STS would refuse is refused before',
      config: roleOf('dev', 'source_profile=default', 'role_session_name=al ice'),
      credentials: keysOf('default'),
      message: "profile 'dev': role_session_name = al ice (config:4) is not a value that STS accepts",
      hints: ['use 2 to 64 letters, digits and any of +=,.@_-'],
    },
  ]);
});
