import { isWrongCode, ServiceError } from '../../core/aws/service-error.ts';
import { AwsroleError, usageError } from '../../core/errors.ts';
import { at } from '../../core/ini/setting.ts';
import type { Plan } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';

/** The duration of a time step in milliseconds: a device shows one code for each step (RFC 6238). */
const STEP = 30_000;

/** How often awsrole tries, by the origin of the code. A user may mistype; `--code` cannot change. */
const TRIES = { option: 1, process: 2, terminal: 3 } as const;

/**
 * Parses an MFA code: six digits, with or without spaces and hyphens.
 *
 * @throws AwsroleError (usage) for other text; the message omits the text, which may be a secret
 */
export const parseCode = (text: string): string => {
  const digits = text.replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(digits))
    throw usageError('--code: an MFA code is six digits', 'read it from your device: --code 123456');
  return digits;
};

/**
 * Obtains an MFA code and makes the call that carries it. The code comes from `--code`, from the `mfa_process` of the
 * profile, or from a prompt. AWS accepts each code once, so awsrole remembers the step of the last code and waits for
 * the next one.
 *
 * @param device.code the code of `--code`
 * @param call given the six digits; after a ServiceError for a wrong code, awsrole obtains another code and calls again
 * @throws AwsroleError when a code is needed and awsrole cannot prompt; ServiceError when the last try fails
 */
export const withCode = async <T>(
  device: { plan: Plan; serial: string; code: string | undefined },
  call: (code: string) => Promise<T>,
  ports: Ports,
): Promise<T> => {
  const { plan, serial, code: option } = device;
  const origin = option !== undefined ? 'option' : plan.mfaProcess ? 'process' : 'terminal';
  for (let attempt = 1; ; attempt++) {
    const code = option ?? (await nextCode(plan, serial, ports));
    const step = stepAt(ports.clock.now());
    try {
      const result = await call(code);
      await ports.memory.set(memoryName(serial), String(step));
      return result;
    } catch (error) {
      const isWrong = error instanceof ServiceError && isWrongCode(error);
      if (!isWrong || attempt >= TRIES[origin]) throw error;
      // a process prints the same code until the next time step, for which nextCode then waits
      if (origin === 'process') await ports.memory.set(memoryName(serial), String(step));
      else
        ports.terminal.note(
          'AWS rejected that code: it was wrong or already used (each works once); try the next one',
        );
    }
  }
};

const memoryName = (serial: string): string => `code step ${serial}`;
const stepAt = (now: number): number => Math.floor(now / STEP);

const nextCode = async (plan: Plan, serial: string, ports: Ports): Promise<string> => {
  if (!plan.mfaProcess && !ports.terminal.canAsk) throw cannotPrompt(plan, ports.isUnattended ?? false);
  await awaitUnusedStep(serial, ports);
  if (plan.mfaProcess)
    return ports.mfaProcess.code(
      plan.mfaProcess.value,
      `profile '${plan.profile}': the command in mfa_process (${at(plan.mfaProcess)})`,
    );
  const answer = await ports.terminal.ask(`profile '${plan.profile}', device ${serial}\nMFA code: `, {
    accept: text => (/^\d{6}$/.test(text.replaceAll(/[\s-]/g, '')) ? undefined : 'an MFA code is six digits'),
  });
  return parseCode(answer);
};

const cannotPrompt = (plan: Plan, isUnattended: boolean): AwsroleError => {
  const advice = plan.mfaAdvice();
  return new AwsroleError(
    `profile '${plan.profile}': MFA code required, but ${isUnattended ? '--unattended forbids prompting' : 'there is no terminal to prompt on'}`,
    {
      hints: [
        ...(advice === undefined ? [] : [advice]),
        'pass the code with --code 123456',
        isUnattended
          ? 'or omit --unattended'
          : 'set mfa_process in the profile to a command that prints the code',
      ],
    },
  );
};

/** Waits, with a countdown, while the device still shows the code that was used last. */
const awaitUnusedStep = async (serial: string, ports: Ports): Promise<void> => {
  const last = Number((await ports.memory.get(memoryName(serial))) ?? Number.NaN);
  const until = (last + 1) * STEP;
  if (stepAt(ports.clock.now()) !== last) return;
  const left = (): number => Math.max(0, Math.ceil((until - ports.clock.now()) / 1000));
  const removeCountdown = ports.terminal.progress(
    () => `the last MFA code was just used and works once; next code in ${left()} s`,
  );
  try {
    await ports.clock.sleep(until - ports.clock.now() + 50);
  } finally {
    removeCountdown();
  }
};
