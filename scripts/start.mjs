// `npm start`: installs missing packages, builds awsrole and runs the tour in the sandbox.
import { existsSync } from 'node:fs';
import { ensureInstalled, root, run } from './ensure-installed.mjs';

ensureInstalled();
const { build } = await import('./build.mjs');
await build();
if (!existsSync(`${root}dist/main.js`)) throw new Error('the build did not create dist/main.js');
run(`${root}shell/awsrole.sh`, ['sandbox', '--', 'sh', `${root}scripts/tour.sh`]);
