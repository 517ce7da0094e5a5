// Writes the lists of bundled packages: dist/sbom.cdx.json (CycloneDX 1.6) and dist/THIRD-PARTY-LICENSES.txt.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { licenceTexts } from './licence-texts.mjs';

/** Licences that allow bundling into an MIT package. A package with another licence fails the build. */
const ALLOWED = new Set(['MIT', 'ISC', 'Apache-2.0', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause']);

/** Matches the path of a module's package, also of a nested one, as in the lock file. */
const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/**
 * The packages with modules in esbuild's output, each once, sorted by path.
 *
 * @param metafiles the metafile of each esbuild run
 * @param lock the parsed lock file, which has the installed version, licence and hash of each package
 * @throws Error when a package is not in the lock file or its licence is not allowed
 */
export const bundledPackages = (metafiles, lock) => {
  const modules = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs)),
  );
  const paths = new Set(modules.map(module => PACKAGE.exec(module)?.[0]).filter(Boolean));
  return [...paths].sort().map(path => {
    const locked = lock.packages[path];
    if (!locked?.version || !locked.integrity) throw new Error(`${path} is bundled but not in the lock file`);
    if (!ALLOWED.has(locked.license))
      throw new Error(
        `${path} is bundled and its licence is ${locked.license}; add it to ALLOWED if bundling is permitted`,
      );
    // for an npm alias, the lock file has the name of the aliased package
    const name = locked.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return { path, name, version: locked.version, license: locked.license, integrity: locked.integrity };
  });
};

const purlOf = ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** The path of a dependency of the package at `from`: in its own folder or in a parent's, as Node resolves it. */
const resolve = (lock, from, name) => {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder ? `${folder}/` : ''}node_modules/${name}`;
    if (lock.packages[path] || folder === '') return path;
  }
};

/**
 * Makes the bill of materials: every bundled package with version, licence, hash and dependencies. It is reproducible:
 * the serial number is a hash of the content, and there is no date.
 */
export const billOfMaterials = (packages, lock, program) => {
  const root = { ...program, license: 'MIT' };
  const refs = new Map(packages.map(bundled => [bundled.path, purlOf(bundled)]));
  const needs = (path, names) =>
    [...new Set(names.map(name => refs.get(resolve(lock, path, name))).filter(Boolean))].sort();
  const components = packages.map(bundled => ({
    ...component('library', bundled),
    hashes: [hashOf(bundled)],
  }));
  const dependencies = [
    { ref: purlOf(root), dependsOn: needs('', Object.keys(lock.packages[''].devDependencies)) },
    ...packages.map(({ path }) => ({
      ref: refs.get(path),
      dependsOn: needs(path, Object.keys(lock.packages[path].dependencies ?? {})),
    })),
  ];
  const body = { metadata: { component: component('application', root) }, components, dependencies };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(body))}`,
    version: 1,
    ...body,
  };
};

const component = (type, { name, version, license, ...bundled }) => {
  const [, group, own] = /^(@[^/]+)\/(.+)$/.exec(name) ?? [];
  const purl = purlOf({ name, version, ...bundled });
  const named = group ? { group, name: own } : { name };
  return { type, 'bom-ref': purl, ...named, version, licenses: [{ license: { id: license } }], purl };
};

/** The hash by which npm verified the package's archive. */
const hashOf = ({ path, integrity }) => {
  const [, base64] = /^sha512-(\S+)/.exec(integrity) ?? [];
  if (base64 === undefined) throw new Error(`${path}: the lock file has no SHA-512 hash`);
  return { alg: 'SHA-512', content: Buffer.from(base64, 'base64').toString('hex') };
};

/** A UUID of version 8 (RFC 9562, custom content) from the hash of a text. */
const uuidOf = text => {
  const hex = createHash('sha256').update(text).digest('hex');
  const [a, b, c, d, e] = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(13, 16),
    hex.slice(17, 20),
    hex.slice(20, 32),
  ];
  return `${a}-${b}-8${c}-8${d}-${e}`;
};

/** Writes both files to `dist` in the folder `root` of the project. */
export const writeBillOfMaterials = (root, metafiles) => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const packages = bundledPackages(metafiles, lock);
  const bill = billOfMaterials(packages, lock, { name, version });
  writeFileSync(join(root, 'dist/sbom.cdx.json'), `${JSON.stringify(bill, null, 1)}\n`);
  writeFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), licenceTexts(root, packages));
};
