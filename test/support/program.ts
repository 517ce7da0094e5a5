import { fileURLToPath } from 'node:url';

/** The installed command: the `sh` launcher, as `awsrole` on a person's PATH. */
export const LAUNCHER = fileURLToPath(new URL('../../../shell/awsrole.sh', import.meta.url));

/** The built program that the launcher starts with Node. */
export const MAIN = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
