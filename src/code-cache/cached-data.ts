import { renameSync, rmSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { basename, dirname } from 'node:path';
import { Script } from 'node:vm';
import { readOwnFile } from '../adapters/own-file.ts';
import { checked, withCheck } from './checked-data.ts';

/** What Node 20 compiles a CommonJS file by; newer ones have `enableCompileCache`. */
interface Compiling {
  _compile(this: NodeModule, source: string, path: string): unknown;
}

/**
 * From now on the files of `program` are compiled with what V8 kept of them in `folder`, and what is not there yet is
 * left there when this process ends. V8 takes data of another version, of other flags or for a source of another length
 * for none; the rest is for `checked`, and for the name: a chunk's holds a hash of its text.
 */
export const useCachedData = (program: string, folder: string): void => {
  const prototype = (Module as unknown as { prototype: Compiling }).prototype;
  const compile = prototype._compile;
  const made = new Map<string, Script>();
  prototype._compile = function (source, path) {
    if (dirname(path) !== program) return compile.call(this, source, path);
    const kept = `${folder}/${process.version}-${process.arch}-${basename(path)}`;
    const file = readOwnFile(kept, 0o077);
    const cachedData = file && checked(file);
    const script = new Script(Module.wrap(source), { filename: path, ...(cachedData && { cachedData }) });
    if (!cachedData || script.cachedDataRejected) made.set(kept, script);
    const run = script.runInThisContext() as (...args: unknown[]) => unknown;
    return run.call(this.exports, this.exports, (id: string) => this.require(id), this, path, program);
  };
  // by then it is known which functions are used
  process.on('exit', () => {
    for (const [path, script] of made) keep(path, script);
  });
};

const keep = (path: string, script: Script): void => {
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, withCheck(script.createCachedData()), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch {
    // it only saves time
    rmSync(temporary, { force: true });
  }
};
