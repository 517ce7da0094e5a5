import type { Session } from '../../core/aws/credentials.ts';
import { isReplaceable, replaceSection } from '../../core/edit/credentials-section.ts';
import { AwsroleError } from '../../core/errors.ts';
import { parseIni } from '../../core/ini/ini.ts';
import { at } from '../../core/ini/setting.ts';
import { buildProfiles } from '../../core/profiles/profiles.ts';
import { MARKS, type ManagedSection, managedSectionOf } from '../../core/profiles/static-keys.ts';
import { toIsoSeconds } from '../../core/text/instant.ts';
import type { Ports } from '../../ports/ports.ts';
import { credentialsOf } from '../sources/credentials.ts';

/** The content of a managed section: an MFA session, and how it was made. */
export interface SectionContent {
  readonly session: Session;
  /** the profile with the long-term keys */
  readonly from: string;
  readonly sourceAccessKeyId: string;
  readonly serial: string;
  /** the URL of the STS endpoint; undefined for a regional endpoint of AWS */
  readonly endpoint: string | undefined;
}

const COMMENT = 'written by awsrole mfa, which replaces this section';

const entriesOf = (content: SectionContent): [string, string][] => [
  ['aws_access_key_id', content.session.accessKeyId],
  ['aws_secret_access_key', content.session.secretAccessKey],
  ['aws_session_token', content.session.sessionToken],
  // starship reads `expiration`; credential tools agree on the other name
  ['expiration', toIsoSeconds(content.session.expiresAt)],
  ['aws_credential_expiration', toIsoSeconds(content.session.expiresAt)],
  [MARKS.from, content.from],
  [MARKS.sourceAccessKeyId, content.sourceAccessKeyId],
  [MARKS.serial, content.serial],
  ...(content.endpoint ? [[MARKS.endpoint, content.endpoint] as [string, string]] : []),
];

/**
 * Writes an MFA session into its section of the shared credentials file. Bytes outside the section stay as they are.
 *
 * @returns whether the file changed, and the path of the backup then
 * @throws AwsroleError for an existing section that awsrole did not write, with more than a session, unless `force`
 */
export const writeSection = async (
  name: string,
  content: SectionContent,
  ports: Ports,
  options: { force?: boolean } = {},
): Promise<{ changed: boolean; backup?: string }> =>
  ports.files.editCredentials(text => {
    if (!options.force) refuseForeign(name, text, ports.files.credentialsPath);
    return {
      text: replaceSection(text, name, entriesOf(content), { comment: COMMENT }),
      needsBackup: text !== undefined && !isReplaceable(text, name),
    };
  });

/** @throws AwsroleError when the text has a section `name` with more than a session */
export const refuseForeign = (name: string, text: string | undefined, file: string): void => {
  if (text === undefined || isReplaceable(text, name)) return;
  const profile = buildProfiles(undefined, parseIni(text, file)).byName.get(name);
  const [place] = profile?.places ?? [];
  const section = `[${name}]${place ? ` (${at(place)})` : ''}`;
  const isManaged = profile !== undefined && managedSectionOf(profile) !== undefined;
  throw new AwsroleError(
    isManaged
      ? `${section} has settings that awsrole did not write: nothing was changed`
      : `${section} was not written by awsrole: nothing was changed`,
    {
      hints: [
        isManaged
          ? `move these settings to [profile ${name}] in the config file`
          : 'write the session elsewhere: --to NAME',
        'or replace that section: --force (a backup is kept)',
      ],
    },
  );
};

/** Writes a new session into each section. A failed write causes a note, since the session is usable without it. */
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
        `warning: [${section.profile}] was not updated: ${[error.message, ...error.hints.slice(0, 1)].join('; ')}`,
      );
    }
  }
};

/**
 * The MFA session of a managed section; undefined for a section without a session token or an expiration. The section
 * does not record when the session was obtained nor the clock of STS: these are `now` and no offset.
 */
export const sessionIn = (section: ManagedSection, now: number): Session | undefined => {
  const { sessionToken, expiresAt, ...keys } = credentialsOf(section.keys);
  if (sessionToken === undefined || expiresAt === undefined) return undefined;
  return { ...keys, sessionToken, expiresAt, obtainedAt: now, clockOffset: 0 };
};
