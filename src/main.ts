import { useCodeCache } from './code-cache/use-code-cache.ts';
import { answerLive } from './hot-path/answer-live.ts';
import { cacheFolder } from './hot-path/live-session.ts';

/** A name for this build, which the build puts in. */
declare const BUILD: string;

/** A session that lives is answered here; for everything else the program is loaded. */
const main = async (): Promise<void> => {
  const words = process.argv.slice(2);
  const answer = answerLive(words, process.env);
  if (answer === 'answered') return;
  if (answer) {
    const { runLive } = await import('./hot-path/run-live.ts');
    const exitCode = await runLive(answer);
    if (exitCode !== undefined) process.exit(exitCode);
  }
  useCodeCache(cacheFolder(process.env), import.meta.dirname, BUILD);
  const { commandLine } = await import('./command-line.ts');
  process.exit(await commandLine(words));
};

void main();
