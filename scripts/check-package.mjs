// Reads the output of `npm pack --dry-run --json` and fails unless the package holds what a user needs and no more.
import { readFileSync } from 'node:fs';
import { SHELL_PARTS } from './shell-files.mjs';

const [{ files, unpackedSize }] = JSON.parse(readFileSync(0, 'utf8'));
const paths = files.map(({ path }) => path);
const needed = [
  'dist/main.js',
  'dist/package.json',
  'dist/sbom.cdx.json',
  'dist/THIRD-PARTY-LICENSES.txt',
  ...Object.keys(SHELL_PARTS).map(shell => `dist/shell/awsrole.${shell}`),
  'shell/awsrole.sh',
  ...Object.values(SHELL_PARTS).map(parts => parts.at(-1)),
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'LICENSE',
  'package.json',
];
const allowed =
  /^(dist\/([\w.-]+\.js|shell\/awsrole\.\w+|package\.json|sbom\.cdx\.json|THIRD-PARTY-LICENSES\.txt)|shell\/awsrole\.sh|completions\/\w+(\.\w+)?|README\.md|CHANGELOG\.md|SECURITY\.md|LICENSE|package\.json)$/;
const LARGEST = 1_500_000;

const faults = [
  ...needed.filter(path => !paths.includes(path)).map(path => `missing: ${path}`),
  ...paths.filter(path => !allowed.test(path)).map(path => `unexpected: ${path}`),
  ...(unpackedSize > LARGEST ? [`${unpackedSize} bytes unpacked are more than ${LARGEST}`] : []),
];
for (const fault of faults) console.error(fault);
console.log(`${paths.length} files, ${unpackedSize} bytes unpacked`);
if (faults.length > 0) process.exit(1);
