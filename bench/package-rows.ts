import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './results.ts';

/** What `npm install --global` brings: from what `npm pack` would put into the package. */
export const packageRows = (root: string): Row[] => {
  const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ unpackedSize }] = JSON.parse(packed);
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return [
    { id: 'package/bytes', title: 'installed package, bytes unpacked', amount: unpackedSize },
    { id: 'package/packages', title: 'packages installed', amount: 1 + Object.keys(dependencies).length },
  ];
};
