// Fails unless the lock file pins every package by hash, every package comes from npm's registry, and every install
// script is refused under `allowScripts` in package.json.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Checks a parsed lock file against a parsed package.json. Returns one line per fault. */
export const lockFaults = (lock, { allowScripts = {} }) => {
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  const named = packages.map(([path, entry]) => ({
    name: entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
    path,
    ...entry,
  }));
  const scripted = new Set(named.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name));
  return [
    ...named
      .filter(({ integrity }) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''))
      .map(({ path }) => `${path}: no SHA-512 hash`),
    ...named
      .filter(({ resolved }) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'))
      .map(({ path, resolved }) => `${path}: comes from ${resolved}`),
    ...[...scripted]
      .filter(name => allowScripts[name] !== false)
      .map(name => `${name}: has an install script; refuse it under allowScripts, or remove the package`),
    ...Object.keys(allowScripts)
      .filter(name => !scripted.has(name))
      .map(name => `allowScripts: ${name} has no install script; remove the entry`),
  ];
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = name => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
  const lock = read('package-lock.json');
  const faults = lockFaults(lock, read('package.json'));
  for (const fault of faults) console.error(fault);
  console.log(`${Object.keys(lock.packages).length - 1} packages in the lock file, ${faults.length} faults`);
  if (faults.length > 0) process.exit(1);
}
