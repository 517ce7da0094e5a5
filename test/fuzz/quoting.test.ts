import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import { dotenvLine } from '../../src/core/environment/export-formats.ts';
import { AwsroleError } from '../../src/core/errors.ts';
import { SHELLS } from '../../src/shells/registry.ts';
import type { Shell } from '../../src/shells/shell.ts';
import { evaluate } from '../support/evaluate.ts';
import { nastyText } from '../support/nasty-text.ts';
import { batches, fc, REPLAY, runs } from '../support/property.ts';
import { SHELL_VARIANTS } from '../support/shell-variants.ts';
import { needsShell } from '../support/shells.ts';
import { temporaryFolder } from '../support/temp.ts';

/** Random UTF-16 units, so that surrogates and NUL appear alone, in pairs and among other characters. */
const anyUnits = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map(unit => String.fromCharCode(unit)),
    fc.constantFrom('\0', '\ud83d', '\ude00', 'a', "'", '\u{1f600}'),
  ),
  maxLength: 12,
});

const isRefused = (spell: () => string, text: string): boolean => {
  try {
    spell();
    return false;
  } catch (error) {
    assert.ok(error instanceof AwsroleError);
    // a short value can be part of any sentence
    if (text.length > 6)
      assert.ok(!`${error.message} ${error.hints}`.includes(text), 'the message shows the value');
    return true;
  }
};

// the size of an environment is limited; a few thousand texts are well below the limit
const BATCH = 3000;

for (const variant of SHELL_VARIANTS)
  test(`${variant.title}: a child gets every random value byte for byte, and no part of a value runs [P2]`, async t => {
    if (!needsShell(t, variant.program)) return;
    const shell = SHELLS.get(variant.spelling) as Shell;
    for (const texts of batches(nastyText, BATCH, BATCH)) {
      const changes = texts.map((value, index) => ({ name: `TEXT_${index}`, value }));
      const env = await evaluate(t, variant, shell.spell(changes));
      for (const { name, value } of changes)
        assert.equal(env[name], value, `${JSON.stringify(value)}; replay: ${REPLAY}`);
    }
  });

test('every spelling refuses a value with NUL or a lone surrogate, and no other value [P2]', () => {
  fc.assert(
    fc.property(anyUnits, text => {
      const halves = text.replaceAll(/[\ud800-\udbff][\udc00-\udfff]/g, '');
      const canBeHeld = !/[\0\ud800-\udfff]/.test(halves);
      for (const [name, { spell }] of SHELLS)
        assert.equal(
          isRefused(() => spell([{ name: 'A', value: text }]), text),
          !canBeHeld,
          name,
        );
    }),
    runs(5000),
  );
});

test('every spelling refuses a name that is not a variable name', () => {
  const name = fc.oneof(nastyText, anyUnits).filter(text => !/^[A-Z_][A-Z0-9_]*$/.test(text));
  fc.assert(
    fc.property(name, fc.constantFrom('x', null), (text, value) => {
      for (const { spell } of SHELLS.values())
        assert.throws(() => spell([{ name: text, value }]), AwsroleError);
    }),
    runs(1000),
  );
});

test('a dotenv line is one line that parsers and shells read as the value, or the value is refused', t => {
  const folder = temporaryFolder(t);
  for (const texts of batches(fc.oneof(nastyText, anyUnits), BATCH, BATCH)) {
    const accepted = texts.filter(text => !isRefused(() => dotenvLine('A', text), text));
    assert.ok(accepted.length > texts.length / 10, `only ${accepted.length} were accepted`);
    for (const text of texts.filter(value => !accepted.includes(value)))
      assert.match(text, /['\p{Cc}\p{Cs}\u2028\u2029]/u, `refused without a reason; replay: ${REPLAY}`);
    const lines = accepted.map((text, index) => dotenvLine(`TEXT_${index}`, text));
    for (const line of lines) assert.equal(line.indexOf('\n'), line.length - 1);
    const parsed = parseEnv(lines.join(''));
    const script = `${lines.join('')}for number in $(seq 0 ${accepted.length - 1}); do eval "printf '%s\\0' \\"\\$TEXT_$number\\""; done`;
    const sourced = execFileSync('sh', { cwd: folder, input: script, maxBuffer: 1e9 });
    assert.deepEqual(sourced, Buffer.from(accepted.map(text => `${text}\0`).join('')), REPLAY);
    for (const [index, text] of accepted.entries())
      assert.equal(parsed[`TEXT_${index}`], text, `${JSON.stringify(text)}; replay: ${REPLAY}`);
  }
  assert.deepEqual(readdirSync(folder), []);
});
