import { isWrongCode, ServiceError } from '../../core/aws/service-error.ts';
import { AwsroleError, usageError } from '../../core/errors.ts';
import type { Plan } from '../../core/plan/types.ts';
import type { Ports } from '../../ports/ports.ts';

/** RFC 6238: a code is good for one 30-second step; AWS accepts each code once. */
const STEP = 30_000;
const TRIES = 3;

/**
 * A code as people write it: six digits, perhaps with a space between.
 *
 * @throws AwsroleError (usage) for anything else; the text itself is not repeated
 */
export const parseCode = (text: string): string => {
  const digits = text.replaceAll(/[\s-]/g, '');
  if (!/^\d{6}$/.test(digits))
    throw usageError('--code: an MFA code is six digits', 'read it from your device: --code 123456');
  return digits;
};

/**
 * Gets a code and makes the call that carries it. A code that was just used is not asked for again: the next step is
 * awaited. A person may mistype twice; a command's code is tried once more in the next step; `--code` once.
 *
 * @param asked.code the code of `--code`
 * @param call is given the six digits; a ServiceError with a wrong code asks again
 * @throws ServiceError the last refusal
 */
export const withCode = async <T>(
  asked: { plan: Plan; serial: string; code: string | undefined },
  call: (code: string) => Promise<T>,
  ports: Ports,
): Promise<T> => {
  const { plan, serial, code: given } = asked;
  const origin = given !== undefined ? 'option' : plan.mfaProcess ? 'process' : 'terminal';
  const tries = { option: 1, process: 2, terminal: TRIES }[origin];
  for (let attempt = 1; ; attempt++) {
    const code = given ?? (await nextCode(plan, serial, ports));
    const step = stepAt(ports.clock.now());
    try {
      const result = await call(code);
      await ports.memory.set(memoryName(serial), String(step));
      return result;
    } catch (error) {
      const isWrong = error instanceof ServiceError && isWrongCode(error);
      if (!isWrong || attempt >= tries) throw error;
      if (origin === 'process') await ports.memory.set(memoryName(serial), String(step));
      else
        ports.terminal.note(
          'AWS did not take that code: it was wrong, or used before (each works once); try the next one',
        );
    }
  }
};

const memoryName = (serial: string): string => `code step ${serial}`;
const stepAt = (now: number): number => Math.floor(now / STEP);

const nextCode = async (plan: Plan, serial: string, ports: Ports): Promise<string> => {
  if (!plan.mfaProcess && !ports.terminal.canAsk) throw nobodyToAsk(plan, ports.isUnattended ?? false);
  await awaitUnusedStep(serial, ports);
  if (plan.mfaProcess) return ports.mfaProcess.code(plan.mfaProcess.value, plan.profile);
  const answer = await ports.terminal.ask(`profile '${plan.profile}', device ${serial}\nMFA code: `, {
    accept: text => (/^\d{6}$/.test(text.replaceAll(/[\s-]/g, '')) ? undefined : 'an MFA code is six digits'),
  });
  return parseCode(answer);
};

const nobodyToAsk = (plan: Plan, isUnattended: boolean): AwsroleError => {
  const advice = plan.mfaAdvice();
  return new AwsroleError(
    `profile '${plan.profile}': an MFA code is needed, and ${isUnattended ? '--unattended asks for none' : 'there is no terminal to ask on'}`,
    {
      hints: [
        ...(advice === undefined ? [] : [advice]),
        'give the code with --code 123456',
        isUnattended ? 'or leave --unattended out' : 'let a command give it: mfa_process = … in the profile',
      ],
    },
  );
};

/** While the device still shows the code that was used last, there is nothing to ask for. */
const awaitUnusedStep = async (serial: string, ports: Ports): Promise<void> => {
  const last = Number((await ports.memory.get(memoryName(serial))) ?? Number.NaN);
  const until = (last + 1) * STEP;
  if (stepAt(ports.clock.now()) !== last) return;
  const left = (): number => Math.max(0, Math.ceil((until - ports.clock.now()) / 1000));
  const done = ports.terminal.progress(
    () => `the last MFA code was just used and works once; next code in ${left()} s`,
  );
  try {
    await ports.clock.sleep(until - ports.clock.now() + 50);
  } finally {
    done();
  }
};
