import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { planFor } from '../../../../src/core/plan/plan.ts';
import type { Ports } from '../../../../src/ports/ports.ts';
import { mapConcurrently, withSharedReads } from '../../../../src/session/role/lookup.ts';
import { keysOf, managedSection, profilesFrom, roleOf } from '../../../support/profiles.ts';

describe('the lookup of many profiles', () => {
  it('keeps the order of the profiles and limits the number of concurrent lookups', async () => {
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

  it('reads shared data once, and each role session separately', async () => {
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
    const sharedPorts = await withSharedReads(ports, 9);
    for (const role of ['a', 'b']) {
      await sharedPorts.cache.read({ kind: 'mfa', identity: 'alice' });
      await sharedPorts.cache.read({ kind: 'role', identity: role });
      await sharedPorts.memory.get('device');
      await sharedPorts.files.changedAt();
    }
    await sharedPorts.cache.read({ kind: 'mfa', identity: 'bob' });
    assert.deepEqual(reads, [
      'mfa alice of 9',
      'role a of 9',
      'device',
      'changed',
      'role b of 9',
      'mfa bob of 9',
    ]);
  });

  it('searches the profiles for managed sections once for all plans', () => {
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
