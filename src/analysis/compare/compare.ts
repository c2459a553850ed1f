/**
 * The comparison: observations into groups, groups into estimates, differences into tests, and all of it into one
 * document. Between pieces of work the caller may breathe, so that a screen never stands still.
 */
import type { AnyGame, Contrast } from '../../game.ts';
import { DRAWS, meanInterval } from '../resamples.ts';
import { sampleOf } from '../sorted.ts';
import { SPLITS } from '../shuffles.ts';
import { type Verdict, verdict } from '../verdicts.ts';
import type { Reference } from '../reference.ts';
import { type Across, across } from './across.ts';
import type { Bucket, Collected, Condition, Played } from './collect.ts';
import type { Comparison, Treatment } from './document.ts';
import type { By, Group, Held } from './group.ts';
import { endsOf, type Estimate, estimate, FEW, type Measured, measured } from './estimate.ts';
import { judged } from './family.ts';
import { type Grouped, grouped } from './groups.ts';
import { type Line, linesOf } from './lines.ts';
import { preferences } from './preferences.ts';
import type { CallCount, SessionFacts, Treatments } from './rows.ts';
import { conclusion, groupSize, notesOf } from './sentences.ts';
import { between, type Test, within } from './tests.ts';
import { type Breathe, matchingGroups, type Met, type Units, unitsOf } from './units.ts';

export type Ask = {
  readonly by: By;
  readonly files: readonly string[];
  readonly sessions: readonly SessionFacts[];
  readonly treatments: Treatments;
  readonly rehearsals: number;
  readonly models: readonly CallCount[];
  readonly references: readonly Reference[];
  /** Whether they are estimated: that takes longer than everything else. */
  readonly preferences?: boolean;
  /** Called between pieces of work. */
  breathe?: Breathe;
};

/** Groups that are compared pairwise: beyond so many, only the largest are. */
const MOST_GROUPS = 6;

export async function compare({ counts, buckets, played, troubles }: Collected, ask: Ask): Promise<Comparison> {
  const breathe = ask.breathe ?? (() => undefined);
  const all = { ...counts, rehearsals: ask.rehearsals };
  const treatments: Treatment[] = [];
  const conditions = byCondition(buckets);
  const met = await metIn(buckets, breathe);
  for (const [condition, mine] of conditions)
    treatments.push(await treated(condition, mine, played, met.get(condition.game.name) ?? new Map(), ask, breathe));
  for (const [condition, mine] of linesAlone(buckets, played)) treatments.push(await treated(condition, [], mine, new Map(), ask, breathe));
  return {
    by: ask.by,
    files: ask.files,
    counts: all,
    sessions: ask.sessions,
    ...withFamilies(treatments, await across(conditions, met, ask, conditionWords, breathe)),
    preferences: ask.preferences !== true ? null : await preferences(buckets, ask, breathe),
    models: ask.models,
    references: ask.references.filter(({ game }) => treatments.length === 0 || treatments.some((one) => one.game === game)),
    notes: [...notesOf(all, buckets.length), ...troubles],
    methods: { level: 0.95, resamples: DRAWS, splits: SPLITS, few: FEW },
  };
}

const conditionWords = ({ settings, opponent, older, game }: Condition): string =>
  [settings, opponent.words, older ? `version ${game.version}` : ''].filter(Boolean).join(', ');

/** By game who met whom in any of its conditions: what was learned in one is known in the next. */
async function metIn(buckets: readonly Bucket[], breathe: Breathe): Promise<Met> {
  const met = new Map<string, ReadonlyMap<string, string>>();
  for (const [game, mine] of Map.groupBy(buckets, ({ condition }) => condition.game.name)) {
    met.set(game, matchingGroups(mine.map(({ observed }) => observed)));
    await breathe();
  }
  return met;
}

/** The conditions in which somebody was observed, those with the most observations first. */
function byCondition(buckets: readonly Bucket[]): readonly (readonly [Condition, readonly Bucket[]])[] {
  const found = new Map<Condition, Bucket[]>();
  for (const bucket of buckets) {
    const mine = found.get(bucket.condition);
    if (mine === undefined) found.set(bucket.condition, [bucket]);
    else mine.push(bucket);
  }
  const size = (mine: readonly Bucket[]): number => mine.reduce((sum, { observed }) => sum + observed.length, 0);
  return [...found].toSorted((a, b) => size(b[1]) - size(a[1]));
}

/** Of games that nobody was observed in: what agents have played, one condition a set of settings. */
function linesAlone(buckets: readonly Bucket[], played: readonly Played[]): readonly (readonly [Condition, readonly Played[]])[] {
  const games = new Set(buckets.map(({ condition }) => condition.game.name));
  const found = new Map<string, Played[]>();
  for (const line of played) {
    const { game, config } = line.condition;
    if (games.has(game.name)) continue;
    const key = `${game.name} ${game.version} ${JSON.stringify(config)}`;
    const mine = found.get(key);
    if (mine === undefined) found.set(key, [line]);
    else mine.push(line);
  }
  return [...found].map(([key, mine]) => {
    const opponent = { key: '', words: '', taste: null };
    return [{ ...mine[0]!.condition, key, opponent }, mine] as const;
  });
}

async function treated(
  condition: Condition,
  buckets: readonly Bucket[],
  played: readonly Played[],
  met: ReadonlyMap<string, string>,
  ask: Ask,
  breathe: Breathe,
): Promise<Treatment> {
  const { game, config } = condition;
  const lines = linesOf(condition, buckets.length === 0 ? played : playedHere(condition, played));
  const figures = game.compared?.figures(config) ?? [];
  // A rate of answers is counted as yes or no; other rates (an efficiency) only happen to be 0 or 1.
  const answers = new Set([...(game.compared?.declared ?? []), ...figures.flatMap(({ rows }) => rows.map(({ measure }) => measure))]);
  const gathered: (Grouped & { readonly units: Awaited<ReturnType<typeof unitsOf>>; readonly samples: Measured[] })[] = [];
  for (const one of await grouped(buckets, ask, breathe)) {
    const units = await unitsOf(one.lists, one.kind === 'people', met, breathe);
    const samples: Measured[] = [];
    for (const at of game.measures.keys()) {
      samples.push(measured(units.units, at, answers.has(game.measures[at]!.name)));
      await breathe();
    }
    gathered.push({ ...one, units, samples });
  }
  const ends = game.measures.map(({ scale }, at) =>
    endsOf(
      scale,
      gathered.map(({ samples }) => samples[at]!),
    ),
  );
  const groups: Compared[] = [];
  for (const { id, label, kind, mark, sessions, units, samples } of gathered) {
    const measures: Estimate[] = [];
    for (const [at, measure] of game.measures.entries()) {
      measures.push(estimate(samples[at]!, measure, ends[at]));
      await breathe();
    }
    const size = { kind, subjects: units.subjects, unit: units.kind, units: units.units.length, matches: units.matches };
    const group: Group = {
      ...{ id, label, mark },
      ...size,
      size: groupSize(size),
      wordings: units.wordings,
      sessions: [...sessions],
      measures,
      held: heldBy(measures, lines),
      contrasts: contrasted(game, measures),
      ...(await pathsOf(units, breathe)),
    };
    groups.push({ group, units: units.units, samples });
  }
  const tests = await tested(game, groups, breathe);
  const path = game.compared?.path?.(config);
  return {
    key: condition.key,
    game: game.name,
    title: game.title,
    version: game.version,
    older: condition.older,
    settings: condition.settings,
    against: condition.opponent.words,
    config,
    figures,
    path: path === undefined ? null : { title: path.title, period: path.period, decimals: path.decimals, levels: path.levels },
    measures: game.measures.map(({ name, sentence, source, scale }) => ({
      ...{ name, sentence, source, scale },
      declared: game.compared?.declared.includes(name) ?? false,
    })),
    groups: groups.map(({ group }) => group),
    lines,
    tests,
    conclusions: [],
  };
}

/** What agents did at tables with the same rules and settings. */
const playedHere = ({ game, config }: Condition, played: readonly Played[]): readonly Played[] =>
  played.filter(
    ({ condition }) =>
      condition.game === game && (condition.config === config || JSON.stringify(condition.config) === JSON.stringify(config)),
  );

type Compared = { readonly group: Group; readonly units: Units['units']; readonly samples: readonly Measured[] };

/** Whether the intervals contain what the lines say. */
const heldBy = (measures: readonly Estimate[], lines: readonly Line[]): readonly Held[] =>
  measures.flatMap(({ measure, interval }) =>
    interval === null
      ? []
      : lines.flatMap(({ agent, values }) => {
          const value = values[measure];
          return value === undefined
            ? []
            : [{ measure, agent, value, inside: value >= interval[0] - 1e-12 && value <= interval[1] + 1e-12 }];
        }),
  );

const contrasted = (game: AnyGame, measures: readonly Estimate[]): Group['contrasts'] =>
  (game.compared?.contrasts ?? []).flatMap((contrast: Contrast) => {
    const found = measures.find(({ measure }) => measure === contrast.measure);
    if (found === undefined || found.n === 0) return [];
    const judgement: Verdict = verdict(found.interval, contrast.side);
    return [{ ...contrast, verdict: judgement, interval: found.interval }];
  });

/** Units whose own paths are drawn: beyond so many they are a thicket. */
const MOST_PATHS = 12;

async function pathsOf({ units }: Pick<Units, 'units'>, breathe: Breathe): Promise<Pick<Group, 'path' | 'paths'>> {
  const rounds: number[][] = [];
  for (const [at, { path }] of units.entries()) {
    for (let i = 0; i < path.length; i++) {
      const values = (rounds[i] ??= []);
      const value = path[i];
      if (value !== null && value !== undefined) values.push(value);
    }
    if (at % 8192 === 0) await breathe();
  }
  const path: Group['path'][number][] = [];
  for (const [i, values] of rounds.entries()) {
    const n = values.length;
    const sample = sampleOf(Float64Array.from(values));
    path.push({ round: i + 1, mean: n === 0 ? null : sample.mean, n, interval: n < FEW ? null : (meanInterval(sample)?.interval ?? null) });
    await breathe();
  }
  return { path, paths: units.length > MOST_PATHS || rounds.length === 0 ? [] : units.map((unit) => unit.path) };
}

async function tested(game: AnyGame, groups: readonly Compared[], breathe: Breathe): Promise<readonly Test[]> {
  const declared = game.compared?.declared ?? [];
  const largest = groups.toSorted((a, b) => b.group.units - a.group.units).slice(0, MOST_GROUPS);
  const kept = groups.filter((one) => largest.includes(one));
  const tests: Test[] = [];
  const keep = async (test: Test | null): Promise<void> => {
    if (test !== null) tests.push(test);
    await breathe();
  };
  for (const [i, one] of kept.entries())
    for (const other of kept.slice(i + 1))
      for (const [at, measure] of game.measures.entries()) {
        const side = ({ group, samples }: Compared) => ({ label: group.label, sample: samples[at]! });
        await keep(between(side(one), side(other), measure, declared.includes(measure.name) ? 'declared' : 'exploratory'));
      }
  for (const { group, units } of kept)
    for (const [one, other] of game.compared?.within ?? []) {
      const [i, j] = [game.measures.findIndex(({ name }) => name === one), game.measures.findIndex(({ name }) => name === other)];
      if (i >= 0 && j >= 0) await keep(within({ units, label: group.label }, [game.measures[i]!, i], [game.measures[j]!, j]));
    }
  return tests;
}

/** Holm over the declared tests of each game, all its conditions together; then the sentences, which need the verdicts. */
function withFamilies(found: readonly Treatment[], across: readonly Across[]): Pick<Comparison, 'treatments' | 'across'> {
  const verdicts = new Map<Test, Test>();
  const treatments = found.map((one) => ({ ...one, tests: one.tests.map((test) => besideMeans(test, one, across)) }));
  for (const game of new Set(treatments.map((one) => one.game))) {
    const mine = [
      ...treatments.flatMap((one) => (one.game === game ? one.tests : [])),
      ...across.flatMap((one) => (one.game === game ? [...one.overall.flatMap(({ tests }) => tests), ...one.tests] : [])),
    ];
    judged(mine).forEach((test, i) => verdicts.set(mine[i]!, test));
  }
  const judgedOf = <T extends { readonly tests: readonly Test[] }>(one: T): T => ({
    ...one,
    tests: one.tests.map((test) => verdicts.get(test)!),
  });
  return {
    treatments: treatments.map(judgedOf).map((one) => ({
      ...one,
      conclusions: one.figures.map((figure) => conclusion(figure, one.groups, one.lines, one.tests)),
    })),
    across: across.map(judgedOf).map((one) => ({ ...one, overall: one.overall.map(judgedOf) })),
  };
}

/** Where the same people's means over several sets of payoffs are compared, those are declared, and each set by itself is exploratory. */
function besideMeans(test: Test, { key, game }: Treatment, across: readonly Across[]): Test {
  const mean = across
    .flatMap((one) => (one.game === game ? one.overall : []))
    .some(
      ({ conditions, tests }) =>
        conditions.includes(key) &&
        tests.some(({ one, other, measure }) => one === test.one && other === test.other && measure === test.measure),
    );
  return mean ? { ...test, family: 'exploratory' } : test;
}
