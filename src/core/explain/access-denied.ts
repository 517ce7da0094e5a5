import type { ServiceError } from '../aws/service-error.ts';
import { isAccessDenied } from '../aws/service-error.ts';
import { explainFido } from '../mfa/device.ts';
import { type ExplainContext, type Explanation, sourceKeysName } from './context.ts';

/** Explains AccessDenied with its likely causes, the likeliest first; undefined for other errors. */
export const explainAccessDenied = (
  error: ServiceError,
  context: ExplainContext,
): Explanation | undefined => {
  if (!isAccessDenied(error)) return undefined;
  switch (context.step) {
    case 'mfa-session':
      return mfaSession(context);
    case 'devices':
      return {
        what: 'a policy does not allow iam:ListMFADevices',
        hints: [
          'write the ARN of your device into the profile: mfa_serial = arn:aws:iam::123456789012:mfa/name',
        ],
      };
    case 'identity':
      return {
        what: 'a policy denies sts:GetCallerIdentity',
        hints: ['ask the administrator of the account'],
      };
    default:
      return assumeRole(error, context);
  }
};

const mfaSession = (context: ExplainContext): Explanation =>
  explainFido(context.serial) ?? {
    what: 'a policy denies sts:GetSessionToken',
    hints: [
      'a policy that denies everything without MFA must exempt sts:GetSessionToken: ask the administrator',
    ],
  };

/** STS gives the same answer for a role that does not exist and for a role that does not trust the caller. */
const assumeRole = (error: ServiceError, context: ExplainContext): Explanation => {
  const caller =
    /User: (arn:[\x21-\x7e]{1,300})/.exec(error.message)?.[1] ?? `the user behind ${sourceKeysName(context)}`;
  const reason = reasonIn(error, caller);
  const hints = reason ? [reason.hint] : ['check role_arn: does that role exist in that account?'];
  if (reason?.isFinal !== true) {
    const trust = `the role's trust policy must name ${caller}`;
    const mfa = mfaHint(context);
    // without MFA, a trust policy that requires MFA is as likely as a policy that does not name the caller
    hints.push(...[mfa, trust, externalIdHint(context)].filter(hint => hint !== undefined));
    if (!reason)
      hints.push(
        `${caller} needs permission for sts:AssumeRole on the role, and no service control policy may deny it`,
      );
  }
  return { what: reason?.what ?? `access denied for ${caller}`, hints };
};

/** The reason in the message of STS, which may name the kind of policy that decided; `isFinal` excludes other causes. */
const reasonIn = (
  error: ServiceError,
  caller: string,
): { what: string; hint: string; isFinal: boolean } | undefined => {
  const { message } = error;
  if (/not authorized to perform: sts:SetSourceIdentity\b/i.test(message)) {
    return {
      what: `${caller} may not set a source identity for this role`,
      hint: 'the trust policy must allow sts:SetSourceIdentity, and roles of one chain must have the same source_identity',
      isFinal: true,
    };
  }
  const denying = /with an explicit deny in an? ([a-z -]*policy)/i.exec(message)?.[1];
  if (denying) {
    return {
      what: `an explicit deny in a ${denying} stops ${caller}`,
      hint: 'such a deny often has a condition (MFA, IP address, region): ask the owner of that policy',
      isFinal: /service control|permissions boundary/i.test(denying),
    };
  }
  if (/no identity-based policy allows/i.test(message)) {
    return {
      what: `no policy of ${caller} allows sts:AssumeRole on this role`,
      hint: `ask the account's administrator to allow ${caller} sts:AssumeRole on the role's ARN`,
      isFinal: false,
    };
  }
  if (/no resource-based policy allows/i.test(message)) {
    return {
      what: `the role's trust policy does not allow ${caller}`,
      hint: "every condition of the trust policy must hold as well: ask the role's owner",
      isFinal: false,
    };
  }
  return undefined;
};

const mfaHint = (context: ExplainContext): string | undefined => {
  if (context.hop > 0) {
    return (
      'if its trust policy requires MFA, this call cannot meet it: role credentials do not carry MFA to a second role; ' +
      'assume it directly from the profile with your keys'
    );
  }
  if (context.usedMfa !== 'none' || context.step === 'web-identity') return undefined;
  const missing = whyNoMfa(context);
  if (missing !== undefined) {
    return (
      `if its trust policy requires MFA, this call cannot meet it: ${missing}; ` +
      'assume it from a profile with your own long-term keys'
    );
  }
  if (context.isSession) {
    return 'the trust policy may require MFA: session credentials cannot carry a code, so the session itself must be made with MFA';
  }
  return 'the trust policy may require MFA: write mfa_serial = ARN of your device into the profile';
};

/** The reason why the credential source cannot carry MFA, independent of the profile's settings. */
const whyNoMfa = ({ sourceKind }: ExplainContext): string | undefined => {
  switch (sourceKind) {
    case 'sso':
    case 'login':
      return 'sign-in credentials do not carry MFA to a role';
    case 'container':
    case 'instance':
      return 'the role of this machine does not carry MFA';
    default:
      return undefined;
  }
};

const externalIdHint = (context: ExplainContext): string | undefined => {
  if (context.step === 'web-identity') return undefined;
  return context.externalId === true
    ? 'external_id must equal the external ID in the trust policy'
    : 'the trust policy may require an external ID: write external_id = … into the profile';
};
