/**
 * The preferences of a group: one κ and one noise for all, the fuller fit beside it, and a reason wherever economics
 * does not allow an estimate. People are drawn whole by the bootstrap; a model's draws are independent draws of one
 * subject.
 */
import { listed } from '../../core/format.ts';
import { rng, type Rng } from '../../core/rng.ts';
import { tellsKappa } from './best-plans.ts';
import { nodeByNode, sampleOf } from './cells.ts';
import { type KappaRange, kappaRange } from './kappa-range.ts';
import { estimateInSteps, type Estimated } from './estimate.ts';
import { fit, type Model, parametersOf, PARAMETERS, whole } from './fit.ts';
import {
  beliefNotes,
  exclusionsOf,
  type BeliefCounts,
  beliefCounts,
  type Exclusion,
  instrumentName,
  type Observation,
} from './observation.ts';
import { type ProbabilityPreferences, probabilityPreferences } from './probability-group.ts';
import { identified } from './precision.ts';
import { isRefusal, type Reason, refuse, type Refusal } from './refusal.ts';
import { words } from './words.en.ts';

/** Fewer people, or fewer draws of a model, are dots and counts. */
export const LEAST = 5;
/** Samples that the bootstrap draws; of many units fewer, whose percentiles are steady enough. */
export const DRAWS = 1000;
const MANY = 10_000;
const DRAWS_OF_MANY = 200;

/**
 * What a group wants, with all that it rests on: who and how many, what they were told, which beliefs were used, and
 * what had to be left out.
 */
export type Preferences = {
  readonly of: 'people' | 'draws';
  readonly players: number;
  /** What the bootstrap draws whole: players, or matching groups. */
  readonly units: number;
  readonly observations: number;
  readonly information: string;
  readonly beliefs: BeliefCounts;
  readonly methods: Readonly<Record<Observation['method'], number>>;
  readonly leftOut: readonly Exclusion<'roles' | 'repeated'>[];
  readonly notes: readonly string[];
  /** (κ, λ), and (κ, α, β, λ) beside it. */
  readonly kappa: Estimated | Refusal;
  readonly full: Estimated | Refusal;
  /** κ over the grid of beliefs and noises: what is concluded follows its worst; null where κ is refused. */
  readonly range: KappaRange | null;
};

/**
 * `random`: where the bootstrap draws from; `draws`: how many samples it draws, by default 1,000, or 200 of more than
 * 10,000 units.
 */
export type Options = { readonly random?: Rng; readonly draws?: number };

/**
 * The preferences of a group, all at once; a refusal, with its reason in words, where economics or the number of people
 * does not allow an estimate.
 */
export function preferencesOf(
  observations: readonly Observation[],
  options: Options = {},
): Preferences | ProbabilityPreferences | Refusal {
  const steps = preferencesInSteps(observations, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same in steps of a few milliseconds, each yielding: a screen stays awake between them. */
export function* preferencesInSteps(
  observations: readonly Observation[],
  { random = rng(0, 'preferences'), draws }: Options = {},
): Generator<void, Preferences | ProbabilityPreferences | Refusal> {
  const group = groupOf(observations);
  if (isRefusal(group)) return group;
  const { used, leftOut, people } = group;
  if (used.some(({ told }) => told !== undefined)) return yield* probabilityPreferences(used, leftOut);
  const sample = sampleOf(used);
  const methods = tally(used.map(({ method }) => method));
  const estimate = function* (model: Model): Generator<void, Estimated | Refusal> {
    if (model === 'full' && !whole(sample)) return refuse('direct');
    if (!identified(sample, model)) return refuse('unidentified', { parameters: namesOf(model) });
    const often = draws ?? (sample.units.size > MANY ? DRAWS_OF_MANY : DRAWS);
    return yield* estimateInSteps(sample, model, random, people ? often : null);
  };
  const kappa = yield* estimate('kappa');
  return {
    of: people ? 'people' : 'draws',
    players: new Set(used.map(({ player }) => player)).size,
    units: sample.units.size,
    observations: used.length,
    information: used[0]!.information,
    beliefs: beliefCounts(used.map(({ belief }) => belief.kind)),
    methods: { strategy: methods.get('strategy') ?? 0, direct: methods.get('direct') ?? 0 },
    leftOut,
    notes: [
      people ? words.notes.pooled : words.notes.oneSubject,
      words.notes.narrow,
      ...(used.some((one) => nodeByNode(one) && !one.alone) ? [words.notes.nodeByNode] : []),
      ...(used.some((one) => nodeByNode(one) && one.alone) ? [words.notes.alone] : []),
      ...beliefNotes(used),
    ],
    kappa,
    range: isRefusal(kappa) ? null : yield* kappaRange(sample, fit(sample, 'kappa'), kappa.estimates[0]),
    full: yield* estimate('full'),
  };
}

/** What may be estimated together: people, or one model under one wording by one instrument, who were told the same about the other. */
export function groupsOf(observations: readonly Observation[]): readonly (readonly Observation[])[] {
  const source = (one: Observation): string =>
    one.kind === 'human' ? one.kind : `${one.kind} ${one.player}\n${instrumentName(one)}`;
  // Neighbours are mostly told the same: people are not looked up one by one.
  const groups = new Map<string, Observation[]>();
  let [last, mine]: [Observation | null, Observation[]] = [null, []];
  for (const one of observations) {
    const same = last?.kind === 'human' && one.kind === 'human' && last.information === one.information;
    if (!same) {
      const key = `${source(one)}\n${one.information}`;
      const known = groups.get(key);
      if (known === undefined) groups.set(key, (mine = []));
      else mine = known;
    }
    mine.push(one);
    last = one;
  }
  return [...groups.values()];
}

type Group = {
  readonly used: readonly Observation[];
  readonly leftOut: Preferences['leftOut'];
  readonly people: boolean;
};

/** Who may be estimated together, by the rules of economics: the first one that is broken is the reason. */
function groupOf(observations: readonly Observation[]): Group | Refusal {
  if (observations.length === 0) return refuse('nothing');
  if (observations.some(({ kind }) => kind !== 'human' && kind !== 'model')) return refuse('lines');
  const people = observations[0]!.kind === 'human';
  if (observations.some(({ kind }) => (kind === 'human') !== people)) return refuse('mixed');
  const sources = distinct(observations.map(({ player }) => player));
  if (!people && sources.length > 1) return refuse('sources', { sources: listed(sources) });
  const instruments = distinct(observations.map(instrumentName));
  if (instruments.length > 1) return refuse('instruments', { instruments: listed(instruments) });
  const why = ({ roles, repeated }: Observation): 'roles' | 'repeated' | null =>
    roles !== 'drawn' ? 'roles' : repeated ? 'repeated' : null;
  const used = observations.filter((one) => why(one) === null);
  const leftOut = exclusionsOf(observations.map(why).filter((reason) => reason !== null));
  if (used.length === 0) return refuse(leftOut.toSorted((a, b) => b.rows - a.rows)[0]!.reason);
  const information = distinct(used.map((one) => one.information));
  if (information.length > 1) return refuse('information', { information: listed(information) });
  const few = (reason: Reason, n: number): Refusal | null => (n < LEAST ? refuse(reason, { least: LEAST, n }) : null);
  const refused = people
    ? (few('fewPeople', distinct(used.map(({ player }) => player)).length) ??
      few('fewGroups', distinct(used.map(({ unit }) => unit)).length))
    : used.some(({ told }) => told !== undefined)
      ? null
      : few('fewDraws', used.length);
  if (refused !== null) return refused;
  if (!used.some(tellsKappa)) return refuse('control', { games: listed(distinct(used.map(({ game }) => game))) });
  return { used, leftOut, people };
}

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];
const tally = (values: readonly string[]): ReadonlyMap<string, number> =>
  values.reduce((counts, value) => counts.set(value, (counts.get(value) ?? 0) + 1), new Map<string, number>());
const namesOf = (model: Model): string => listed(parametersOf(model).map((i) => words.names[PARAMETERS[i]!]));
