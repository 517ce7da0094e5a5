import type { TestContext } from 'node:test';
import { run } from './run.ts';

/** What proves that a tool is there and works: a name on the PATH may be a mere shim. */
const PROBES = {
  aws: ['aws', '--version'],
  boto3: ['python3', '-c', 'import boto3'],
} as const;

const NAMES = { aws: 'the AWS CLI (aws)', boto3: 'python3 with boto3' } as const;

export type Tool = keyof typeof PROBES;

const found = new Map<Tool, Promise<boolean>>();

const isThere = (t: TestContext, tool: Tool): Promise<boolean> => {
  const [file, ...args] = PROBES[tool];
  const probe =
    found.get(tool) ??
    run(t, file, args, { timeoutMs: 60_000 }).then(
      ({ exitCode }) => exitCode === 0,
      () => false,
    );
  found.set(tool, probe);
  return probe;
};

/**
 * Whether this machine lacks one of the tools. Then the test is skipped and says aloud what is missing; each tool is
 * looked for once per test file.
 */
export const lacks = async (t: TestContext, ...tools: readonly Tool[]): Promise<boolean> => {
  const there = await Promise.all(tools.map(tool => isThere(t, tool)));
  const missing = tools.filter((_, index) => !there[index]).map(tool => NAMES[tool]);
  if (missing.length > 0) t.skip(`not installed: ${missing.join(', ')}; this was NOT tried`);
  return missing.length > 0;
};
