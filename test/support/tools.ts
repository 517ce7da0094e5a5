import type { TestContext } from 'node:test';
import { run } from './run.ts';

/** Commands that succeed if a tool works; a program on the PATH may be a shim without the tool. */
const PROBES = {
  aws: ['aws', '--version'],
  boto3: ['python3', '-c', 'import boto3'],
} as const;

const NAMES = { aws: 'the AWS CLI (aws)', boto3: 'python3 with boto3' } as const;

export type Tool = keyof typeof PROBES;

/** The results of the probes, so that each tool is probed once per test file. */
const results = new Map<Tool, Promise<boolean>>();

const isInstalled = (t: TestContext, tool: Tool): Promise<boolean> => {
  const [file, ...args] = PROBES[tool];
  const probe =
    results.get(tool) ??
    run(t, file, args, { timeoutMs: 60_000 }).then(
      ({ exitCode }) => exitCode === 0,
      () => false,
    );
  results.set(tool, probe);
  return probe;
};

/** Whether this machine lacks one of the tools. If so, the test is skipped with a message that names the missing tools. */
export const lacks = async (t: TestContext, ...tools: readonly Tool[]): Promise<boolean> => {
  const installed = await Promise.all(tools.map(tool => isInstalled(t, tool)));
  const missing = tools.filter((_, index) => !installed[index]).map(tool => NAMES[tool]);
  if (missing.length > 0) t.skip(`not installed: ${missing.join(', ')}; this was NOT tested`);
  return missing.length > 0;
};
