// Fails unless the lock file pins every package by hash, from no other place than npm's registry, and no package runs
// a script when it is installed: those that have one are named under `allowScripts` in package.json, and refused.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What is wrong, a line each; nothing is where all is well. */
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
      .map(({ path }) => `${path}: no SHA-512 of its archive`),
    ...named
      .filter(({ resolved }) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'))
      .map(({ path, resolved }) => `${path}: comes from ${resolved}`),
    ...[...scripted]
      .filter(name => allowScripts[name] !== false)
      .map(
        name => `${name}: would run a script when it is installed; refuse it under allowScripts, or drop it`,
      ),
    ...Object.keys(allowScripts)
      .filter(name => !scripted.has(name))
      .map(name => `allowScripts: ${name} has no script (any more)`),
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
