// The generated parts of the completion files: commands, options and their values, from the table of commands.

/** Pairs of a key and all its values, in the order in which the keys first appear. */
const grouped = pairs => {
  const groups = new Map();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return [...groups];
};
const indented = lines => lines.map(line => `  ${line}`);

/** The first words of all commands and aliases, each with its own entry and with its subcommands. */
const treeOf = entries => {
  const named = entries.flatMap(entry =>
    entry.paths.filter(path => path.length > 0).map(path => ({ path, entry })),
  );
  return grouped(named.map(({ path: [first], ...rest }) => [first, rest])).map(([word]) => ({
    word,
    isAlias: !entries.some(({ paths }) => paths[0][0] === word),
    entry: named.find(({ path }) => path.length === 1 && path[0] === word)?.entry,
    subcommands: named
      .filter(({ path }) => path.length === 2 && path[0] === word)
      .map(({ path, entry }) => ({ word: path[1], entry })),
  }));
};

/** What completion offers for the first positional; a command line after `--` is completed elsewhere. */
const offeredFor = entry => {
  const [{ offered } = {}] = entry?.positionals ?? [];
  return offered === 'command' ? undefined : offered;
};

const valuedOptions = entries =>
  entries.flatMap(({ options }) => options).filter(({ value }) => value !== undefined);
const valuedNames = entries => [...new Set(valuedOptions(entries).map(({ name }) => name))];

/**
 * The sections of bash and zsh, whose files define `__awsrole_offer` and `__awsrole_offer_names`.
 *
 * @param files the command that offers files; undefined where the shell offers them by itself
 */
const posixSections = (entries, { pattern, continued }, files) => {
  const tree = treeOf(entries);
  const offer = offered => {
    if (offered === 'profiles') return '__awsrole_offer_names';
    if (offered === 'files') return files;
    return offered?.length > 0 ? `__awsrole_offer ${offered.join(' ')}` : undefined;
  };
  /** Arms of `case` from pairs of a word and its command; those without a command are left out. */
  const arms = pairs =>
    grouped(
      pairs.filter(([, command]) => command !== undefined).map(([word, command]) => [command, word]),
    ).flatMap(([command, words]) => {
      const labels = pattern([...new Set(words)]);
      if (command === '') return [`${labels} ;;`];
      return command.length > 100
        ? [labels, `  ${continued(command, '    ')}`, '  ;;']
        : [`${labels} ${command} ;;`];
    });
  const nested = (word, pairs) => {
    const inner = arms(pairs);
    return inner.length === 0
      ? []
      : [`${word})`, ...indented([`case "\${__awsrole_second}" in`, ...indented(inner), 'esac', ';;'])];
  };
  const options = entry => (entry && offer(entry.options.map(({ name }) => name))) ?? '';
  const hasOwn = ({ subcommands }) => subcommands.some(({ entry }) => entry.options.length > 0);
  const [standard] = entries.filter(({ paths }) => paths.some(path => path.length === 0));
  return [
    ['valued-options', pattern(valuedNames(entries))],
    ['commands', continued(offer(tree.filter(({ isAlias }) => !isAlias).map(({ word }) => word)), '  ')],
    ['positionals', arms(tree.map(({ word, entry }) => [word, offer(offeredFor(entry))]))],
    [
      'subcommands',
      arms(
        tree.map(({ word, subcommands }) => [word, offer(subcommands.map(subcommand => subcommand.word))]),
      ),
    ],
    [
      'positionals-of-subcommands',
      tree.flatMap(({ word, subcommands }) =>
        nested(
          word,
          subcommands.map(subcommand => [subcommand.word, offer(offeredFor(subcommand.entry))]),
        ),
      ),
    ],
    ['values', arms(valuedOptions(entries).map(({ name, offered }) => [name, offer(offered)]))],
    [
      'options',
      [
        ...tree
          .filter(hasOwn)
          .flatMap(({ word, entry, subcommands }) =>
            nested(word, [
              ...subcommands.map(subcommand => [subcommand.word, options(subcommand.entry)]),
              ...(entry ? [['*', options(entry)]] : []),
            ]),
          ),
        ...arms([
          ...tree
            .filter(first => !hasOwn(first) && first.entry !== standard)
            .map(({ word, entry }) => [word, options(entry)]),
          ['help', ''],
          // a first word that names no command is a profile
          ['*', options(standard)],
        ]),
      ],
    ],
  ];
};

/** The sections of fish, whose file defines the functions that the conditions call. */
const fishSections = entries => {
  const tree = treeOf(entries);
  const pairs = tree.flatMap(({ word, subcommands }) =>
    subcommands.map(subcommand => ({ ...subcommand, first: word, name: `${word} ${subcommand.word}` })),
  );
  const quote = text => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  /** A description without its remarks, for a narrow column. */
  const short = text => quote(text.replace(/\s*[;(].*$/, ''));
  const offer = offered => {
    if (offered === 'profiles') return " -a '(__awsrole_names)'";
    if (offered === 'files') return ' -F';
    return offered === undefined ? '' : ` -a '(__awsrole_values ${offered.join(' ')})'`;
  };
  const takes = names =>
    names.some(name => name.includes(' '))
      ? `"__awsrole_takes ${names.map(name => (name.includes(' ') ? quote(name) : name)).join(' ')}"`
      : `'__awsrole_takes ${names.join(' ')}'`;
  const namesOf = ({ paths }) => paths.filter(path => path.length > 0).map(path => path.join(' '));
  const candidates = [
    ...tree
      .filter(({ isAlias }) => !isAlias)
      .map(({ word, entry, subcommands: [subcommand] }) => {
        const description = short(entry?.description ?? subcommand.entry.section);
        return `-n '__awsrole_next; or __awsrole_next help' -a ${word} -d ${description}`;
      }),
    ...grouped(tree.map(({ word, entry }) => [offer(offeredFor(entry)), word]))
      .filter(([offered]) => offered !== '')
      .map(([offered, words]) => `-n '__awsrole_at ${words.join(' ')}'${offered}`),
    ...pairs.map(
      ({ first, word, entry }) => `-n '__awsrole_next ${first}' -a ${word} -d ${short(entry.description)}`,
    ),
    ...pairs
      .filter(({ entry }) => offeredFor(entry) !== undefined)
      .map(({ name, entry }) => `-n ${takes([name])}${offer(offeredFor(entry))}`),
    ...grouped(
      entries.flatMap(entry =>
        entry.options.map(({ name, description, value, offered }) => [
          `-l ${name.slice(2)}${value === undefined ? '' : ` -x${offer(offered)}`} -d ${short(description)}`,
          namesOf(entry),
        ]),
      ),
    ).map(([option, names]) => `-n ${takes(names.flat())} ${option}`),
  ];
  return [
    ['valued-options', `case ${valuedNames(entries).join(' ')}`],
    [
      'names',
      [
        `set -l __awsrole_known ${tree.map(({ word }) => word).join(' ')} help`,
        `set -l __awsrole_subcommands ${pairs.map(({ name }) => quote(name)).join(' ')}`,
      ],
    ],
    ['table', candidates.map(candidate => `complete -c awsrole ${candidate}`)],
  ];
};

/**
 * The sections of generate.mjs for completions/.
 *
 * @param src `COMMANDS` and `entryOf` of src/cli/commands.ts
 * @param shell `pattern` and `continued` of generate.mjs
 */
export function completionSections({ COMMANDS, entryOf }, shell) {
  const entries = COMMANDS.map(entryOf);
  return [
    ['awsrole.bash', posixSections(entries, shell, undefined)],
    ['_awsrole', posixSections(entries, shell, '_files')],
    ['awsrole.fish', fishSections(entries)],
  ].flatMap(([file, sections]) =>
    sections.map(([name, text]) => ({ file: `completions/${file}`, name, text })),
  );
}
