import { AwsroleError } from '../errors.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A proxy and the environment variable that names it. */
interface Proxy {
  readonly url: URL;
  /** the name of the variable */
  readonly from: string;
}

/**
 * The proxy that the AWS CLI uses for `target`, or undefined. The target's scheme selects `https_proxy` or
 * `http_proxy`; `no_proxy` exempts hosts. The rules are those of Python's urllib (`getproxies_environment`,
 * `proxy_bypass_environment`) and of botocore's `ProxyConfiguration`: the lower-case variable wins even when it is
 * empty, a value without a scheme is an HTTP proxy, and a domain in `no_proxy` includes its subdomains.
 *
 * @throws AwsroleError when the variable is not a proxy URL; the message names the variable and never its value
 */
export const proxyFor = (target: URL, env: Env): Proxy | undefined => {
  const found = variable(env, target.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  if (!found || isBypassed(target, variable(env, 'no_proxy')?.value ?? '')) return undefined;
  const text = found.value.startsWith('//') ? `http:${found.value}` : found.value;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (url && (url.protocol === 'http:' || url.protocol === 'https:') && isDecodable(url))
    return { url, from: found.name };
  throw new AwsroleError(`${found.name} is not the URL of an HTTP proxy`, {
    hints: ['write http://host:port, and percent-encode special characters in the user name and password'],
  });
};

const variable = (env: Env, lowerName: string): { name: string; value: string } | undefined => {
  const lower = env[lowerName];
  const name = lower === undefined ? lowerName.toUpperCase() : lowerName;
  const value = (env[name] ?? '').trim();
  return value === '' ? undefined : { name, value };
};

const isBypassed = (target: URL, noProxy: string): boolean => {
  if (noProxy === '*') return true;
  const host = target.hostname.toLowerCase().replace(/^\[|\]$/g, '');
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return noProxy
    .split(/[\s,]+/)
    .map(entry => entry.toLowerCase().replace(/^\*?\.+/, ''))
    .filter(entry => entry !== '')
    .some(entry => {
      const [, name = entry, onlyPort] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
      const bare = name.replace(/^\[|\]$/g, '');
      return (onlyPort === undefined || onlyPort === port) && (host === bare || host.endsWith(`.${bare}`));
    });
};

const isDecodable = (url: URL): boolean => {
  try {
    decodeURIComponent(url.username + url.password);
    return true;
  } catch {
    return false;
  }
};
