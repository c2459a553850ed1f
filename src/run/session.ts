/**
 * A session of many matches: the rows with which it begins, the seed of each of its matches, what it holds when it goes
 * on, and its sums. Memory does not grow with the matches.
 */
import { givesProbabilities } from '../core/askable.ts';
import type { EventBody } from '../core/events.ts';
import { type Distribution, expectedOf } from '../core/distribution.ts';
import type { AnyGame, Measure, PlayedMatch, Taste } from '../core/game.ts';
import type { LogRow, MatchRow, MatchSummary, SessionRow, Store, StoredAnswer } from '../core/log.ts';
import { type BalancedTable, type Presentation, rotations } from '../core/presentation.ts';
import { rng } from '../core/rng.ts';
import type { Agent } from '../match/agent.ts';
import { tastesTold } from '../match/disclosure.ts';
import { replay } from '../match/replay.ts';
import { newTextsRead } from '../match/texts-read.ts';
import type { MatchUp } from './run-matches.ts';

/**
 * The rows with which a session begins: itself, its name, and, where it can be gone on with, what it is to be (body of its
 * event `planned`).
 */
export function sessionRows(session: SessionRow, name: string, plan?: EventBody<'planned'>): readonly LogRow[] {
  const happening = { session: session.code, match: null, participant: null, at: session.startedAt } as const;
  const rows: LogRow[] = [
    { table: 'session', row: session },
    { table: 'event', row: { ...happening, kind: 'named', body: { name } } },
  ];
  if (plan !== undefined) rows.push({ table: 'event', row: { ...happening, kind: 'planned', body: plan } });
  return rows;
}

/** The seed of match `index`, from 0: drawn from the session's seed, so that what is missing can be told. */
const matchSeed = (session: Pick<SessionRow, 'seed'>, index: number): number =>
  rng(session.seed, 'match', index).below(2 ** 31);

/** A match that is to begin: its seed, and how it puts its questions. */
export type PlannedMatch = { readonly seed: number; readonly presentation: Presentation | null };

/**
 * The first `matches` matches of a session in order, without those that were begun, each seed as often as it was. `turned`:
 * the table whose options are turned from match to match, each match as its place among all of them says, whichever of
 * them are missing; null: its game orders them.
 */
export function* missingMatches(
  session: Pick<SessionRow, 'seed'>,
  matches: number,
  begun: Iterable<number> = [],
  turned: BalancedTable | null = null,
): Generator<PlannedMatch, void> {
  const there = new Map<number, number>();
  for (const seed of begun) there.set(seed, (there.get(seed) ?? 0) + 1);
  const places = turned === null ? null : rotations(turned, seedsOf(session, matches));
  for (const seed of seedsOf(session, matches)) {
    const rotation = places?.next().value ?? null;
    const left = there.size === 0 ? 0 : (there.get(seed) ?? 0);
    if (left === 0) yield { seed, presentation: rotation === null ? null : { rotation, phrasing: null } };
    else there.set(seed, left - 1);
  }
}

/** The seeds of the first so many matches of a session, in order. */
export function* seedsOf(session: Pick<SessionRow, 'seed'>, matches: number): Generator<number, void> {
  for (let index = 0; index < matches; index++) yield matchSeed(session, index);
}

/** What a session that goes on holds already. */
export type StoredRun = {
  /** Of the matches that were finished. */
  readonly tally: RunTally;
  /** Matches that ended, and of them those without an answer. */
  readonly matches: number;
  readonly failed: number;
  /** Answers in the matches that ended. */
  readonly decisions: number;
  /** Matches to be played on. */
  readonly open: readonly MatchSummary[];
  /** By the id of an agent: its answers in open matches. */
  readonly answered: ReadonlyMap<string, number>;
  /** Of every match that began. */
  readonly seeds: readonly number[];
};

/** Reads the matches of a session one by one; their answers are folded through the rules again for what is told at the end. */
export async function storedRun(
  store: Store,
  matches: AsyncIterable<MatchSummary> | Iterable<MatchSummary>,
  { game, config, agents, disclosed }: MatchUp,
): Promise<StoredRun> {
  const tally = newTally(game, agents);
  const open: MatchSummary[] = [];
  const seeds: number[] = [];
  const answered = new Map<string, number>();
  const counts = { matches: 0, failed: 0, decisions: 0 };
  const tastes = tastesTold(agents, disclosed);
  for await (const match of matches) {
    seeds.push(match.seed);
    const decisions = await store.decisions(match.code);
    if (match.ending === null) {
      open.push(match);
      for (const { seat } of decisions) {
        const id = agents[seat]?.id ?? '';
        answered.set(id, (answered.get(id) ?? 0) + 1);
      }
      continue;
    }
    counts.matches += 1;
    if (match.ending !== 'finished') counts.failed += 1;
    counts.decisions += decisions.length;
    addStored(tally, { game, config, agents }, match, decisions, tastes);
  }
  return { tally, ...counts, open, answered, seeds };
}

/** Adds a match as it is stored, played again by its rules: with what models told, and what they read before. */
export function addStored(
  tally: RunTally,
  { game, config, agents }: Pick<MatchUp, 'game' | 'config' | 'agents'>,
  { seed, presentation }: Pick<MatchRow, 'seed' | 'presentation'>,
  decisions: readonly StoredAnswer[],
  disclosed: readonly (Taste | null)[],
): void {
  const read = agents.some(givesProbabilities) ? newTextsRead(game, agents.length) : null;
  const played = replay(game, config, seed, agents.length, decisions, undefined, presentation, read?.each ?? null);
  if (played.finished) tally.add({ ...played, disclosed, ...(read === null ? {} : { texts: read.texts }) });
}

/** What one seat earned and did, over the matches of a session. */
export type SeatTally = {
  readonly agent: string;
  readonly kind: Agent['kind'];
  /** Points a match; null: this game pays none, or nothing was played. */
  readonly meanPayoff: number | null;
  /** Mean of each measure's values by its name; null where no match could tell. */
  readonly measures: Readonly<Record<string, number | null>>;
  /** How many values each mean is of; of probabilities how many situations. */
  readonly counts: Readonly<Record<string, number>>;
  /** By measure, of a seat that tells probabilities: whether it is expected of these, or of the matches as drawn; null: it answers itself. */
  readonly from: Readonly<Record<string, 'probabilities' | 'drawn'>> | null;
};

/** Sums over finished matches: what each seat earned, and the measures that the literature reports. */
export type RunTally = {
  /**
   * Counts a finished match; its views, payoffs and disclosed tastes are one a seat. `told` and `texts`, by place in `moves`: what
   * an answer was drawn from, and what was read before it.
   */
  add(
    match: PlayedMatch<unknown> & {
      readonly told?: readonly (Distribution | null)[];
      readonly texts?: readonly string[];
    },
  ): void;
  seats(): readonly SeatTally[];
};

type Sum = { total: number; count: number };
const none = (): Sum => ({ total: 0, count: 0 });
const mean = ({ total, count }: Sum): number | null => (count === 0 ? null : total / count);

/** An empty tally of matches of this game with these agents, one a seat; `seats()` gives their means at any time. */
export function newTally(game: AnyGame, agents: readonly Agent[]): RunTally {
  const paid = agents.map(none);
  const measured = agents.map(() => game.measures.map(none));
  /** By seat and measure: the situations of which a share was told. */
  const situations = agents.map(() => game.measures.map(() => new Set<string>()));
  const tells = agents.map(givesProbabilities);
  return {
    add(match) {
      for (let seat = 0; seat < agents.length; seat++) {
        const points = match.payoffs?.[seat];
        if (points !== undefined) add(paid[seat]!, points);
        for (const [m, measure] of game.measures.entries()) {
          const sum = measured[seat]![m]!;
          if (tells[seat]! && measure.counts !== undefined) addTold(match, seat, measure, sum, situations[seat]![m]!);
          else for (const value of measure.values(match, seat)) add(sum, value);
        }
      }
    },
    seats: () =>
      agents.map(({ id, kind }, seat) => {
        const sums = game.measures.map(({ name, counts }, m) => ({
          ...{ name, sum: measured[seat]![m]! },
          told: tells[seat]! && counts !== undefined,
          read: situations[seat]![m]!.size,
        }));
        return {
          agent: id,
          kind,
          meanPayoff: mean(paid[seat]!),
          measures: Object.fromEntries(sums.map(({ name, sum }) => [name, mean(sum)])),
          counts: Object.fromEntries(sums.map(({ name, sum, told, read }) => [name, told ? read : sum.count])),
          from: tells[seat]!
            ? Object.fromEntries(sums.map(({ name, told }) => [name, told ? 'probabilities' : 'drawn'] as const))
            : null,
        };
      }),
  };
}

/** Adds what is expected of a seat's answers in this measure, and notes of which situations. */
function addTold(
  { moves, views, told = [], texts = [] }: Parameters<RunTally['add']>[0],
  seat: number,
  measure: Measure<unknown>,
  sum: Sum,
  situations: Set<string>,
): void {
  for (const [at, { decision }] of moves.entries()) {
    const drawn = told[at] ?? null;
    if (decision.seat !== seat || drawn === null) continue;
    const worth = drawn.options.map(
      (option) => measure.counts?.(decision, drawn.grid === true ? Number(option) : option, views[seat]) ?? null,
    );
    const value = expectedOf(drawn.mean, worth);
    if (value === null) continue;
    add(sum, value);
    situations.add(texts[at] ?? '');
  }
}

function add(sum: Sum, value: number): void {
  sum.total += value;
  sum.count += 1;
}
