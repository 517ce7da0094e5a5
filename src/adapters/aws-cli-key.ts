import type { AwsCliStep } from '../domain/plan-types.ts';

/**
 * The name under which the AWS CLI caches an AssumeRole: the SHA-1 of Python's `json.dumps(arguments, sort_keys=True)`
 * (botocore, `CachedCredentialFetcher._create_cache_key`; a role path's `/` never gets into a file name).
 */
export const awsCliCacheKey = (step: AwsCliStep): string =>
  process.getBuiltinModule('node:crypto').createHash('sha1').update(pythonJson(step)).digest('hex');

/** Python writes `", "` and `": "` between the parts and every character beyond printable ASCII as `\uXXXX`. */
const pythonJson = (step: AwsCliStep): string => {
  const parts = Object.entries(step)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([key, value]) => `${ascii(key)}: ${typeof value === 'number' ? String(value) : ascii(String(value))}`,
    );
  return `{${parts.join(', ')}}`;
};

const ascii = (text: string): string =>
  // JSON.stringify has escaped controls and lone surrogates already, in lower case as Python does
  JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
