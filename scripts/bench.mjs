// `npm run bench`: installs the packages if needed, builds awsrole, compiles the bench and runs it in the sandbox.
import { join } from 'node:path';
import { compile, compiled } from './compile.mjs';
import { ensureInstalled, root, run } from './ensure-installed.mjs';

ensureInstalled();
await (await import('./build.mjs')).build();
compile();
const words = [process.execPath, join(compiled, 'bench/main.js'), ...process.argv.slice(2)];
run(join(root, 'shell/awsrole.sh'), ['sandbox', '--', ...words]);
