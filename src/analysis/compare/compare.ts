/**
 * The comparison: observations into groups, groups into estimates, differences into tests, and all of it into one
 * document. Between pieces of work the caller may breathe, so that a screen never stands still.
 */
import type { AnyGame, Contrast } from '../../game.ts';
import { DRAWS } from '../resamples.ts';
import { SPLITS } from '../shuffles.ts';
import { type Verdict, verdict } from '../verdicts.ts';
import type { Reference } from '../reference.ts';
import type { Collected, Condition, Observed, Played } from './collect.ts';
import type { By, Comparison, Group, Held, Treatment } from './document.ts';
import { endsOf, type Estimate, estimate, FEW } from './estimate.ts';
import { judged } from './family.ts';
import { type Line, linesOf } from './lines.ts';
import type { CallCount, SessionFacts, Treatments } from './rows.ts';
import { conclusion, groupSize, notesOf } from './sentences.ts';
import { between, type Test, within } from './tests.ts';
import { matchingGroups, type Units, unitsOf } from './units.ts';

export type Ask = {
  readonly by: By;
  readonly files: readonly string[];
  readonly sessions: readonly SessionFacts[];
  readonly treatments: Treatments;
  readonly rehearsals: number;
  readonly models: readonly CallCount[];
  readonly references: readonly Reference[];
  /** Tests take time: a screen that does not show them leaves them out. */
  readonly tests?: boolean;
  /** Called between pieces of work. */
  breathe?(): void | Promise<void>;
};

/** Groups that are compared pairwise: beyond so many, only the largest are. */
const MOST_GROUPS = 6;

export async function compare({ counts, observed, played, troubles }: Collected, ask: Ask): Promise<Comparison> {
  const breathe = ask.breathe ?? (() => undefined);
  const all = { ...counts, rehearsals: ask.rehearsals };
  const treatments: Treatment[] = [];
  for (const [condition, mine] of byCondition(observed)) {
    await breathe();
    treatments.push(await treated(condition, mine, played, ask, breathe));
  }
  for (const [condition, mine] of linesAlone(observed, played)) treatments.push(await treated(condition, [], mine, ask, breathe));
  return {
    by: ask.by,
    files: ask.files,
    counts: all,
    sessions: ask.sessions,
    treatments: withFamilies(treatments),
    models: ask.models,
    references: ask.references.filter(({ game }) => treatments.length === 0 || treatments.some((one) => one.game === game)),
    notes: [...notesOf(all, ask.sessions.length, observed.length), ...troubles],
    methods: { level: 0.95, resamples: DRAWS, splits: SPLITS, few: FEW },
  };
}

/** The conditions in which somebody was observed, those with the most observations first. */
function byCondition(observed: readonly Observed[]): readonly (readonly [Condition, readonly Observed[]])[] {
  const found = new Map<Condition, Observed[]>();
  for (const one of observed) {
    const mine = found.get(one.condition);
    if (mine === undefined) found.set(one.condition, [one]);
    else mine.push(one);
  }
  return [...found].toSorted((a, b) => b[1].length - a[1].length);
}

/** Of games that nobody was observed in: what agents have played, one condition a set of settings. */
function linesAlone(observed: readonly Observed[], played: readonly Played[]): readonly (readonly [Condition, readonly Played[]])[] {
  const games = new Set(observed.map(({ condition }) => condition.game.name));
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
  observed: readonly Observed[],
  played: readonly Played[],
  ask: Ask,
  breathe: () => void | Promise<void>,
): Promise<Treatment> {
  const { game, config } = condition;
  const lines = linesOf(condition, observed.length === 0 ? played : playedHere(condition, played));
  const met = matchingGroups(observed);
  const figures = game.compared?.figures(config) ?? [];
  const groups: { readonly group: Group; readonly units: Units['units'] }[] = [];
  const gathered = grouped(observed, ask).map((one) => ({ ...one, units: unitsOf(one.mine, met) }));
  const everybody = gathered.flatMap(({ units }) => units.units);
  const ends = game.measures.map(({ scale }, at) => endsOf(scale, everybody, at));
  for (const { id, label, kind, mark, mine, units } of gathered) {
    const measures: Estimate[] = [];
    for (const [at, measure] of game.measures.entries()) {
      measures.push(estimate(units.units, measure, at, ends[at]));
      await breathe();
    }
    const size = {
      kind,
      subjects: units.subjects,
      unit: units.kind,
      units: units.units.length,
      matches: new Set(mine.map((one) => one.match)).size,
    };
    const group: Group = {
      ...{ id, label, mark },
      ...size,
      size: groupSize(size),
      wordings: [...new Set(mine.map((one) => one.wording))],
      sessions: [...new Set(mine.map((one) => one.session.code))],
      measures,
      held: heldBy(measures, lines),
      contrasts: contrasted(game, measures),
      path: pathOf(units),
    };
    groups.push({ group, units: units.units });
  }
  const tests = ask.tests === false ? [] : await tested(game, groups, breathe);
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
    measures: game.measures.map(({ name, sentence, source, scale }) => ({ name, sentence, source, scale })),
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

type Grouped = {
  readonly id: string;
  readonly label: string;
  readonly kind: Group['kind'];
  readonly mark: string;
  readonly mine: readonly Observed[];
};

/** People by session, treatment or all together; each model by its id. */
function grouped(observed: readonly Observed[], { by, treatments }: Ask): readonly Grouped[] {
  const found = new Map<string, Omit<Grouped, 'mine'> & { mine: Observed[] }>();
  const sessions = new Set(observed.filter(({ seat }) => seat.kind === 'human').map(({ session }) => session.code)).size;
  for (const one of observed) {
    const { seat, session } = one;
    const treatment = treatments.get(seat.participant ?? '') ?? null;
    const [id, label] =
      seat.kind === 'model'
        ? [`model ${seat.id}`, seat.id]
        : by === 'treatment'
          ? [`treatment ${treatment ?? ''}`, treatment ?? 'no treatment']
          : by === 'session' && sessions > 1
            ? [`session ${session.code}`, session.name ?? `rehearsal ${session.code}`]
            : ['people', 'people'];
    const group = found.get(id);
    if (group !== undefined) group.mine.push(one);
    else
      found.set(id, {
        id,
        label,
        kind: seat.kind === 'model' ? 'model' : 'people',
        mark: seat.kind === 'model' ? seat.label : 'human',
        mine: [one],
      });
  }
  return [...found.values()];
}

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

function pathOf({ units }: Units): Group['path'] {
  const rounds = Math.max(0, ...units.map(({ path }) => path.length));
  return Array.from({ length: rounds }, (_, i) => {
    const values = units.flatMap(({ path }) => path[i] ?? []);
    const few = values.length === 0;
    return { round: i + 1, mean: few ? null : values.reduce((sum, v) => sum + v, 0) / values.length, n: values.length };
  });
}

async function tested(
  game: AnyGame,
  groups: readonly { readonly group: Group; readonly units: Units['units'] }[],
  breathe: () => void | Promise<void>,
): Promise<readonly Test[]> {
  const declared = game.compared?.declared ?? [];
  const rows = game.measures.map((measure, at) => ({
    measure,
    at,
    family: declared.includes(measure.name) ? ('declared' as const) : ('exploratory' as const),
  }));
  const largest = groups.toSorted((a, b) => b.group.units - a.group.units).slice(0, MOST_GROUPS);
  const kept = groups.filter((one) => largest.includes(one));
  const tests: Test[] = [];
  for (const [i, one] of kept.entries())
    for (const other of kept.slice(i + 1))
      for (const { measure, at, family } of rows) {
        const test = between(
          { units: one.units, label: one.group.label },
          { units: other.units, label: other.group.label },
          measure,
          at,
          family,
        );
        if (test !== null) tests.push(test);
        await breathe();
      }
  for (const { group, units } of kept) {
    // Draws of a model are nobody's two answers unless one match holds both; a match is then the person.
    for (const [one, other] of game.compared?.within ?? []) {
      const [i, j] = [game.measures.findIndex(({ name }) => name === one), game.measures.findIndex(({ name }) => name === other)];
      const test = i < 0 || j < 0 ? null : within({ units, label: group.label }, [game.measures[i]!, i], [game.measures[j]!, j]);
      if (test !== null) tests.push(test);
      await breathe();
    }
  }
  return tests;
}

/** Holm over the declared tests of each game, all its conditions together; then the sentences, which need the verdicts. */
function withFamilies(treatments: readonly Treatment[]): readonly Treatment[] {
  const judgedTests = new Map<Treatment, readonly Test[]>();
  for (const game of new Set(treatments.map((one) => one.game))) {
    const mine = treatments.filter((one) => one.game === game);
    const all = judged(mine.flatMap(({ tests }) => tests));
    let from = 0;
    for (const one of mine) judgedTests.set(one, all.slice(from, (from += one.tests.length)));
  }
  return treatments.map((one) => {
    const tests = judgedTests.get(one) ?? [];
    return { ...one, tests, conclusions: one.figures.map((figure) => conclusion(figure, one.groups, one.lines, tests)) };
  });
}
