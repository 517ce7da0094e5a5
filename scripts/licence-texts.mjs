// Collects the licence texts of the bundled packages. Their licences require the distribution of the texts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = /^(licen[cs]e|copying)(\.(md|txt))?$/i;
const NOTICE = /^(notice|copyrightnotice)(\.(md|txt))?$/i;

/**
 * Formats the licence texts. Each distinct text appears once, below its packages with their versions and licences.
 *
 * @throws Error when a package has no licence text
 */
export const licenceTexts = (root, packages) => {
  const described = packages.map(bundled => ({ ...bundled, ...describe(join(root, bundled.path)) }));
  const byText = new Map();
  for (const bundled of described) {
    const text = [bundled.text ?? textOfAuthor(bundled, described), ...bundled.notices].join('\n\n');
    byText.set(text, [...(byText.get(text) ?? []), bundled]);
  }
  const parts = [...byText].map(([text, sharing]) => {
    const names = sharing.map(({ name, version, license }) => `${name} ${version} (${license})`);
    return `${names.join('\n')}\n\n${text}\n`;
  });
  return [`awsrole contains these packages, each under its own licence.\n`, ...parts].join(`\n${RULE}\n\n`);
};

const RULE = '-'.repeat(80);

const describe = folder => {
  const names = readdirSync(folder);
  const read = name => readFileSync(join(folder, name), 'utf8').trim();
  const { author } = JSON.parse(read('package.json'));
  const file = names.find(name => FILE.test(name));
  const readme = names.find(name => /^readme\.md$/i.test(name));
  return {
    author: typeof author === 'string' ? author : author?.name,
    text: file ? read(file) : readme && licenceIn(read(readme)),
    notices: names.filter(name => NOTICE.test(name)).map(read),
  };
};

/** The section of a README that contains the whole licence, or undefined. */
const licenceIn = readme => {
  const [, chapter] = /^#+ *licen[cs]e\b.*\n([\s\S]+)$/im.exec(readme) ?? [];
  return chapter?.includes('Permission is hereby granted')
    ? chapter.replaceAll(/^> ?/gm, '').trim()
    : undefined;
};

/** The licence text of another package by the same author with the same licence: some package families omit the file. */
const textOfAuthor = ({ name, author, license }, described) => {
  const related = described.find(
    other => author !== undefined && other.author === author && other.license === license && other.text,
  );
  if (!related) throw new Error(`${name} has no licence text, which must be distributed`);
  return related.text;
};
