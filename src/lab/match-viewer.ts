/**
 * A past match opened to be looked at: its answers folded through the rules again, one step for each time that a person
 * was asked, with what the others of that round answered; between agents alone, one step a turn.
 */
import type { AnyGame, Decision, Names, Taste } from '../core/game.ts';
import type { DecisionRow, MatchSummary, SessionSummary, Store } from '../core/log.ts';
import { replay } from '../match/replay.ts';
import { readAgent } from '../agents/index.ts';
import { UserError } from '../core/user-error.ts';
import { calledOf } from './table-setting.ts';
import { namesFor, toldApart } from '../match/disclosure.ts';
import { finishedOf, rowOf, storedTable } from './live-match.ts';
import { ofPeople } from './unfinished.ts';
import type { Finished } from './finished-match.ts';

export type PastMatch = {
  readonly session: SessionSummary;
  readonly match: MatchSummary;
  readonly game: AnyGame;
  readonly names: Names;
  readonly steps: readonly PastStep[];
  /** The whole of it, where it came to its end. */
  readonly finished: Finished | null;
};

/** A step of a match that is looked at again: what a seat saw and was asked, the names on its screen, and what everybody answered. */
export type PastStep = {
  readonly view: unknown;
  readonly decision: Decision;
  readonly names: Names;
  readonly answers: readonly PastAnswer[];
};
export type PastAnswer = { readonly row: DecisionRow; readonly decision: Decision };

/**
 * A match as it was played, whoever played it: what is folded are its stored answers. `current`: the game as it is now.
 * Throws a UserError where this program has not got the rules of that time.
 */
export async function pastMatch(
  store: Store,
  session: SessionSummary,
  match: MatchSummary,
  current: AnyGame,
): Promise<PastMatch> {
  const { game, choice } = await storedTable(store, match, current);
  const decisions = await store.decisions(match.code);
  const again = (turns?: number) => replayed(game, match, decisions, turns);
  const whole = again();
  const me = Math.max(
    0,
    match.seats.findIndex((seat) => seat.kind === 'human'),
  );
  const open = match.ending === 'finished';
  const names = namesFor(
    open ? toldApart(match.seats.map(called)) : match.seats.map(({ shown }) => shown),
    game.called.you,
  );
  const people = new Set(match.seats.flatMap((seat, at) => (seat.kind === 'human' ? [at] : [])));
  const steps: (PastStep & { answers: PastAnswer[] })[] = [];
  let before: PastAnswer[] = [];
  for (let turn = 0; turn <= whole.turns; turn++) {
    const rows = decisions.filter((d) => d.turn === turn);
    const { views, pending } = again(turn);
    const answers = rows
      .flatMap((row) =>
        pending.filter((d) => d.seat === row.seat && d.key === row.key).map((decision) => ({ row, decision })),
      )
      .toSorted((a, b) => Number(b.row.seat === me) - Number(a.row.seat === me));
    const [first] = answers;
    if (first === undefined) continue;
    const last = steps.at(-1);
    if (people.size === 0 || people.has(first.row.seat)) {
      steps.push({
        view: views[first.row.seat],
        decision: first.decision,
        names: names[first.row.seat] ?? [],
        answers: [...before, ...answers],
      });
      before = [];
    } else if (last?.decision.round === first.row.round) last.answers.push(...answers);
    else before.push(...answers);
  }
  const finished: Finished | null = open
    ? {
        ...finishedOf({
          match: rowOf(match),
          game,
          choice,
          names,
          views: whole.views,
          tastes: match.seats.map((row): Taste | null => tasteOf(row.id, game)),
          payoffs: whole.payoffs,
          saved: ofPeople(match, decisions).length,
          at: match.lastAt,
        }),
        open: true,
      }
    : null;
  return { session, match, game, names: names[me] ?? [], steps, finished };
}

const called = (row: MatchSummary['seats'][number]): string => (row.kind === 'human' ? row.shown : calledOf(row));

function tasteOf(id: string, game: AnyGame): Taste | null {
  try {
    return readAgent(id, game).taste ?? null;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

function replayed(game: AnyGame, match: MatchSummary, decisions: readonly DecisionRow[], turns?: number) {
  return replay(
    game,
    match.config,
    match.seed,
    match.seats.length,
    turns === undefined ? decisions : decisions.filter((d) => d.turn < turns),
    turns,
    match.presentation,
  );
}
