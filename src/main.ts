import { useCompileCache } from './adapters/cache/compile-cache.ts';

/** The name of this build; the build script defines it. */
declare const BUILD: string;

const main = async (): Promise<void> => {
  useCompileCache(process.env, BUILD);
  const { commandLine } = await import('./app/command-line.ts');
  process.exit(await commandLine(process.argv.slice(2)));
};

void main();
