import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LAUNCHER } from '../../support/program.ts';

const root = join(LAUNCHER, '..', '..');

/** The scripts' own modules: they are no TypeScript. */
const { lockFaults } = (await import(join(root, 'scripts/check-lock.mjs'))) as {
  lockFaults: (lock: unknown, manifest: { allowScripts?: Record<string, boolean> }) => string[];
};
const { auditOutcome } = (await import(join(root, 'scripts/audit.mjs'))) as {
  auditOutcome: (text: string) => { unanswered?: string; findings?: string[] };
};

const FINE = { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==` };
const lock = (entry: object) => ({ packages: { '': {}, 'node_modules/@a/b': { ...FINE, ...entry } } });

test('every package of the lock file is pinned by hash, and none runs a script when it is installed [P33]', () => {
  const read = (name: string) => JSON.parse(readFileSync(join(root, name), 'utf8'));
  assert.deepEqual(lockFaults(read('package-lock.json'), read('package.json')), []);
});

test('the package has no dependency that npm would install, and no script that npm would run [P32]', () => {
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

for (const [what, entry, allowScripts, faults] of [
  ['a script that is refused', { hasInstallScript: true }, { '@a/b': false }, []],
  ['a script', { hasInstallScript: true }, {}, [/^@a\/b: would run a script/]],
  ['a script that may run', { hasInstallScript: true }, { '@a/b': true }, [/^@a\/b: would run a script/]],
  ['a refusal of no script', {}, { '@a/b': false }, [/^allowScripts: @a\/b has no script/]],
  ['no hash', { integrity: undefined }, {}, [/no SHA-512/]],
  ['a weak hash', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, {}, [/no SHA-512/]],
  ['npm’s registry', { resolved: 'https://registry.npmjs.org/@a/b/-/b-1.0.0.tgz' }, {}, []],
  ['another place', { resolved: 'https://evil.example.com/b.tgz' }, {}, [/comes from https:\/\/evil/]],
  ['a git repository', { resolved: 'git+ssh://git@github.com/a/b.git#1' }, {}, [/comes from git/]],
] as const)
  test(`the lock file: ${what}`, () => {
    const found = lockFaults(lock(entry), { allowScripts });
    assert.equal(found.length, faults.length, found.join('\n'));
    for (const [index, fault] of faults.entries()) assert.match(found[index] ?? '', fault);
  });

test('an audit that was not answered is told from one without findings, and a finding from both', () => {
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

test('the workflows run actions by commit, with no right they do not need [P35]', () => {
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
