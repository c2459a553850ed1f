/** Who is put together with whom, and when. */
import { describe, expect, it } from 'vitest';
import { rng } from '../core/rng.ts';
import { pairing, type PairingRules, type Waiting } from './pairing.ts';

const waits = (code: string, since: number, met: readonly string[] = [], firsts = 0): Waiting => ({
  ...{ code, since, firsts },
  met: new Set(met),
});
const rules = (more: Partial<PairingRules> = {}): PairingRules => ({
  ...{ size: 2, now: 1000, patience: 500, more: true, fill: true, lots: null, coin: rng(1, 'coin') },
  ...more,
});
const names = (waiting: readonly Waiting[], more: Partial<PairingRules> = {}) =>
  pairing(waiting, rules(more)).tables.map(({ people, short }) => `${people.toSorted().join('')}${'-'.repeat(short)}`);

describe('pairing', () => {
  it('takes people in the order in which they came', () => {
    expect(names([waits('c', 903), waits('a', 901), waits('b', 902)])).toEqual(['ab']);
  });
  it('lets an odd one wait, then fills with an agent, or leaves it alone', () => {
    expect(names([waits('a', 600)])).toEqual([]);
    expect(names([waits('a', 500)])).toEqual(['a-']);
    expect(pairing([waits('a', 500)], rules({ fill: false }))).toEqual({ tables: [], alone: ['a'] });
    expect(names([waits('a', 400), waits('b', 900), waits('c', 900)], { size: 4 })).toEqual(['abc-']);
  });
  it('avoids whom one has met, while anybody else may come', () => {
    const met = [waits('a', 901, ['b']), waits('b', 902, ['a'])];
    expect(names(met)).toEqual([]);
    expect(names(met, { more: false })).toEqual(['ab']);
    expect(names([waits('a', 400, ['b']), waits('b', 902, ['a'])])).toEqual(['ab']);
    expect(names([...met, waits('c', 950)])).toEqual(['ac']);
  });
  it('lets who has moved first less often move first', () => {
    const { tables } = pairing(
      [waits('a', 901, [], 1), waits('b', 902, [], 1), waits('c', 903), waits('d', 904)],
      rules(),
    );
    expect(tables.map(({ people }) => people[0]).toSorted()).toEqual(['c', 'd']);
  });
  it('seats everybody once, whatever the lots', () => {
    for (let seed = 0; seed < 200; seed++) {
      const draw = rng(seed, 'class');
      const size = 2 + draw.below(4);
      const people = Array.from({ length: draw.below(25) }, (_, i) =>
        waits(`p${i}`, 400 + draw.below(600), [`p${draw.below(25)}`], draw.below(2)),
      );
      const { tables, alone } = pairing(people, rules({ size, lots: rng(seed, 'lots'), fill: seed % 2 === 0 }));
      const seated = tables.flatMap((one) => one.people);
      expect(new Set([...seated, ...alone]).size).toBe(seated.length + alone.length);
      for (const { people: together, short } of tables) expect(together.length + short).toBe(size);
    }
  });
});
