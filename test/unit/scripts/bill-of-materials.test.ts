import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LAUNCHER } from '../../support/program.ts';

const root = join(LAUNCHER, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Locked {
  readonly name?: string;
  readonly version: string;
  readonly license: string;
  readonly integrity: string;
  readonly dependencies?: Record<string, string>;
}
type Lock = { packages: Record<string, Partial<Locked> & { devDependencies?: Record<string, string> }> };

interface Component {
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly licenses: { license: { id: string } }[];
  readonly purl: string;
  readonly hashes: { alg: string; content: string }[];
}
interface Bill {
  readonly serialNumber: string;
  readonly components: Component[];
  readonly dependencies: { ref: string; dependsOn: string[] }[];
}

/** The module under test is JavaScript, so its types are declared here. */
const { bundledPackages, billOfMaterials } = (await import(join(root, 'scripts/bill-of-materials.mjs'))) as {
  bundledPackages: (metafiles: unknown[], lock: Lock) => (Locked & { path: string })[];
  billOfMaterials: (packages: unknown, lock: Lock, program: { name: string; version: string }) => Bill;
};

const nameOf = ({ group, name }: Component): string => (group ? `${group}/${name}` : name);

test('the bill of materials has version, licence and hash of every bundled package as in the lock file [P34]', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as Lock;
  const bill = JSON.parse(read('dist/sbom.cdx.json')) as Bill;
  const locked = Object.entries(packages).map(([path, entry]) => ({
    ...entry,
    name: entry.name ?? path.replace(/^.*node_modules\//, ''),
  }));
  assert.ok(bill.components.length > 40);
  for (const component of bill.components) {
    const name = nameOf(component);
    const entry = locked.find(other => other.name === name && other.version === component.version);
    assert.ok(entry?.integrity, name);
    assert.deepEqual(component, {
      type: 'library',
      'bom-ref': component.purl,
      ...(name.startsWith('@') && { group: name.split('/')[0] }),
      name: name.split('/').at(-1),
      version: entry.version,
      licenses: [{ license: { id: entry.license } }],
      purl: `pkg:npm/${name.replace('@', '%40')}@${entry.version}`,
      hashes: [
        {
          alg: 'SHA-512',
          content: Buffer.from(entry.integrity.replace('sha512-', ''), 'base64').toString('hex'),
        },
      ],
    });
  }
});

test('the bill of materials has every package that the README lists, every dependency and no build tool [P34]', () => {
  const bill = JSON.parse(read('dist/sbom.cdx.json')) as Bill;
  const names = bill.components.map(nameOf);
  const [, table = ''] = /## Dependencies\n([\s\S]*?)\nTo build and test/.exec(read('README.md')) ?? [];
  const listed = [...table.matchAll(/^\| (`.+?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  assert.ok(listed.length > 10);
  for (const name of listed)
    assert.ok(names.includes(name.replace('@aws-sdk/shared-ini', '@smithy/shared-ini')), name);
  for (const name of ['esbuild', 'typescript', '@biomejs/biome', '@lydell/node-pty', 'fast-check'])
    assert.ok(!names.includes(name), name);
  const [root, ...rest] = bill.dependencies;
  assert.match(root?.ref ?? '', /^pkg:npm\/awsrole@/);
  const needed = new Set([...(root?.dependsOn ?? []), ...rest.flatMap(({ dependsOn }) => dependsOn)]);
  assert.deepEqual([...needed].sort(), bill.components.map(component => component['bom-ref']).sort());
});

test('THIRD-PARTY-LICENSES.txt has the licence text of every bundled package', () => {
  const { components } = JSON.parse(read('dist/sbom.cdx.json')) as Bill;
  const text = read('dist/THIRD-PARTY-LICENSES.txt');
  for (const component of components)
    assert.ok(
      text.includes(`${nameOf(component)} ${component.version} (${component.licenses[0]?.license.id})\n`),
    );
  for (const part of text.split(`\n${'-'.repeat(80)}\n\n`).slice(1))
    assert.match(
      part,
      /Apache License|Permission is hereby granted|Permission to use, copy, modify|Redistribution and use/,
    );
});

const PACKAGE = { version: '1.0.0', license: 'MIT', integrity: `sha512-${'A'.repeat(86)}==` };
const output = (...modules: string[]) => ({
  outputs: { 'dist/x.js': { inputs: Object.fromEntries(modules.map(module => [module, {}])) } },
});
const LOCK: Lock = {
  packages: {
    '': { devDependencies: { '@a/b': '*', c: '*' } },
    'node_modules/@a/b': { ...PACKAGE, dependencies: { c: '2' } },
    'node_modules/@a/b/node_modules/c': { ...PACKAGE, version: '2.0.0' },
    'node_modules/c': PACKAGE,
    'node_modules/tool': PACKAGE,
  },
};

test('the bill of materials of several builds has each package once, and resolves nested dependencies', () => {
  const packages = bundledPackages(
    [
      output('src/main.ts', 'node_modules/@a/b/x.js', 'node_modules/@a/b/node_modules/c/index.js'),
      output('node_modules/@a/b/y.js', 'node_modules/c/index.js'),
    ],
    LOCK,
  );
  assert.deepEqual(
    packages.map(({ path }) => path),
    ['node_modules/@a/b', 'node_modules/@a/b/node_modules/c', 'node_modules/c'],
  );
  const program = { name: 'awsrole', version: '1.2.3' };
  const bill = billOfMaterials(packages, LOCK, program);
  assert.deepEqual(bill.dependencies.slice(0, 2), [
    { ref: 'pkg:npm/awsrole@1.2.3', dependsOn: ['pkg:npm/%40a/b@1.0.0', 'pkg:npm/c@1.0.0'] },
    { ref: 'pkg:npm/%40a/b@1.0.0', dependsOn: ['pkg:npm/c@2.0.0'] },
  ]);
  assert.match(
    bill.serialNumber,
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  assert.deepEqual(billOfMaterials(packages, LOCK, program), bill);
});

test('a bundled package that is not in the lock file or has another licence fails the build', () => {
  assert.throws(
    () => bundledPackages([output('node_modules/d/x.js')], LOCK),
    /d is bundled but not in the lock file/,
  );
  const lock: Lock = { packages: { 'node_modules/d': { ...PACKAGE, license: 'GPL-3.0-only' } } };
  assert.throws(() => bundledPackages([output('node_modules/d/x.js')], lock), /its licence is GPL-3.0-only/);
});
