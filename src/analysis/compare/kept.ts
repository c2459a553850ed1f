/** Observations and sums while they are collected: a list and a way to its entries. */
import type { Bucket, Condition, Observed, BenchmarkPlay } from './observed.ts';
import type { SessionFacts, SeatFacts } from '../../core/stored-rows.ts';

/** Observations by condition, session and who they are of. */
export function newBuckets() {
  const all: (Bucket & { readonly observed: Observed[] })[] = [];
  const known = new Map<Condition, Map<string, Map<string, Observed[]>>>();
  return {
    all,
    of(condition: Condition, session: SessionFacts, { kind, id, label }: SeatFacts): Observed[] {
      const mine = within(within(known, condition), session.code);
      let observed = mine.get(id);
      if (observed === undefined) {
        mine.set(id, (observed = []));
        all.push({ condition, session, seat: { kind, id, label }, observed });
      }
      return observed;
    },
  };
}

/** Sums by condition and agent. */
export function newLines() {
  const all: BenchmarkPlay[] = [];
  const known = new Map<Condition, Map<string, BenchmarkPlay>>();
  return {
    all,
    add(condition: Condition, seat: SeatFacts, values: Observed['values']): void {
      const mine = within(known, condition);
      let line = mine.get(seat.id);
      if (line === undefined) {
        mine.set(seat.id, (line = { condition, seat, sums: values.map(() => ({ total: 0, count: 0 })), matches: 0 }));
        all.push(line);
      }
      line.matches += 1;
      for (let m = 0; m < values.length; m++) {
        const sum = line.sums[m]!;
        for (const value of values[m]!) sum.total += value;
        sum.count += values[m]!.length;
      }
    },
  };
}

/** The map inside a map, made where there is none. */
function within<Outer, Key, Value>(maps: Map<Outer, Map<Key, Value>>, outer: Outer): Map<Key, Value> {
  let map = maps.get(outer);
  if (map === undefined) maps.set(outer, (map = new Map()));
  return map;
}
