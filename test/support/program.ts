import { fileURLToPath } from 'node:url';

/** The path of the launcher, which is `awsrole` on a user's PATH. */
export const LAUNCHER = fileURLToPath(new URL('../../../shell/awsrole.sh', import.meta.url));

/** The path of the built program, which the launcher starts with Node. */
export const MAIN = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
