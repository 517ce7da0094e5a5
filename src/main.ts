import { useCompileCache } from './adapters/compile-cache.ts';

/** The name of this build; the build script defines it. */
declare const BUILD: string;

const main = async (): Promise<void> => {
  useCompileCache(process.env, BUILD);
  const { commandLine } = await import('./command-line.ts');
  process.exit(await commandLine(process.argv.slice(2)));
};

void main();
