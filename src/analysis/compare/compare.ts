/**
 * The comparison, from observations to one document. In this order it is read:
 *
 *     stored matches   collect.ts            each match folded once, every seat observed: `condition.ts`, `observations.ts`
 *     samples          samples.ts            who is compared with whom, and what is one independent observation
 *     estimates        estimate.ts           each measure of each group, with its interval; `benchmarks.ts` beside them
 *     tests            hypothesis-tests.ts   differences between groups and within person; `within-person.ts` across conditions
 *     conclusions      conclusions.ts        Holm's adjustment, verdicts, sentences
 *     document.ts      what comes of it, drawn by blocks.ts
 */
import { hasFixedOrder } from '../../core/option-order.ts';
import { figuresByScale } from '../../core/comparison-spec.ts';
import type { AnyGame } from '../../core/game.ts';
import { counted } from '../../core/format.ts';
import type { CallCount } from '../../core/stored-rows.ts';
import type { PublishedStudy, ReferenceTable } from '../../core/published-figures.ts';
import { peopleBeside } from '../published-people.ts';
import { DRAWS } from '../stats/bootstrap.ts';
import { SPLITS } from '../stats/permutation.ts';
import { holm, verdict } from '../stats/verdicts.ts';
import { believingOf, type Benchmark, benchmarksOf, inIntervals, predictionsOf } from './benchmarks.ts';
import { withVerdicts } from './conclusions.ts';
import { type Condition, conditionParts, othersIn } from './condition.ts';
import type { Comparison, ConditionComparison, Group } from './document.ts';
import { FEW } from '../stats/few.ts';
import { endsOf, estimate, type MeasureEstimate, meanPath, type MeasureSample, measureSample } from './estimate.ts';
import { againstZero, conditionTests, type TestGroup } from './hypothesis-tests.ts';
import {
  agentsAlone,
  type BenchmarkPlay,
  type Bucket,
  byCondition,
  firstMatches,
  notesOf,
  type Observations,
  type SeatObservation,
  type ToldObservation,
  playsUnder,
} from './observations.ts';
import { type Instrument, instrumentOf } from './instrument.ts';
import { positionOf, toldPositionOf } from './position.ts';
import { guessesOf, type StoredGuess } from './guesses.ts';
import { pooledPreferences } from './pooled-preferences.ts';
import { gamePreferences } from './preferences.ts';
import {
  type Breathe,
  type Grouping,
  groupingNotes,
  groupingsOf,
  matchingGroups,
  type SampleGroup,
  sampleGroups,
  situationWords,
  sizeWords,
  type Units,
  unitsOf,
} from './samples.ts';
import { shareEstimate } from './shares.ts';
import { acrossConditions } from './within-person.ts';

/** What a comparison is asked to show, and what it is told besides the observations. */
export type ComparisonRequest = Grouping & {
  readonly files: readonly string[];
  readonly rehearsals: number;
  readonly models: readonly CallCount[];
  readonly references: readonly PublishedStudy[];
  /** The tables of published people; without them none are shown. */
  readonly table?: ReferenceTable;
  readonly guesses?: readonly StoredGuess[];
  /** Profiles that are left out: their matches are one-draw questions to agents, judged by themselves. */
  readonly profiles?: { readonly sessions: number; readonly matches: number };
  /** Whether they are estimated: that takes longer than everything else. */
  readonly preferences?: boolean;
  /** Whether it is for a screen of the lab: notes then name keys, else flags. */
  readonly inLab?: boolean;
  /** Called between pieces of work. */
  breathe?: Breathe;
};

/** The document of a comparison: the same observations give the same document, resampling included. */
export async function compare(observations: Observations, ask: ComparisonRequest): Promise<Comparison> {
  const { plays, troubles } = observations;
  const { buckets, again } = firstMatches(observations.buckets);
  const breathe = ask.breathe ?? (() => undefined);
  const groupings = groupingsOf(buckets, ask.treatments);
  const grouping: Grouping = groupings.includes(ask.by) || ask.by === 'all' ? ask : { ...ask, by: 'session' };
  const profiles = ask.profiles ?? { sessions: 0, matches: 0 };
  const counts = { ...observations.counts, rehearsals: ask.rehearsals, profiled: profiles.matches, again };
  const conditions = byCondition(buckets);
  // Whoever met again learned again, whether or not that match counts.
  const met = await matchingGroups(observations.buckets, breathe);
  const compared: ConditionComparison[] = [];
  for (const [condition, mine] of conditions) {
    const groups = await measureGroups(condition, mine, met.get(condition.game.name) ?? new Map(), grouping, breathe);
    compared.push(await compareGroups(condition, groups, playsUnder(condition, plays), ask.table ?? NO_TABLE, breathe));
  }
  for (const [condition, mine] of agentsAlone(observations))
    compared.push(await compareGroups(condition, [], mine, ask.table ?? NO_TABLE, breathe));
  return {
    by: ask.by,
    groupings,
    files: ask.files,
    counts,
    sessions: ask.sessions,
    ...withVerdicts(compared, await acrossConditions(conditions, met, grouping, breathe)),
    preferences: ask.preferences !== true ? null : await gamePreferences(buckets, met, grouping, breathe),
    pooled: ask.preferences !== true ? null : await pooledPreferences(buckets, met, grouping, breathe),
    guesses: await guessesOf(buckets, ask.guesses ?? [], grouping, breathe),
    models: ask.models,
    references: ask.references.filter(({ game }) => compared.length === 0 || compared.some((one) => one.game === game)),
    notes: [
      ...groupingNotes(buckets, ask, met),
      ...notesOf(counts, buckets.length, ask.inLab === true),
      ...compared.flatMap(wordingNotes),
      ...profileNotes(profiles),
      ...troubles,
    ],
    methods: { level: 0.95, resamples: DRAWS, splits: SPLITS, few: FEW },
  };
}

const NO_TABLE: ReferenceTable = () => [];

/** Where people of one condition read different words, who read which: a difference between them may be one of words. */
function wordingNotes(one: ConditionComparison): readonly string[] {
  const people = one.groups.filter(({ kind }) => kind === 'people');
  if (new Set(people.flatMap(({ wordings }) => wordings)).size < 2) return [];
  const read = people.map(({ label, wordings }) => `${label}: ${wordings.join(' and ')}`).join('; ');
  return [
    `People of one condition read different wordings (${[one.title, ...conditionParts(one)].join(', ')}; by their hashes ${read}): what differs may be the words.`,
  ];
}

const pointOf = (value: number | null): readonly [number, number] | null => (value === null ? null : [value, value]);

/** That profiles are elsewhere, and where. */
const profileNotes = ({ sessions, matches }: NonNullable<ComparisonRequest['profiles']>): readonly string[] =>
  sessions === 0
    ? []
    : [
        `${counted(matches, 'match', 'matches')} of ${counted(sessions, 'profile')} left out: profiles are judged by themselves, in the report or with "homines profile --again"; named with --session one is taken in.`,
      ];

/** A group with its independent units, and by measure their means. `instrument`: where it told probabilities instead of answering. */
type MeasuredGroup = SampleGroup & {
  readonly units: Units;
  readonly samples: readonly MeasureSample[];
  readonly told: readonly ToldObservation[];
  readonly instrument: Instrument | null;
};

async function measureGroups(
  condition: Condition,
  buckets: readonly Bucket[],
  met: ReadonlyMap<string, string>,
  grouping: Grouping,
  breathe: Breathe,
): Promise<readonly MeasuredGroup[]> {
  const { game } = condition;
  const ofAnswers = answerRates(condition);
  const groups: MeasuredGroup[] = [];
  for (const group of await sampleGroups(buckets, grouping, breathe)) {
    const units = await unitsOf(group, met, breathe);
    const samples: MeasureSample[] = [];
    for (const [at, { name }] of game.measures.entries()) {
      samples.push(measureSample(units.units, at, ofAnswers.has(name)));
      await breathe();
    }
    const told = group.lists.flatMap((list) => list.filter(hasTold));
    const { agent } = group;
    const ask = agent?.ask === 'grid' ? 'grid' : 'decision';
    const instrument = agent === null || told.length === 0 ? null : instrumentOf(told, ask, agent.id);
    groups.push({ ...group, units, samples, told, instrument });
  }
  return groups;
}

const hasTold = (one: SeatObservation): one is ToldObservation => one.told !== null;

/**
 * A rate of answers is counted as yes or no; other rates (an efficiency) only happen to be 0 or 1. Those that a game declares
 * or draws are rates of answers; of a game that does neither, all are taken for some.
 */
function answerRates({ game: { comparison, measures }, config, seat }: Condition): ReadonlySet<string> {
  const figures = comparison?.figures?.(config, seat);
  if (figures === undefined && comparison?.declared === undefined) return new Set(measures.map(({ name }) => name));
  const drawn = (figures ?? []).flatMap(({ rows }) => rows.map(({ measure }) => measure));
  return new Set([...(comparison?.declared ?? []), ...drawn]);
}

async function compareGroups(
  condition: Condition,
  measured: readonly MeasuredGroup[],
  plays: readonly BenchmarkPlay[],
  table: ReferenceTable,
  breathe: Breathe,
): Promise<ConditionComparison> {
  const { game, config } = condition;
  const benchmarks = benchmarksOf(condition, plays);
  const sampled = measured.filter(({ instrument }) => instrument === null);
  const ends = game.measures.map(({ scale }, at) =>
    endsOf(
      scale,
      sampled.map(({ samples }) => samples[at]!),
    ),
  );
  const groups: Group[] = [];
  for (const group of measured) {
    const measures: MeasureEstimate[] = [];
    for (const [at, measure] of game.measures.entries()) {
      const sample = group.samples[at]!;
      measures.push(
        group.instrument === null
          ? estimate(sample, measure, ends[at])
          : shareEstimate(group.told, at, measure, sample),
      );
      await breathe();
    }
    const { id, label, mark, kind, units, sessions, instrument } = group;
    const unit = instrument === null ? units.kind : 'situation';
    const count = instrument?.situations ?? units.units.length;
    groups.push({
      ...{ id, label, mark, kind, instrument },
      ...{ subjects: units.subjects, unit, units: count, matches: units.matches },
      size: instrument === null ? sizeWords(kind, units) : situationWords(count),
      wordings: units.wordings,
      sessions: [...sessions],
      measures,
      held: [],
      position:
        instrument !== null
          ? toldPositionOf(game, group.told)
          : kind === 'model'
            ? positionOf(game, group.lists, units.kind)
            : null,
      contrasts: instrument === null ? contrasts(game, measures, group.samples) : [],
      ...(await meanPath(units.units, breathe, instrument === null)),
    });
  }
  const predictions = predictionsOf(benchmarks, groups);
  const sides = sampled.map(({ label, kind, units, samples }): TestGroup => ({
    ...{ label, kind, samples },
    ...{ units: units.units, keys: units.keys },
  }));
  const path = game.comparison?.path?.(config, condition.seat);
  return {
    key: condition.key,
    game: game.name,
    title: game.title,
    version: game.version,
    older: condition.older,
    settings: condition.settings,
    fixedOrder: groups.some(({ position }) => (position?.matches.game ?? 0) > 0) && hasFixedOrder(game, config),
    against: condition.opponent.words,
    ...{ as: condition.as, seat: condition.as === '' ? null : condition.seat, told: condition.told },
    believing: benchmarks.some(({ believing }) => believing !== '') ? believingOf(condition) : '',
    config,
    figures:
      game.comparison?.figures?.(config, condition.seat) ?? figuresByScale(drawnMeasures(game, groups, benchmarks)),
    path:
      path === undefined
        ? null
        : { title: path.title, period: path.period, decimals: path.decimals, levels: path.levels },
    measures: game.measures.map(({ name, sentence, source, scale }) => ({
      ...{ name, sentence, source, scale },
      declared: game.comparison?.declared?.includes(name) ?? false,
    })),
    groups: groups.map((group) => ({ ...group, held: inIntervals(group.measures, predictions) })),
    lines: benchmarks,
    people: peopleBeside(
      game,
      config,
      table,
      othersIn(
        condition,
        measured.some(({ kind }) => kind === 'people'),
      ),
    ),
    tests: await conditionTests(game, sides, breathe),
    conclusions: [],
  };
}

/** The game's measures with whatever would be drawn of them: of a game that declares no figures. */
const drawnMeasures = (game: AnyGame, groups: readonly Group[], benchmarks: readonly Benchmark[]) =>
  game.measures.map(({ name, scale }) => {
    const estimates = groups.flatMap(({ measures }) => measures.filter(({ measure }) => measure === name));
    const marks = benchmarks.flatMap(({ values }) => values[name] ?? []);
    return {
      name,
      scale,
      drawn: [
        ...estimates.flatMap((one) => [
          ...[...(one.interval ?? []), ...(one.range ?? []), ...one.dots],
          ...(one.mean === null ? [] : [one.mean]),
        ]),
        ...marks,
      ],
    };
  });

/** Differences from 0 that the game declares, of one group: a family of their own, adjusted together (Holm 1979). */
function contrasts(
  { comparison, measures: known }: AnyGame,
  measures: readonly MeasureEstimate[],
  samples: readonly MeasureSample[],
): Group['contrasts'] {
  const found = (comparison?.contrasts ?? []).flatMap((contrast) => {
    const at = known.findIndex(({ name }) => name === contrast.measure);
    const [estimated, sample] = [measures[at], samples[at]];
    if (estimated === undefined || sample === undefined || estimated.n === 0) return [];
    const { n, mean, interval } = estimated;
    return [{ ...contrast, n, mean, interval, ...(againstZero(sample) ?? { p: null, test: null }) }];
  });
  // One that cannot be tested stays in the family that the game declares.
  const adjusted = holm(found.map(({ p }) => p ?? 1));
  return found.map((one, i) => ({
    ...one,
    adjusted: one.p === null ? null : adjusted[i]!,
    // Where all are equal nothing tells how they vary: then they are all on one side, which p alone says.
    verdict: one.p !== null && adjusted[i]! < 0.05 ? verdict(one.interval ?? pointOf(one.mean), one.side) : 'not shown',
  }));
}
