import { EXPIRY_KEYS, isExpiryKey, MARKS } from './static-keys.ts';

/**
 * The keys of a profile that change how awsrole obtains a session or shows a profile. awsrole reads no other key: those
 * of other tools, such as `session_tags` and `include_profile` of aws-vault, and misspelled ones.
 */
const SUPPORTED_KEYS: ReadonlySet<string> = new Set([
  'role_arn',
  'source_profile',
  'credential_source',
  'web_identity_token_file',
  'role_session_name',
  'source_identity',
  'external_id',
  'duration_seconds',
  'mfa_serial',
  'aws_mfa_device',
  'mfa_process',
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
  ...EXPIRY_KEYS,
  'autoawsume',
  'manager',
  ...Object.values(MARKS),
  'credential_process',
  'login_session',
  'sso_session',
  'sso_start_url',
  'sso_region',
  'sso_account_id',
  'sso_role_name',
  'region',
  'color',
  'endpoint_url',
  'ignore_configured_endpoint_urls',
  'services',
  'sts_regional_endpoints',
  'use_fips_endpoint',
  'use_dualstack_endpoint',
  'ca_bundle',
]);

/** Whether awsrole reads the key when it obtains a session or shows the profile. */
export const isSupportedKey = (key: string): boolean => SUPPORTED_KEYS.has(key) || isExpiryKey(key);
