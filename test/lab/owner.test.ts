import { describe, expect, it } from 'vitest';
import { chooseOwner, type Identity } from '../../src/lab/owner.ts';
import { LabError } from '../../src/lab/types.ts';

const all = '         0          0 4294967295\n';
const root: Identity = { uid: 0, uidMap: all, gidMap: all, setgroups: 'allow', capabilities: '000001ffffffffff' };

describe('who owns a lab', () => {
  it('is an ordinary user himself', () => {
    expect(chooseOwner({ ...root, uid: 1000, capabilities: '0' })).toBeUndefined();
  });

  it('is, for root of the machine, an id that nobody has, a new one each time', () => {
    const ids = new Set(Array.from({ length: 50 }, () => chooseOwner(root)?.uid ?? 0));
    expect(ids.size).toBeGreaterThan(45);
    for (const id of ids) expect(id).toBeGreaterThanOrEqual(1_900_000_000);
    for (const id of ids) expect(id).toBeLessThan(2 ** 31);
  });

  it.each([
    ['a rootless container', '0 1000 1\n1 100000 65536\n', 32_000, 65_536],
    ['a container with its own range', '0 165536 65536\n', 32_000, 65_533],
    ['two ranges', '0 1000 1\n10 5000 2\n', 11, 11],
  ])('is, for root of %s, one of the ids that are mapped there', (_, map, low, high) => {
    for (let time = 0; time < 50; time++) {
      const owner = chooseOwner({ ...root, uidMap: map, gidMap: map });
      expect(owner?.uid).toBeGreaterThanOrEqual(low);
      expect(owner?.uid).toBeLessThanOrEqual(high);
      expect(owner?.gid).toBe(owner?.uid);
    }
  });

  it('is that root itself where it can become nobody else, being an ordinary user outside', () => {
    const one = '0 1000 1\n';
    expect(chooseOwner({ ...root, uidMap: one, gidMap: one, setgroups: 'deny' })).toBeUndefined();
    expect(chooseOwner({ ...root, uidMap: one, gidMap: one })).toBeUndefined();
    expect(chooseOwner({ ...root, uidMap: '0 1000 65536\n', gidMap: one, setgroups: 'deny' })).toBeUndefined();
  });

  it('is nobody where that may be the machine’s root', () => {
    expect(() => chooseOwner({ ...root, capabilities: '00000000a80425fb'.replace('fb', '3b') })).toThrow(LabError);
    expect(() => chooseOwner({ ...root, uidMap: '0 0 1\n', gidMap: '0 0 1\n', setgroups: 'deny' })).toThrow(LabError);
    expect(() => chooseOwner({ ...root, uidMap: '', gidMap: '' })).toThrow(LabError);
  });
});
