/**
 * What counts as one observation: the participant (mean over protocols or items); where people could learn from each
 * other in a match, everybody who met, directly or by others (the matching group, with partners the market); of a model
 * the wording, or, where there is one wording only, the draw: then all of them are one subject's.
 */
import { mean } from '../resampling.ts';
import type { Observed } from './collect.ts';

export type UnitKind = 'participant' | 'matching group' | 'wording' | 'draw';

export type Unit = {
  readonly key: string;
  /** By measure: all values that were taken of it. */
  readonly values: readonly (readonly number[])[];
  /** By round from 1: its mean. */
  readonly path: readonly (number | null)[];
};

export type Units = {
  readonly kind: UnitKind;
  readonly units: readonly Unit[];
  /** Of people: how many; of models: how many wordings. */
  readonly subjects: number;
};

/** Observations of one group as units, in the order in which they were first seen. */
export function unitsOf(observed: readonly Observed[], groups: ReadonlyMap<string, string> = matchingGroups(observed)): Units {
  const people = observed[0]?.seat.kind !== 'model';
  const wordings = new Set(observed.map((one) => one.wording)).size;
  const keyOf = people
    ? (one: Observed) => groups.get(one.seat.participant ?? one.match) ?? one.seat.participant ?? one.match
    : wordings > 1
      ? (one: Observed) => one.wording
      : (one: Observed) => one.match;
  const gathered = new Map<string, Observed[]>();
  for (const one of observed) {
    const key = keyOf(one);
    const mine = gathered.get(key);
    if (mine === undefined) gathered.set(key, [one]);
    else mine.push(one);
  }
  const units = [...gathered].map(([key, mine]) => ({ key, values: valuesOf(mine), path: pathOf(mine) }));
  const persons = new Set(observed.map((one) => one.seat.participant ?? one.match)).size;
  const kind = people ? (units.length < persons ? 'matching group' : 'participant') : wordings > 1 ? 'wording' : 'draw';
  return { kind, units, subjects: people ? persons : wordings };
}

const valuesOf = (mine: readonly Observed[]): Unit['values'] =>
  mine.length === 1 ? mine[0]!.values : (mine[0]?.values ?? []).map((_, m) => mine.flatMap((one) => one.values[m] ?? []));

function pathOf(mine: readonly Observed[]): Unit['path'] {
  if (mine.length === 1) return mine[0]!.path;
  const rounds = Math.max(0, ...mine.map((one) => one.path.length));
  return Array.from({ length: rounds }, (_, i) => {
    const values = mine.flatMap((one) => one.path[i] ?? []);
    return values.length === 0 ? null : mean(values);
  });
}

/** Who met whom, over all matches: each participant's group by the name of its first member. */
export function matchingGroups(observed: readonly Observed[]): ReadonlyMap<string, string> {
  const leader = new Map<string, string>();
  const find = (who: string): string => {
    let at = who;
    for (let next = leader.get(at); next !== undefined && next !== at; next = leader.get(at)) at = next;
    return at;
  };
  for (const { met } of observed) {
    const [first] = met;
    if (first === undefined) continue;
    for (const other of met) {
      const [one, two] = [find(first), find(other)];
      leader.set(one, one);
      if (one !== two) leader.set(two, one);
    }
  }
  return new Map([...leader.keys()].map((who) => [who, find(who)]));
}
