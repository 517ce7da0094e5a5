import type { ServiceError } from '../aws/service-error.ts';
import { isAccessDenied } from '../aws/service-error.ts';
import { explainFido } from '../mfa/serial.ts';
import { type ExplainContext, type Explanation, sourceOf } from './context.ts';

/** AccessDenied and its likely causes in order; undefined for any other code. */
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
      'a policy that denies everything without MFA must leave out sts:GetSessionToken: ask the administrator',
    ],
  };

/** AWS tells on purpose little: a role that does not exist and one that does not trust the caller sound the same. */
const assumeRole = (error: ServiceError, context: ExplainContext): Explanation => {
  const caller =
    /User: (arn:[\x21-\x7e]{1,300})/.exec(error.message)?.[1] ?? `the user behind ${sourceOf(context)}`;
  const said = saidReason(error, caller);
  const hints = said ? [said.hint] : [`check role_arn: is there a role of that name in that account?`];
  if (said?.final !== true) {
    const trust = `the role's trust policy must name ${caller}`;
    const mfa = mfaHint(context);
    // without MFA anywhere a trust policy that demands it is as likely as one that does not know the caller
    hints.push(...[mfa, trust, externalIdHint(context)].filter(hint => hint !== undefined));
    if (!said)
      hints.push(
        `${caller} needs permission for sts:AssumeRole on it, and no service control policy may deny it`,
      );
  }
  return { what: said?.what ?? `access denied for ${caller}`, hints };
};

/** Newer answers name the kind of policy that decided. */
const saidReason = (
  error: ServiceError,
  caller: string,
): { what: string; hint: string; final: boolean } | undefined => {
  const { message } = error;
  if (/not authorized to perform: sts:SetSourceIdentity\b/i.test(message)) {
    return {
      what: `${caller} may not set a source identity for this role`,
      hint: 'the trust policy must allow sts:SetSourceIdentity, and roles of one chain must have the same source_identity',
      final: true,
    };
  }
  const denying = /with an explicit deny in an? ([a-z -]*policy)/i.exec(message)?.[1];
  if (denying) {
    return {
      what: `an explicit deny in a ${denying} stops ${caller}`,
      hint: 'such a deny often has a condition (MFA, IP address, region): ask whoever keeps that policy',
      final: /service control|permissions boundary/i.test(denying),
    };
  }
  if (/no identity-based policy allows/i.test(message)) {
    return {
      what: `no policy of ${caller} allows sts:AssumeRole on this role`,
      hint: `let the account's administrator allow ${caller} sts:AssumeRole on the role's ARN`,
      final: false,
    };
  }
  if (/no resource-based policy allows/i.test(message)) {
    return {
      what: `the role's trust policy does not let ${caller} in`,
      hint: "every condition of the trust policy must hold as well: ask the role's owner",
      final: false,
    };
  }
  return undefined;
};

const mfaHint = (context: ExplainContext): string | undefined => {
  if (context.hop > 0) {
    return (
      'if its trust policy demands MFA, it can never be met here: role credentials do not carry MFA to a second role; ' +
      'assume it directly from the profile with your keys'
    );
  }
  if (context.usedMfa !== 'none' || context.step === 'web-identity') return undefined;
  const without = withoutMfa(context);
  if (without !== undefined) {
    return (
      `if its trust policy demands MFA, it can never be met here: ${without}; ` +
      'assume it from a profile with your own long-term keys'
    );
  }
  if (context.isSession) {
    return 'the trust policy may demand MFA: a session cannot take a code, so it must have been made with one';
  }
  return 'the trust policy may demand MFA: write mfa_serial = ARN of your device into the profile';
};

/** Why a source has no MFA to offer, whatever is written in a profile. */
const withoutMfa = ({ sourceKind }: ExplainContext): string | undefined => {
  switch (sourceKind) {
    case 'sso':
    case 'login':
      return 'the credentials of a sign-in do not carry MFA to a role';
    case 'container':
    case 'instance':
      return "the machine's own role does not carry MFA";
    default:
      return undefined;
  }
};

const externalIdHint = (context: ExplainContext): string | undefined => {
  if (context.step === 'web-identity') return undefined;
  return context.externalId === true
    ? 'external_id must be the very one that the trust policy names'
    : 'the trust policy may demand an external ID: write external_id = … into the profile';
};
