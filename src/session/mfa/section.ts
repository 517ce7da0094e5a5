import {
  areLongTerm,
  type CallerIdentity,
  type Credentials,
  type Session,
} from '../../core/aws/credentials.ts';
import { AwsroleError } from '../../core/errors.ts';
import { at } from '../../core/ini/setting.ts';
import type { Plan } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';
import { sourceCredentials } from '../sources/credentials.ts';
import { identityOf } from '../sources/identity.ts';
import { discoverDevice } from './device.ts';
import { refuseForeign, type SectionContent, writeSection } from './managed-section.ts';
import { knownSerial, obtainMfaSession } from './session.ts';

/** The results of the checks before `awsrole mfa` prompts for a code. */
export interface PreparedSection {
  readonly identity: CallerIdentity;
  readonly credentials: Credentials;
  readonly serial: string;
  /** `file:line` of the serial number, or how awsrole found it */
  readonly serialFrom: string;
}

/**
 * Makes all checks that need no MFA code before awsrole prompts for one: the section may be replaced, STS accepts the
 * long-term keys, and the serial number of the device is known.
 *
 * @throws AwsroleError for the first check that fails; no file has changed then
 */
export const prepareMfaSection = async (
  plan: Plan,
  to: string,
  options: { force: boolean },
  ports: Ports,
): Promise<PreparedSection> => {
  if (!options.force) {
    const { text, path } = await ports.files.readCredentials();
    refuseForeign(to, text, path);
  }
  const credentials = await sourceCredentials(plan.source, ports);
  if (!areLongTerm(credentials)) {
    throw new AwsroleError(
      `mfa: profile '${plan.profile}' provides session credentials: GetSessionToken takes long-term keys only`,
      {
        hints: ['name the profile that has your long-term keys: --from NAME'],
      },
    );
  }
  const identity = await identityOf(plan, credentials, ports);
  const written = plan.mfa.mode === 'session' ? plan.mfa.serial : undefined;
  const known = await knownSerial(plan, ports);
  const serial = known ?? (await discoverDevice(plan, credentials, ports));
  if (!serial) {
    throw new AwsroleError(`mfa: ${identity.arn} has no MFA device`, {
      hints: ['register a virtual MFA device in the IAM console, then run awsrole mfa again'],
    });
  }
  return {
    identity,
    credentials,
    serial,
    serialFrom: written ? at(written) : 'found with iam:ListMFADevices',
  };
};

/**
 * Writes an MFA session into the section: a live one that lasts long enough, else a new one for one MFA code.
 *
 * @param options.minLeft milliseconds that a live session must last
 * @param options.durationSeconds the duration of a new session
 * @returns the session; whether it is new; whether the credentials file changed, and the path of the backup then
 * @throws AwsroleError when no MFA session is obtained, or the section cannot be written
 */
export const writeMfaSection = async (
  plan: Plan,
  to: string,
  prepared: PreparedSection,
  options: {
    code: string | undefined;
    refresh: boolean;
    force: boolean;
    minLeft: number;
    durationSeconds: number;
  },
  ports: Ports,
): Promise<{ session: Session; isNew: boolean; changed: boolean; backup?: string }> => {
  const { serial } = prepared;
  const withDevice: Plan = {
    ...plan,
    mfa: { mode: 'session', serial: serialSetting(plan, serial), durationSeconds: options.durationSeconds },
  };
  const since = options.refresh ? ports.clock.now() : undefined;
  const mfa = await obtainMfaSession(
    withDevice,
    { minLeft: options.minLeft, since, durationSeconds: options.durationSeconds, code: options.code },
    ports,
  );
  if (!mfa) throw new AwsroleError(`mfa: profile '${plan.profile}' provides no MFA session`);
  const content: SectionContent = {
    session: mfa.session,
    from: plan.source.profile,
    sourceAccessKeyId: prepared.credentials.accessKeyId,
    serial,
    endpoint: mfa.endpoint,
  };
  const { changed, backup } = await writeSection(to, content, ports, { force: options.force });
  // obtainMfaSession updates managed sections itself, so a new session has changed the file even when this write has not
  return {
    session: mfa.session,
    isNew: mfa.isNew,
    changed: changed || mfa.isNew,
    ...(backup !== undefined && { backup }),
  };
};

const serialSetting = (
  plan: Plan,
  serial: string,
): { key: string; value: string; file: string; line: number } =>
  plan.mfa.mode === 'session' && plan.mfa.serial
    ? plan.mfa.serial
    : { key: 'mfa_serial', value: serial, file: '', line: 0 };
