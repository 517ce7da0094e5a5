// The licence texts of the bundled packages, as their licences ask to be passed on.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = /^(licen[cs]e|copying)(\.(md|txt))?$/i;
const NOTICE = /^(notice|copyrightnotice)(\.(md|txt))?$/i;

/**
 * Every package with its version and licence, and below each licence text those it belongs to: most share one.
 *
 * @throws when the text of a licence is nowhere to be found
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

/** The chapter of a README that is the licence itself, and no mere mention of it. */
const licenceIn = readme => {
  const [, chapter] = /^#+ *licen[cs]e\b.*\n([\s\S]+)$/im.exec(readme) ?? [];
  return chapter?.includes('Permission is hereby granted')
    ? chapter.replaceAll(/^> ?/gm, '').trim()
    : undefined;
};

/** Some packages of a family leave the file out: it is that of another one, by the same author under the same licence. */
const textOfAuthor = ({ name, author, license }, described) => {
  const sister = described.find(
    other => author !== undefined && other.author === author && other.license === license && other.text,
  );
  if (!sister) throw new Error(`${name} has no licence text: find it, since it must be passed on`);
  return sister.text;
};
