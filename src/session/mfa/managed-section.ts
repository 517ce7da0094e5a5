import type { Session } from '../../core/aws/credentials.ts';
import { replaceSection } from '../../core/edit/credentials-section.ts';
import { AwsroleError } from '../../core/errors.ts';
import { parseIni } from '../../core/ini/ini.ts';
import { at } from '../../core/ini/setting.ts';
import { buildProfiles } from '../../core/profiles/profiles.ts';
import { MARKS, type ManagedSection, managedSectionOf } from '../../core/profiles/static-keys.ts';
import { toIsoSeconds } from '../../core/text/instant.ts';
import type { Ports } from '../../ports/ports.ts';
import { credentialsOf } from '../sources/credentials.ts';

/** What a section is written from. */
export interface SectionContent {
  readonly session: Session;
  readonly from: string;
  readonly sourceAccessKeyId: string;
  readonly serial: string;
  readonly endpoint: string | undefined;
}

const COMMENT = 'written by awsrole mfa, which replaces this section';

const entriesOf = (content: SectionContent): [string, string][] => [
  ['aws_access_key_id', content.session.accessKeyId],
  ['aws_secret_access_key', content.session.secretAccessKey],
  ['aws_session_token', content.session.sessionToken],
  // starship reads `expiration`; the other name is the one credential tools agree on
  ['expiration', toIsoSeconds(content.session.expiresAt)],
  ['aws_credential_expiration', toIsoSeconds(content.session.expiresAt)],
  [MARKS.from, content.from],
  [MARKS.sourceAccessKeyId, content.sourceAccessKeyId],
  [MARKS.serial, content.serial],
  ...(content.endpoint ? [[MARKS.endpoint, content.endpoint] as [string, string]] : []),
];

/**
 * Writes an MFA session into its section of the shared credentials file; every byte outside the section is kept.
 *
 * @throws AwsroleError when a section of that name is there that awsrole did not write, unless `force`
 */
export const writeSection = async (
  name: string,
  content: SectionContent,
  ports: Ports,
  options: { force?: boolean } = {},
): Promise<{ changed: boolean; backup?: string }> =>
  ports.files.editCredentials(text => {
    if (!options.force) refuseForeign(name, text, ports.files.credentialsPath);
    return replaceSection(text, name, entriesOf(content), { comment: COMMENT });
  });

/** @throws AwsroleError when the text has a section `name` with keys that a person or another tool wrote */
export const refuseForeign = (name: string, text: string | undefined, file: string): void => {
  const profile =
    text === undefined ? undefined : buildProfiles(undefined, parseIni(text, file)).byName.get(name);
  if (!profile || managedSectionOf(profile)) return;
  const place = profile.places[0];
  throw new AwsroleError(
    `[${name}]${place ? ` (${at(place)})` : ''} was not written by awsrole: nothing was changed`,
    {
      hints: [
        'write the session elsewhere: --to NAME',
        'or replace that section: --force (a backup is kept)',
      ],
    },
  );
};

/** Brings sections that hold this session up to date; a file that cannot be written is a note: the session still serves. */
export const renewSections = async (
  sections: readonly ManagedSection[],
  content: SectionContent,
  ports: Ports,
): Promise<void> => {
  for (const section of sections) {
    try {
      await writeSection(section.profile, content, ports);
    } catch (error) {
      if (!(error instanceof AwsroleError)) throw error;
      ports.terminal.note(
        `warning: [${section.profile}] was not brought up to date: ${[error.message, ...error.hints.slice(0, 1)].join('; ')}`,
      );
    }
  }
};

/** A managed section's session, as the cache would hold it; its clock is taken to be right. */
export const sessionIn = (section: ManagedSection, now: number): Session | undefined => {
  const { sessionToken, expiresAt, ...keys } = credentialsOf(section.keys);
  if (sessionToken === undefined || expiresAt === undefined) return undefined;
  return { ...keys, sessionToken, expiresAt, obtainedAt: now, clockOffset: 0 };
};
