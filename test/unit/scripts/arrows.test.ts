import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LAUNCHER } from '../../support/program.ts';
import { run } from '../../support/run.ts';
import { temporaryFolder } from '../../support/temp.ts';

const root = join(LAUNCHER, '..', '..');

/** What each part of src may import, as docs/architecture.md draws it. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  app: ['cli', 'commands', 'session', 'core', 'shells', 'ports', 'adapters', 'sandbox'],
  cli: ['commands', 'core', 'shells'],
  commands: ['session', 'core', 'shells', 'ports'],
  session: ['core', 'ports'],
  core: [],
  shells: ['core'],
  ports: ['core'],
  adapters: ['core', 'ports'],
  sandbox: ['core', 'ports'],
};

/** Parts that may import Node's modules. */
const ON_NODE = ['app', 'adapters', 'sandbox'];

const folders = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
  .map(entry => relative(join(root, 'src'), entry.parentPath))
  .filter((folder, index, all) => folder !== '' && all.indexOf(folder) === index);

const partOf = (folder: string): string => folder.split('/')[0] ?? '';

/** Plants a file for each import in a copy of the linter's configuration; returns those that the linter refuses. */
const refused = async (t: TestContext, imports: ReadonlyMap<string, string>): Promise<string[]> => {
  const copy = temporaryFolder(t);
  cpSync(join(root, 'biome.json'), join(copy, 'biome.json'));
  cpSync(join(root, 'scripts', 'lint'), join(copy, 'scripts', 'lint'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const [path, imported] of imports) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), `import '${imported}';\n`);
  }
  const { stdout } = await run(
    t,
    join(root, 'node_modules', '.bin', 'biome'),
    ['lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none', 'src'],
    { cwd: copy },
  );
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { location: { path: string } }[] };
  return diagnostics.map(({ location }) => location.path).sort();
};

const planted = (folder: string, from: string, to: string): [path: string, imported: string] => {
  const path = relative(join('src', from), join('src', to));
  return [`src/${from}/${folder}.ts`, path.startsWith('.') ? path : `./${path}`];
};

test('in every folder of src the linter refuses an import of a part that is not on its list', async t => {
  const wrong = new Map(
    folders.flatMap(folder => {
      const allowed = MAY_IMPORT[partOf(folder)];
      assert.ok(allowed, `${folder} is in no part of the architecture`);
      const others = Object.keys(MAY_IMPORT).filter(
        part => part !== partOf(folder) && !allowed.includes(part),
      );
      return [
        ...others.map(part => planted(`planted-${part}`, folder, `${part}/planted.ts`)),
        ...(folder === 'app' ? [] : [planted('planted-main', folder, 'main.ts')]),
        [`src/${folder}/planted-package.ts`, 'left-pad'] as [string, string],
        ...(ON_NODE.includes(partOf(folder))
          ? []
          : [[`src/${folder}/planted-node.ts`, 'node:fs/promises'] as [string, string]]),
      ];
    }),
  );
  assert.ok(wrong.size > 3 * folders.length);
  assert.deepEqual(await refused(t, wrong), [...wrong.keys()].sort());
});

test('a room of core imports no room above it', async t => {
  const rooms = folders.filter(folder => folder.startsWith('core/') && folder !== 'core/report');
  const wrong = new Map(rooms.map(room => planted('planted-report', room, 'core/report/planted.ts')));
  assert.deepEqual(await refused(t, wrong), [...wrong.keys()].sort());
});

test('a folder that is not in the table may import nothing outside itself', async t => {
  const wrong = new Map([planted('planted-errors', 'novelty', 'core/errors.ts')]);
  assert.deepEqual(await refused(t, wrong), [...wrong.keys()]);
});

test('the linter lets the imports of the architecture pass', async t => {
  const right = new Map([
    planted('planted-errors', 'core/plan', 'core/errors.ts'),
    planted('planted-text', 'core/plan', 'core/text/planted.ts'),
    planted('planted-session', 'commands', 'session/role/planted.ts'),
    planted('planted-ports', 'adapters/aws', 'ports/planted.ts'),
    ['src/adapters/files/planted-node.ts', 'node:fs/promises'] as [string, string],
  ]);
  assert.deepEqual(await refused(t, right), []);
});
