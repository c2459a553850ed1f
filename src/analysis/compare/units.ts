/**
 * What counts as one observation: the participant (mean over protocols or items); where people could learn from each
 * other in a match, everybody who met, directly or by others (the matching group, with partners the market); of a model
 * the wording, or, where there is one wording only, the draw: then all of them are one subject's.
 */
import type { Bucket, Observed } from './observed.ts';

export type UnitKind = 'participant' | 'matching group' | 'wording' | 'draw';

export type ObservationUnit = {
  /** By measure: all values that were taken of it. */
  readonly values: readonly (readonly number[])[];
  /** By round from 1: its mean. */
  readonly path: readonly (number | null)[];
};

export type Units = {
  readonly kind: UnitKind;
  readonly units: readonly ObservationUnit[];
  /** Of people: how many; of models: how many wordings. */
  readonly subjects: number;
};

/** How many observations are gone through between two turns of the event loop. */
const PIECE = 4096;

export type Breathe = () => void | Promise<void>;

/** Observations of one group as units, in the order in which they were first seen. */
export async function unitsOf(
  lists: readonly (readonly Observed[])[],
  people: boolean,
  groups: ReadonlyMap<string, string>,
  breathe: Breathe = () => undefined,
): Promise<Units & { readonly wordings: readonly string[]; readonly matches: number }> {
  const wordings = new Set<string>();
  let [matches, last] = [0, ''];
  for (const list of lists)
    for (const { wording, match } of list) {
      wordings.add(wording);
      if (match !== last) matches += 1;
      last = match;
    }
  const persons = new Set<string>();
  const gathered = new Map<string, Observed | Observed[]>();
  let done = 0;
  for (const list of lists)
    for (const one of list) {
      const person = one.participant ?? one.match;
      if (people) persons.add(person);
      const key = people ? (groups.get(person) ?? person) : wordings.size > 1 ? one.wording : one.match;
      const mine = gathered.get(key);
      if (mine === undefined) gathered.set(key, one);
      else if (Array.isArray(mine)) mine.push(one);
      else gathered.set(key, [mine, one]);
      if (++done % PIECE === 0) await breathe();
    }
  const units: ObservationUnit[] = [];
  for (const mine of gathered.values()) {
    // A single observation is its unit as it is.
    units.push(Array.isArray(mine) ? { values: valuesOf(mine), path: pathOf(mine) } : mine);
    if (units.length % PIECE === 0) await breathe();
  }
  const kind = people
    ? units.length < persons.size
      ? 'matching group'
      : 'participant'
    : wordings.size > 1
      ? 'wording'
      : 'draw';
  return { kind, units, subjects: people ? persons.size : wordings.size, wordings: [...wordings], matches };
}

function valuesOf(mine: readonly Observed[]): ObservationUnit['values'] {
  return (mine[0]?.values ?? []).map((_, m) => {
    const all: number[] = [];
    for (const { values } of mine) for (const value of values[m] ?? []) all.push(value);
    return all;
  });
}

function pathOf(mine: readonly Observed[]): ObservationUnit['path'] {
  const means: (number | null)[] = [];
  const rounds = mine.reduce((most, { path }) => Math.max(most, path.length), 0);
  for (let i = 0; i < rounds; i++) {
    let [sum, n] = [0, 0];
    for (const { path } of mine) {
      const value = path[i];
      if (value === null || value === undefined) continue;
      sum += value;
      n += 1;
    }
    means.push(n === 0 ? null : sum / n);
  }
  return means;
}

/** By game each participant's matching group. */
export type Met = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Who met whom, over all matches: each participant's group by the name of its first member. */
export function matchingGroups(lists: readonly (readonly Observed[])[]): ReadonlyMap<string, string> {
  const leader = new Map<string, string>();
  const find = (who: string): string => {
    let at = who;
    for (let next = leader.get(at); next !== undefined && next !== at; next = leader.get(at)) at = next;
    return at;
  };
  for (const list of lists)
    for (const { met } of list) {
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

/** By game who met whom in any of its conditions: what was learned in one is known in the next. */
export async function metIn(buckets: readonly Bucket[], breathe: Breathe): Promise<Met> {
  const met = new Map<string, ReadonlyMap<string, string>>();
  for (const [game, mine] of Map.groupBy(buckets, ({ condition }) => condition.game.name)) {
    met.set(game, matchingGroups(mine.map(({ observed }) => observed)));
    await breathe();
  }
  return met;
}
