/**
 * Samples: who is compared with whom (people by session, by treatment or all together, and each model by itself), and what
 * counts as one independent observation of them. That is the participant (mean over protocols or items); where people
 * could learn from each other in a match, everybody who met, directly or by others (the matching group, with partners the
 * market); of a model the wording, or, where there is one wording only, the draw: then all of them are one subject's.
 */
import { counted } from '../../core/format.ts';
import type { SessionFacts, Treatments } from '../../core/stored-rows.ts';
import { nameAsked } from './agent-name.ts';
import type { RoundMemo } from './round-memo.ts';
import type { MatchingGroups } from './matching-groups.ts';
import { type Bucket, observationsIn, type ObservationList, type SeatObservation } from './observations.ts';

/** How people are grouped. Models are always grouped by their id. */
export type By = 'session' | 'treatment' | 'all';

/** `treatments`: by participant code. `sessions`: all that are looked at, whether or not they are in these buckets. */
export type Grouping = { readonly by: By; readonly treatments: Treatments; readonly sessions: readonly SessionFacts[] };

/** A group before anything is estimated: its observations as they lie in the buckets, some of them at rest. */
export type SampleGroup = {
  readonly id: string;
  readonly label: string;
  readonly kind: 'people' | 'model';
  /** economicus, moralis or baseline where a model plays under such a label; human for people. */
  readonly mark: string;
  readonly sessions: Set<string>;
  readonly lists: ObservationList[];
  /** Of a model: its agent, and how it was asked where that was not for JSON. */
  readonly agent: { readonly id: string; readonly ask: Bucket['seat']['ask'] } | null;
  /** The stamps of its buckets: the same as long as its observations are; null: not known. */
  stamp: string | null;
};

/** The observations of a group. */
export type SampleLists = readonly (readonly SeatObservation[])[];

/** The observations of a group, in memory. */
export async function listsOf({ lists }: Pick<SampleGroup, 'lists'>): Promise<SampleLists> {
  const found: (readonly SeatObservation[])[] = [];
  for (const list of lists) found.push(await observationsIn(list));
  return found;
}

/** Called between pieces of work, so that a screen never stands still. */
export type Breathe = () => void | Promise<void>;

/**
 * The groups of these buckets, in the order in which they were first met: people by session (of one session alone all are one
 * group), by treatment (those without one are a group of their own) or all together, and each model by its name and how it was
 * asked: words, JSON and probabilities are never one group.
 */
export async function sampleGroups(
  buckets: readonly Bucket[],
  { by, treatments, sessions }: Grouping,
  breathe: Breathe,
): Promise<readonly SampleGroup[]> {
  const groups = new Map<string, SampleGroup>();
  const add = (id: string, label: string, bucket: Bucket, list: ObservationList): void => {
    const { seat, session, stamp } = bucket;
    const kind = seat.kind === 'model' ? 'model' : 'people';
    let group = groups.get(id);
    if (group === undefined) {
      const agent = kind === 'model' ? { id: seat.id, ask: seat.ask } : null;
      const mark = kind === 'model' ? seat.label : 'human';
      groups.set(id, (group = { id, label, kind, mark, sessions: new Set(), lists: [], agent, stamp: id }));
    }
    group.stamp = stamp === undefined || group.stamp === null ? null : `${group.stamp} ${stamp}`;
    group.sessions.add(session.code);
    group.lists.push(list);
  };
  const several =
    new Set(buckets.flatMap(({ seat, session }) => (seat.kind === 'human' ? [session.code] : []))).size > 1;
  for (const bucket of buckets) {
    const { seat, session, observations } = bucket;
    if (seat.kind === 'model') {
      const name = nameAsked(seat.id, seat.ask);
      add(`model ${name}`, name, bucket, observations);
    } else if (by === 'treatment')
      for (const [treatment, items] of await byTreatment(await observationsIn(observations), treatments, breathe))
        add(`treatment ${treatment ?? ''}`, treatment ?? 'no treatment', bucket, { items, resting: null });
    else if (by === 'session' && several)
      add(`session ${session.code}`, sessionLabel(session, sessions), bucket, observations);
    else add('people', 'people', bucket, observations);
  }
  return [...groups.values()];
}

/** Its name, and its code where another one has the same name: two files may each hold a "Monday". */
function sessionLabel({ code, name }: SessionFacts, sessions: readonly SessionFacts[]): string {
  if (name === null) return `rehearsal ${code}`;
  return sessions.some((other) => other.name === name && other.code !== code) ? `${name} (${code})` : name;
}

async function byTreatment(
  observations: readonly SeatObservation[],
  treatments: Treatments,
  breathe: Breathe,
): Promise<ReadonlyMap<string | null, SeatObservation[]>> {
  const lists = new Map<string | null, SeatObservation[]>();
  for (const [at, one] of observations.entries()) {
    const treatment = treatments.get(one.participant ?? '') ?? null;
    const mine = lists.get(treatment);
    if (mine === undefined) lists.set(treatment, [one]);
    else mine.push(one);
    if (at % 8192 === 0) await breathe();
  }
  return lists;
}

export type UnitKind = 'participant' | 'matching group' | 'wording' | 'draw' | 'situation';

/** One independent observation. */
export type ObservationUnit = {
  /** By measure: all values that were taken of it. */
  readonly values: readonly (readonly number[])[];
  /** By round from 1: its mean. */
  readonly path: readonly (number | null)[];
};

export type Units = {
  readonly kind: UnitKind;
  readonly units: readonly ObservationUnit[];
  /** By unit: who it is, the same in every group: a participant's code, that of a matching group, a wording or a match. */
  readonly keys: readonly string[];
  /** Of people: how many; of models: how many wordings. */
  readonly subjects: number;
  readonly wordings: readonly string[];
  readonly matches: number;
};

/** How many observations are gone through between two turns of the event loop. */
const PIECE = 4096;

/**
 * The observations of one group as independent units, in the order in which they were first seen. `met`: each participant's
 * matching group, where they met anybody. Of people a unit is the participant or the group; of a model the wording or the draw.
 */
export async function unitsOf(
  { kind: who }: Pick<SampleGroup, 'kind'>,
  lists: SampleLists,
  met: ReadonlyMap<string, string>,
  breathe: Breathe = () => undefined,
): Promise<Units> {
  const people = who === 'people';
  const wordings = new Set<string>();
  let [matches, last] = [0, ''];
  for (const list of lists)
    for (const { wording, match } of list) {
      wordings.add(wording);
      if (match !== last) matches += 1;
      last = match;
    }
  const persons = new Set<string>();
  const byUnit = new Map<string, SeatObservation | SeatObservation[]>();
  let done = 0;
  for (const list of lists)
    for (const one of list) {
      const person = one.participant ?? one.match;
      if (people && met.size > 0) persons.add(person);
      const key = people ? (met.get(person) ?? person) : wordings.size > 1 ? one.wording : one.match;
      const mine = byUnit.get(key);
      if (mine === undefined) byUnit.set(key, one);
      else if (Array.isArray(mine)) mine.push(one);
      else byUnit.set(key, [mine, one]);
      if (++done % PIECE === 0) await breathe();
    }
  const units: ObservationUnit[] = [];
  for (const mine of byUnit.values()) {
    // A single observation is its unit as it is.
    units.push(Array.isArray(mine) ? { values: valuesOf(mine), path: pathOf(mine) } : mine);
    if (units.length % PIECE === 0) await breathe();
  }
  // Where nobody met anybody each is a unit.
  const several = met.size > 0 ? persons.size : units.length;
  const kind = people
    ? units.length < several
      ? 'matching group'
      : 'participant'
    : wordings.size > 1
      ? 'wording'
      : 'draw';
  const subjects = people ? several : wordings.size;
  return { kind, units, keys: [...byUnit.keys()], subjects, wordings: [...wordings], matches };
}

/** Lists no longer than they are: one that has grown keeps room for more. */
function valuesOf(mine: readonly SeatObservation[]): ObservationUnit['values'] {
  return (mine[0]?.values ?? []).map((_, m) => {
    const all: number[] = [];
    for (const { values } of mine) for (const value of values[m] ?? []) all.push(value);
    return all.slice();
  });
}

function pathOf(mine: readonly SeatObservation[]): ObservationUnit['path'] {
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
  return means.slice();
}

/** "24 people", "12 people in 6 groups", "3 wordings, 20 matches", "40 draws of one subject". */
export function sizeWords(
  kind: SampleGroup['kind'],
  {
    kind: unit,
    subjects,
    matches,
    units,
  }: Pick<Units, 'kind' | 'subjects' | 'matches'> & { readonly units: readonly unknown[] },
): string {
  if (kind === 'people')
    return unit === 'matching group'
      ? `${counted(subjects, 'person', 'people')} in ${counted(units.length, 'group')}`
      : counted(subjects, 'person', 'people');
  if (unit === 'wording') return `${counted(units.length, 'wording')}, ${counted(matches, 'match', 'matches')}`;
  return `${counted(units.length, 'draw')} of one subject`;
}

/** "3 situations, from probabilities, no reasoning". */
export const situationWords = (n: number): string => `${counted(n, 'situation')}, from probabilities, no reasoning`;

/**
 * The ways to group the people of these buckets that differ: by session, by treatment where anybody has one, and all together
 * where there are several sessions or treatments.
 */
export async function groupingsOf(
  buckets: readonly Bucket[],
  treatments: Treatments,
  known: RoundMemo<boolean>,
): Promise<readonly By[]> {
  const people = buckets.filter(({ seat }) => seat.kind === 'human');
  const sessions = new Set(people.map(({ session }) => session.code)).size > 1;
  const isTreated = ({ participant }: SeatObservation): boolean => (treatments.get(participant ?? '') ?? null) !== null;
  let treated = false;
  for (const { observations, stamp } of treatments.size === 0 ? [] : people) {
    const key = stamp === undefined ? null : `${stamp} ${treatments.size}`;
    treated = await known.of(key, async () => (await observationsIn(observations)).some(isTreated));
    if (treated) break;
  }
  return ['session', ...(treated ? (['treatment'] as const) : []), ...(sessions ? (['all'] as const) : [])];
}

/** By treatment (`groupings`: the ways that differ): what a reader of such groups must know, a sentence each. Nobody has one, or those who met had different ones. */
export function groupingNotes(
  buckets: readonly Bucket[],
  { by, treatments }: Pick<Grouping, 'by' | 'treatments'>,
  groupings: readonly By[],
  met: MatchingGroups,
): readonly string[] {
  const people = buckets.filter(({ seat }) => seat.kind === 'human');
  if (by !== 'treatment' || people.length === 0) return [];
  if (!groupings.includes('treatment'))
    return [
      'Nobody here has a treatment, so people stand by session: give them one in the lab, or with --treatment of "homines play".',
    ];
  const mixed = [...met.values()].reduce((sum, groupOf) => {
    const treatmentsOf = Map.groupBy([...groupOf.keys()], (person) => groupOf.get(person));
    const several = (members: readonly string[]) => new Set(members.map((one) => treatments.get(one) ?? null)).size > 1;
    return sum + [...treatmentsOf.values()].filter(several).length;
  }, 0);
  return mixed === 0
    ? []
    : [
        `People of different treatments met each other in ${counted(mixed, 'matching group')}: where most groups are such, two treatments are compared within them, in pairs; else these are left out of the tests.`,
      ];
}
