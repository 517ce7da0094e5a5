// Runs `npm audit` and fails on a finding. Some mirrors of the registry do not support audits: then it prints NOT AUDITED
// and succeeds.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Parses the output of `npm audit --json`.
 *
 * @returns `unanswered` with the reason, or `findings` with one line per finding
 */
export const auditOutcome = text => {
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    return { unanswered: 'npm audit printed no JSON' };
  }
  if (!report?.metadata?.vulnerabilities) return { unanswered: report?.message ?? 'no report' };
  const findings = Object.values(report.vulnerabilities ?? {}).map(
    ({ name, severity, range }) => `${severity}: ${name} ${range}`,
  );
  return { findings };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8' });
  const { unanswered, findings = [] } = auditOutcome(stdout ?? '');
  for (const finding of findings) console.error(finding);
  if (unanswered !== undefined) console.error(`NOT AUDITED: the registry did not answer (${unanswered})`);
  else console.log(`npm audit: ${findings.length} findings`);
  if (findings.length > 0) process.exit(1);
}
