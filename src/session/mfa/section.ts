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

/** What can be told before a code is asked for. */
export interface PreparedSection {
  readonly identity: CallerIdentity;
  readonly credentials: Credentials;
  readonly serial: string;
  /** where the serial was written, or how it was found */
  readonly serialFrom: string;
}

/**
 * Everything that can fail without a code is done before one is asked for: the section may be replaced, the keys
 * are good, the device is known.
 *
 * @throws AwsroleError naming what is in the way; nothing has been changed then
 */
export const prepareMfaSection = async (
  plan: Plan,
  to: string,
  options: { force: boolean },
  ports: Ports,
): Promise<PreparedSection> => {
  if (!options.force) {
    const { credentials } = await ports.files.read();
    refuseForeign(to, credentials.text, credentials.path);
  }
  const credentials = await sourceCredentials(plan.source, ports);
  if (!areLongTerm(credentials)) {
    throw new AwsroleError(
      `mfa: profile '${plan.profile}' gives session credentials: GetSessionToken takes long-term keys only`,
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
 * Makes sure that the section holds a session that lasts, with one code at the most.
 *
 * @param options.minLeft milliseconds a session that is alive must last to be kept
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
  if (!mfa) throw new AwsroleError(`mfa: profile '${plan.profile}' gives no MFA session`);
  const content: SectionContent = {
    session: mfa.session,
    from: plan.source.profile,
    sourceAccessKeyId: prepared.credentials.accessKeyId,
    serial,
    endpoint: mfa.endpoint,
  };
  const { changed, backup } = await writeSection(to, content, ports, { force: options.force });
  // a section that the renewal itself brought up to date was written all the same
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
