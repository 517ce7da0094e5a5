import type { Credentials } from '../core/aws/credentials.ts';
import type { CaBundle } from './ports.ts';

/** How a role session is exchanged for a sign-in token. */
export interface SigninSettings {
  /** `https://signin.aws.amazon.com` */
  readonly signin: string;
  /** of the plan, for messages */
  readonly region: string;
  readonly credentials: Credentials;
  /** seconds the console session is asked to last, 900 to 43200; left out, it lasts as long as the role session */
  readonly durationSeconds?: number | undefined;
  /** the profile's; the environment may name another one */
  readonly caBundle?: CaBundle | undefined;
}

/** The console's federation endpoint. */
export interface Federation {
  /**
   * A token that signs one browser in within 15 minutes: a secret.
   *
   * @throws ServiceError, as the methods of `Sts` do
   */
  signinToken(settings: SigninSettings): Promise<string>;
}

export interface Browser {
  /** Rejects with an AwsroleError where no browser could be started, so that nothing is called in vain. */
  check(): Promise<void>;
  /**
   * Shows a page in the person's browser. Resolves once the browser has come for it.
   *
   * @param url a secret: it stands in no command line, which other users of the machine can read
   * @throws AwsroleError when no browser came
   */
  open(url: string): Promise<void>;
}
