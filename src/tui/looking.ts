/** A past match opened to be looked at: its answers folded through the rules again, one turn a step. */
import type { AnyGame, Taste } from '../game.ts';
import type { DecisionRow, MatchSummary, SessionSummary, Store } from '../log.ts';
import { replay } from '../replay.ts';
import { readAgent } from '../agents/index.ts';
import { Refusal } from '../refusal.ts';
import { namesFor } from './choice.ts';
import { finishedOf, ofPeople, rowOf, tableOf } from './sitting.ts';
import type { Finished, Looking, LookStep } from './state.ts';

export async function looking(store: Store, session: SessionSummary, match: MatchSummary, current: AnyGame): Promise<Looking> {
  const { game, choice } = await tableOf(store, match, current);
  const decisions = await store.decisions(match.code);
  const again = (turns?: number) => replayed(game, match, decisions, turns);
  const whole = again();
  const me = Math.max(
    0,
    match.seats.findIndex((seat) => seat.kind === 'human'),
  );
  const steps: LookStep[] = [];
  for (let turn = 0; turn <= whole.turns; turn++) {
    const rows = decisions.filter((d) => d.turn === turn);
    if (rows.length === 0) continue;
    const { views, pending } = again(turn);
    const answers = rows
      .flatMap((row) => pending.filter((d) => d.seat === row.seat && d.key === row.key).map((decision) => ({ row, decision })))
      .toSorted((a, b) => Number(b.row.seat === me) - Number(a.row.seat === me));
    const [first] = answers;
    if (first) steps.push({ view: views[first.row.seat], decision: first.decision, answers });
  }
  const open = match.ending === 'finished';
  const names = open
    ? match.seats.map((_, mine) => match.seats.map((row, seat) => (seat === mine ? 'you' : called(row))))
    : namesFor(match.seats);
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
  return { at: 'look', session, match, game, names: names[me] ?? [], steps, step: 0, first: 0, finished };
}

const called = (row: MatchSummary['seats'][number]): string => (row.kind === 'human' ? row.shown : row.label);

function tasteOf(id: string, game: AnyGame): Taste | null {
  try {
    return readAgent(id, game).taste ?? null;
  } catch (error) {
    if (error instanceof Refusal) return null;
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
  );
}
