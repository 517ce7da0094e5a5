import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Token, tokenizer } from 'acorn';
import { analyse } from 'scslre';

/** The compiled program. */
const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));

/** Every regular expression literal of the program, as `/source/flags`. */
const literals = (): string[] => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.js'),
  );
  return files.flatMap(name => {
    const tokens = tokenizer(readFileSync(join(SOURCE, name), 'utf8'), {
      ecmaVersion: 'latest',
      sourceType: 'module',
    });
    return [...tokens].flatMap((token: Token) => {
      if (token.type.label !== 'regexp') return [];
      const { pattern, flags } = (token as Token & { value: { pattern: string; flags: string } }).value;
      return [`/${pattern}/${flags}`];
    });
  });
};

const problemsOf = (literal: string): string[] => {
  const end = literal.lastIndexOf('/');
  const { reports } = analyse({ source: literal.slice(1, end), flags: literal.slice(end + 1) });
  return reports.map(
    ({ type, exponential, character }) =>
      `${literal}: ${exponential ? 'exponential' : type} for ${character.literal.source}`,
  );
};

test('the analysis finds exponential backtracking, polynomial backtracking and quadratic moves', () => {
  for (const slow of ['/^(a+)+$/', '/^a*a*$/', '/a+b/']) assert.notDeepEqual(problemsOf(slow), [], slow);
});

test('every regular expression of the program takes linear time for every input', () => {
  const all = [...new Set(literals())];
  assert.ok(all.length > 80, `${all.length}`);
  assert.deepEqual(all.flatMap(problemsOf), []);
});
