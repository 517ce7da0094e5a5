import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LAUNCHER } from '../../support/program.ts';

const root = join(LAUNCHER, '..', '..');

/** The modules under test are JavaScript, so their types are declared here. */
const { lockFaults } = (await import(join(root, 'scripts/check-lock.mjs'))) as {
  lockFaults: (lock: unknown, manifest: { allowScripts?: Record<string, boolean> }) => string[];
};
const { auditOutcome } = (await import(join(root, 'scripts/audit.mjs'))) as {
  auditOutcome: (text: string) => { unanswered?: string; findings?: string[] };
};

const PINNED = { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==` };
const lock = (entry: object) => ({ packages: { '': {}, 'node_modules/@a/b': { ...PINNED, ...entry } } });

test('the lock file pins every package by hash, and no package runs an install script [P33]', () => {
  const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));
  assert.deepEqual(lockFaults(read('package-lock.json'), read('package.json')), []);
});

test('awsrole has no dependency that npm installs and no script that npm runs at installation [P32]', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, object>;
  const installed = /^(dependencies|optionalDependencies|peerDependencies|bundle(d)?Dependencies)$/;
  assert.deepEqual(
    Object.keys(manifest).filter(key => installed.test(key)),
    [],
  );
  // npm runs these when it installs a package from the registry
  for (const name of ['preinstall', 'install', 'postinstall'])
    assert.ok(!(name in (manifest['scripts'] ?? {})), name);
});

for (const [title, entry, allowScripts, faults] of [
  ['accepts a refused install script', { hasInstallScript: true }, { '@a/b': false }, []],
  ['rejects an install script', { hasInstallScript: true }, {}, [/^@a\/b: has an install script/]],
  [
    'rejects an allowed install script',
    { hasInstallScript: true },
    { '@a/b': true },
    [/^@a\/b: has an install script/],
  ],
  [
    'rejects a refusal without an install script',
    {},
    { '@a/b': false },
    [/^allowScripts: @a\/b has no install script/],
  ],
  ['rejects a missing hash', { integrity: undefined }, {}, [/no SHA-512/]],
  ['rejects a SHA-1 hash', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, {}, [/no SHA-512/]],
  ['accepts npm’s registry', { resolved: 'https://registry.npmjs.org/@a/b/-/b-1.0.0.tgz' }, {}, []],
  ['rejects another host', { resolved: 'https://evil.example.com/b.tgz' }, {}, [/comes from https:\/\/evil/]],
  ['rejects a git repository', { resolved: 'git+ssh://git@github.com/a/b.git#1' }, {}, [/comes from git/]],
] as const)
  test(`the check of the lock file ${title}`, () => {
    const found = lockFaults(lock(entry), { allowScripts });
    assert.equal(found.length, faults.length, found.join('\n'));
    for (const [index, fault] of faults.entries()) assert.match(found[index] ?? '', fault);
  });

test('the audit distinguishes findings, no findings and no answer', () => {
  const none = { auditReportVersion: 2, vulnerabilities: {}, metadata: { vulnerabilities: { total: 0 } } };
  assert.deepEqual(auditOutcome(JSON.stringify(none)), { findings: [] });
  const finding = { debug: { name: 'debug', severity: 'critical', range: '4.4.2' } };
  assert.deepEqual(auditOutcome(JSON.stringify({ ...none, vulnerabilities: finding })), {
    findings: ['critical: debug 4.4.2'],
  });
  const refused = '{"message": "405 Method Not Allowed", "statusCode": 405, "error": {"summary": ""}}';
  assert.deepEqual(auditOutcome(refused), { unanswered: '405 Method Not Allowed' });
  for (const text of ['', 'npm error', '{}', 'null']) assert.ok(auditOutcome(text).unanswered, text);
});

test('the workflows pin actions by commit and have only the permissions that they need [P35]', () => {
  const folder = join(root, '.github', 'workflows');
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'utf8');
    for (const [line] of text.matchAll(/^.*uses:.*$/gm))
      assert.match(line, /^ +- uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    assert.match(text, /^permissions:\n {2}contents: read\n/m);
    assert.doesNotMatch(text, /secrets\.|pull_request_target|: write-all/);
  }
  assert.match(readFileSync(join(folder, 'release.yml'), 'utf8'), /npm publish --provenance/);
});
