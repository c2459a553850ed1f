/**
 * The comparison: observations into groups, groups into estimates, differences into tests, and all of it into one
 * document. Between pieces of work the caller may breathe, so that a screen never stands still.
 */
import type { AnyGame } from '../../core/game.ts';
import type { PublishedStudy } from '../../core/published.ts';
import { DRAWS } from '../stats/resamples.ts';
import { SPLITS } from '../stats/shuffles.ts';
import { verdict } from '../stats/verdicts.ts';
import { across } from './across.ts';
import { byCondition, conditionWords, linesAlone, playedHere } from './conditions.ts';
import type { Comparison, Treatment } from './document.ts';
import { endsOf, type MeasureEstimate, estimate, FEW, type Measured, measured } from './estimate.ts';
import { withFamilies } from './family.ts';
import type { By, Group, BenchmarkInInterval } from './group.ts';
import { type Grouped, grouped } from './groups.ts';
import { type Benchmark, linesOf } from './lines.ts';
import type { Bucket, Collected, Condition, BenchmarkPlay } from './observed.ts';
import { pathsOf } from './paths.ts';
import { preferences } from './preferences.ts';
import type { CallCount, SessionFacts, Treatments } from '../../core/stored-rows.ts';
import { groupSize, notesOf } from './sentences.ts';
import { type ComparedGroup, tested } from './tested.ts';
import { type Breathe, metIn, unitsOf } from './units.ts';

export type Ask = {
  readonly by: By;
  readonly files: readonly string[];
  readonly sessions: readonly SessionFacts[];
  readonly treatments: Treatments;
  readonly rehearsals: number;
  readonly models: readonly CallCount[];
  readonly references: readonly PublishedStudy[];
  /** Whether they are estimated: that takes longer than everything else. */
  readonly preferences?: boolean;
  /** Called between pieces of work. */
  breathe?: Breathe;
};

export async function compare({ counts, buckets, played, troubles }: Collected, ask: Ask): Promise<Comparison> {
  const breathe = ask.breathe ?? (() => undefined);
  const all = { ...counts, rehearsals: ask.rehearsals };
  const treatments: Treatment[] = [];
  const conditions = byCondition(buckets);
  const met = await metIn(buckets, breathe);
  for (const [condition, mine] of conditions)
    treatments.push(await treated(condition, mine, played, met.get(condition.game.name) ?? new Map(), ask, breathe));
  for (const [condition, mine] of linesAlone(buckets, played))
    treatments.push(await treated(condition, [], mine, new Map(), ask, breathe));
  return {
    by: ask.by,
    files: ask.files,
    counts: all,
    sessions: ask.sessions,
    ...withFamilies(treatments, await across(conditions, met, ask, conditionWords, breathe)),
    preferences: ask.preferences !== true ? null : await preferences(buckets, met, ask, breathe),
    models: ask.models,
    references: ask.references.filter(
      ({ game }) => treatments.length === 0 || treatments.some((one) => one.game === game),
    ),
    notes: [...notesOf(all, buckets.length), ...troubles],
    methods: { level: 0.95, resamples: DRAWS, splits: SPLITS, few: FEW },
  };
}

async function treated(
  condition: Condition,
  buckets: readonly Bucket[],
  played: readonly BenchmarkPlay[],
  met: ReadonlyMap<string, string>,
  ask: Ask,
  breathe: Breathe,
): Promise<Treatment> {
  const { game, config } = condition;
  const lines = linesOf(condition, buckets.length === 0 ? played : playedHere(condition, played));
  const figures = game.comparison?.figures(config) ?? [];
  // A rate of answers is counted as yes or no; other rates (an efficiency) only happen to be 0 or 1.
  const answers = new Set([
    ...(game.comparison?.declared ?? []),
    ...figures.flatMap(({ rows }) => rows.map(({ measure }) => measure)),
  ]);
  const gathered: (Grouped & { readonly units: Awaited<ReturnType<typeof unitsOf>>; readonly samples: Measured[] })[] =
    [];
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
  const groups: ComparedGroup[] = [];
  for (const { id, label, kind, mark, sessions, units, samples } of gathered) {
    const measures: MeasureEstimate[] = [];
    for (const [at, measure] of game.measures.entries()) {
      measures.push(estimate(samples[at]!, measure, ends[at]));
      await breathe();
    }
    const size = {
      kind,
      subjects: units.subjects,
      unit: units.kind,
      units: units.units.length,
      matches: units.matches,
    };
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
  const path = game.comparison?.path?.(config);
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
    path:
      path === undefined
        ? null
        : { title: path.title, period: path.period, decimals: path.decimals, levels: path.levels },
    measures: game.measures.map(({ name, sentence, source, scale }) => ({
      ...{ name, sentence, source, scale },
      declared: game.comparison?.declared.includes(name) ?? false,
    })),
    groups: groups.map(({ group }) => group),
    lines,
    tests,
    conclusions: [],
  };
}

/** Whether the intervals contain what the lines say. */
const heldBy = (measures: readonly MeasureEstimate[], lines: readonly Benchmark[]): readonly BenchmarkInInterval[] =>
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

const contrasted = (game: AnyGame, measures: readonly MeasureEstimate[]): Group['contrasts'] =>
  (game.comparison?.contrasts ?? []).flatMap((contrast) => {
    const found = measures.find(({ measure }) => measure === contrast.measure);
    if (found === undefined || found.n === 0) return [];
    return [{ ...contrast, verdict: verdict(found.interval, contrast.side), interval: found.interval }];
  });
