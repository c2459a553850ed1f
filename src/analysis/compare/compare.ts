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
import { countingIn, firstMatches, stampOf } from './buckets.ts';
import { type Condition, conditionParts, othersIn } from './condition.ts';
import type { Comparison, ConditionComparison, Group } from './document.ts';
import { FEW } from '../stats/few.ts';
import { endsOf, estimate, type MeasureEstimate, meanPath, type MeasureSample, type ScaleEnds } from './estimate.ts';
import { againstZero, conditionTests } from './hypothesis-tests.ts';
import { type MeasuredGroup, measureGroups, testedGroup } from './measured-group.ts';
import { beginUpdate, type ComparisonMemory, newComparisonMemory } from './memory.ts';
import {
  agentsAlone,
  type BenchmarkPlay,
  type Bucket,
  byCondition,
  notesOf,
  type Observations,
  playsUnder,
} from './observations.ts';
import { positionOf, toldPositionOf } from './position.ts';
import { guessesOf, type StoredGuess } from './guesses.ts';
import { pooledPreferences } from './pooled-preferences.ts';
import { gamePreferences } from './preferences.ts';
import {
  type Breathe,
  type Grouping,
  groupingNotes,
  groupingsOf,
  listsOf,
  situationWords,
  sizeWords,
} from './samples.ts';
import { shareEstimate } from './shares.ts';
import { acrossConditions, keyOf } from './within-person.ts';

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
  /** What the updates before this one left, of the same collector's observations. */
  readonly memory?: ComparisonMemory;
  /** Called between pieces of work. */
  breathe?: Breathe;
};

/** The document of a comparison: the same observations give the same document, resampling included, whatever is remembered of earlier ones. */
export async function compare(observations: Observations, ask: ComparisonRequest): Promise<Comparison> {
  const { plays, troubles } = observations;
  const breathe = ask.breathe ?? (() => undefined);
  const memory = ask.memory ?? newComparisonMemory();
  beginUpdate(memory, ask.preferences === true);
  const { buckets, again } = await countedBuckets(observations.buckets, memory, breathe);
  const groupings = await groupingsOf(buckets, ask.treatments, memory.treated);
  const grouping: Grouping = groupings.includes(ask.by) || ask.by === 'all' ? ask : { ...ask, by: 'session' };
  const profiles = ask.profiles ?? { sessions: 0, matches: 0 };
  const counts = { ...observations.counts, rehearsals: ask.rehearsals, profiled: profiles.matches, again };
  const conditions = byCondition(buckets);
  // Whoever met again learned again, whether or not that match counts.
  const met = await memory.met.follow(observations.buckets, breathe);
  const compared: ConditionComparison[] = [];
  const table = ask.table ?? NO_TABLE;
  for (const [condition, mine] of conditions) {
    const groups = await measureGroups(condition, mine, met, grouping, memory, breathe);
    compared.push(await compareGroups(condition, groups, playsUnder(condition, plays), table, memory, breathe));
  }
  for (const [condition, mine] of agentsAlone(observations))
    compared.push(await compareGroups(condition, [], mine, table, memory, breathe));
  return {
    by: ask.by,
    groupings,
    files: ask.files,
    counts,
    sessions: ask.sessions,
    ...withVerdicts(compared, await acrossConditions(conditions, met, grouping, memory, breathe)),
    preferences: ask.preferences !== true ? null : await gamePreferences(buckets, met, grouping, memory, breathe),
    pooled:
      ask.preferences !== true
        ? null
        : await memory.pooled.of(keyOf(conditions, grouping, memory.met.leftInAll()), () =>
            pooledPreferences(buckets, met, grouping, breathe),
          ),
    guesses: await guessesOf(buckets, ask.guesses ?? [], grouping, memory, breathe),
    models: ask.models,
    references: ask.references.filter(({ game }) => compared.length === 0 || compared.some((one) => one.game === game)),
    notes: [
      ...groupingNotes(buckets, ask, groupings, met),
      ...notesOf(counts, buckets.length, ask.inLab === true),
      ...compared.flatMap(wordingNotes),
      ...profileNotes(profiles),
      ...troubles,
    ],
    methods: { level: 0.95, resamples: DRAWS, splits: SPLITS, few: FEW },
  };
}

const NO_TABLE: ReferenceTable = () => [];

/** Buckets of persons instead of matches, with their stamps; `again`: how many matches of people do not count for that. */
async function countedBuckets(all: readonly Bucket[], { firsts }: ComparisonMemory, breathe: Breathe) {
  const again = new Set<string>();
  const buckets: Bucket[] = [];
  for (const bucket of all) {
    const stamp = stampOf(bucket);
    const first = await firsts.of(stamp, () => firstMatches(bucket));
    for (const match of first.again) again.add(match);
    buckets.push({ ...bucket, observations: countingIn(bucket, first), stamp });
    await breathe();
  }
  return { buckets, again: again.size };
}

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

async function compareGroups(
  condition: Condition,
  measured: readonly MeasuredGroup[],
  plays: readonly BenchmarkPlay[],
  table: ReferenceTable,
  { expected, published }: ComparisonMemory,
  breathe: Breathe,
): Promise<ConditionComparison> {
  const { game, config } = condition;
  const benchmarks = await benchmarksOf(condition, plays, expected);
  const sampled = measured.filter(({ instrument }) => instrument === null);
  const ends = game.measures.map(({ scale }, at) =>
    endsOf(
      scale,
      sampled.map(({ ranges }) => ranges[at]!),
    ),
  );
  const groups: Group[] = [];
  for (const group of measured) groups.push(await estimatedGroup(game, group, ends, breathe));
  const predictions = predictionsOf(benchmarks, groups);
  const path = game.comparison?.path?.(config, condition.seat);
  const others = othersIn(
    condition,
    measured.some(({ kind }) => kind === 'people'),
  );
  const tests = await conditionTests(game, sampled.map(testedGroup), breathe);
  for (const group of measured) await group.letGo();
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
    people: await published.of(`${others} ${condition.key}`, () => peopleBeside(game, config, table, others)),
    tests,
    conclusions: [],
  };
}

/** A group's estimates, worked out once as long as it and the bins of its condition (`ends`, by measure) are the same. */
async function estimatedGroup(
  game: AnyGame,
  measured: MeasuredGroup,
  ends: readonly ScaleEnds[],
  breathe: Breathe,
): Promise<Group> {
  const bins = JSON.stringify(ends);
  if (measured.estimated?.ends === bins) return measured.estimated.group;
  const { id, label, mark, kind, sessions, instrument } = measured;
  const { units, samples, told } = await measured.measured();
  const measures: MeasureEstimate[] = [];
  for (const [at, measure] of game.measures.entries()) {
    const sample = samples[at]!;
    measures.push(instrument === null ? estimate(sample, measure, ends[at]) : shareEstimate(told, at, measure, sample));
    await breathe();
  }
  const unit = instrument === null ? units.kind : 'situation';
  const count = instrument?.situations ?? units.units.length;
  const group: Group = {
    ...{ id, label, mark, kind, instrument },
    ...{ subjects: units.subjects, unit, units: count, matches: units.matches },
    size: instrument === null ? sizeWords(kind, units) : situationWords(count),
    wordings: units.wordings,
    sessions: [...sessions],
    measures,
    held: [],
    position:
      instrument !== null
        ? toldPositionOf(game, told)
        : kind === 'model'
          ? positionOf(game, await listsOf(measured), units.kind)
          : null,
    contrasts: instrument === null ? contrasts(game, measures, samples) : [],
    ...(await meanPath(units.units, breathe, instrument === null)),
  };
  measured.estimated = { ends: bins, group };
  return group;
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
