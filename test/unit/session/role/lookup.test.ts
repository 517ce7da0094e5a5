import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { planFor } from '../../../../src/core/plan/plan.ts';
import type { Ports } from '../../../../src/ports/ports.ts';
import { mapConcurrently, withSharedReads } from '../../../../src/session/role/lookup.ts';
import { keysOf, managedSection, profilesFrom, roleOf } from '../../../support/profiles.ts';

describe('looking up many profiles', () => {
  it('keeps the order of the profiles, and looks at a few of them at a time', async () => {
    let now = 0;
    let most = 0;
    const answers = await mapConcurrently(
      [1, 2, 3, 4, 5, 6, 7],
      async item => {
        now++;
        most = Math.max(most, now);
        await setImmediate();
        now--;
        return item * 10;
      },
      3,
    );
    assert.deepEqual(answers, [10, 20, 30, 40, 50, 60, 70]);
    assert.equal(most, 3);
  });

  it('reads once what profiles share, and every role session by itself', async () => {
    const reads: string[] = [];
    const ports = {
      cache: {
        readerFor:
          async (count: number) =>
          async ({ kind, identity }: { kind: string; identity: string }) =>
            void reads.push(`${kind} ${identity} of ${count}`),
      },
      memory: { get: async (name: string) => void reads.push(name) },
      files: { changedAt: async () => reads.push('changed') },
    } as unknown as Ports;
    const looking = await withSharedReads(ports, 9);
    for (const role of ['a', 'b']) {
      await looking.cache.read({ kind: 'mfa', identity: 'alice' });
      await looking.cache.read({ kind: 'role', identity: role });
      await looking.memory.get('device');
      await looking.files.changedAt();
    }
    await looking.cache.read({ kind: 'mfa', identity: 'bob' });
    assert.deepEqual(reads, [
      'mfa alice of 9',
      'role a of 9',
      'device',
      'changed',
      'role b of 9',
      'mfa bob of 9',
    ]);
  });

  it('the profiles are searched for written sessions once, however many plans are made', () => {
    const profiles = profilesFrom(
      roleOf('dev', 'source_profile=default') + roleOf('uat', 'source_profile=default'),
      keysOf('default') + managedSection('mfa') + managedSection('other') + managedSection('bobs', 'bob'),
    );
    let searches = 0;
    const { byName } = profiles;
    const counted = Object.assign(new Map(byName), {
      values: () => {
        searches++;
        return byName.values();
      },
    });
    const all = { ...profiles, byName: counted };
    const managed = ['dev', 'uat', 'dev'].map(name => planFor(all, name, {}).managed.map(it => it.profile));
    assert.deepEqual(managed, [
      ['mfa', 'other'],
      ['mfa', 'other'],
      ['mfa', 'other'],
    ]);
    assert.equal(searches, 1);
  });
});
