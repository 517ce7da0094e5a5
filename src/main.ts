import { useCompileCache } from './adapters/cache/compile-cache.ts';

/** The name of this build; the build script defines it. */
declare const BUILD: string;

const main = async (): Promise<void> => {
  useCompileCache(process.env, BUILD);
  const { runCommandLine } = await import('./app/command-line.ts');
  process.exit(await runCommandLine(process.argv.slice(2)));
};

void main();
