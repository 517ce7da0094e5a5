import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAIN } from '../../support/program.ts';
import { openPty } from '../../support/pty.ts';
import { recordedSandbox } from '../../support/recorded.ts';

const ENTRY_POINTS = { launcher: 'awsrole', 'Node entry': `node '${MAIN}'` };

for (const [entryPoint, program] of Object.entries(ENTRY_POINTS))
  test(`${entryPoint}: use and clear without eval print an error and no keys to a terminal, even with a live record [P25]`, async t => {
    const inside = await recordedSandbox(t, 'dev');
    const onTerminal = async (script: string): Promise<string> => {
      // output can be lost when the last process on the terminal ends
      const pty = openPty(t, 'sh', ['-c', `${script}; echo "rc=$?"; exec cat`], {
        env: { ...inside.env, SHELL: '/bin/bash' },
        cwd: inside.home,
      });
      await pty.waitFor(/rc=\d+\n/);
      return pty.screen();
    };
    for (const words of ['dev', 'use dev', 'dev --refresh', 'clear']) {
      assert.equal(
        await onTerminal(`${program} ${words}`),
        'awsrole: error: awsrole cannot change this shell directly\n' +
          `awsrole: hint: to do it once: eval "$(awsrole ${words})"\n` +
          `awsrole: hint: to make \`awsrole ${words}\` work by itself: add eval "$(awsrole init bash)" to ~/.bashrc\n` +
          'awsrole: hint: to see the code: add --shell bash\nrc=2\n',
        words,
      );
    }
    assert.match(
      await onTerminal(`${program} dev --shell posix`),
      /^\{\nunset [\s\S]*AWS_ACCESS_KEY_ID='ASIA/,
    );
    // eval, and an output device that is not a terminal
    assert.equal(
      await onTerminal(`${program} dev >/dev/null && eval "$(${program} dev)" && echo "$AWSROLE_PROFILE"`),
      'dev\nrc=0\n',
    );
  });
