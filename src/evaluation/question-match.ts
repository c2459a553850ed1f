/** One match of a tuning report, kept as it is played: of a held-out question that one answer is asked for, and the match is left. */
import type { AnyGame } from '../core/game.ts';
import type { LogRow, MatchRow, SessionRow, Store } from '../core/log.ts';
import { isLost, type NoAnswer } from '../core/no-answer.ts';
import type { Presentation } from '../core/presentation.ts';
import type { Agent, Reply, Request } from '../match/agent.ts';
import { namesFor, unnamed } from '../match/disclosure.ts';
import { newMatch, recordedMatch, seatRow } from '../match/record-match.ts';
import type { ProfileQuestion } from '../profile/design.ts';
import { placeRow } from '../profile/stored-profile.ts';
import { answerPlace, type HeldOutQuestion } from './held-out.ts';

export type QuestionMatch = {
  readonly place: ProfileQuestion;
  readonly game: AnyGame;
  readonly config: unknown;
  readonly seats: readonly Agent[];
  readonly seed: number;
  readonly presentation: Presentation | null;
  /** The question after which the match is left, by `answerPlace`; null: it is played to its end. */
  readonly until: string | null;
};

/** The task of held-out questions; `where` is then the row. */
export const HELD_OUT = 'held-out';

/** The match of a held-out row: others, and the model itself before the question, answer as the row says; then it is put as the row words it. */
export function rowMatch(question: HeldOutQuestion, agent: Agent, form: number): QuestionMatch {
  const { row, game, config, seats, presentation, turn, given, request: asked } = question;
  const { seat, key, seed } = row.source;
  const until = answerPlace(turn, { seat, key });
  const told = (request: Pick<Request, 'turn' | 'decision'>): Reply => ({
    answer: given.get(answerPlace(request.turn, request.decision)) ?? null,
    forced: true,
  });
  const led: Agent = {
    ...agent,
    choose(request, signal) {
      if (answerPlace(request.turn, request.decision) !== until) return told(request);
      const { match = '', calls, keep, draw } = request;
      return agent.choose({ ...asked, match, calls, keep, draw }, signal);
    },
  };
  const leading: Agent = { id: 'random', label: 'random', kind: 'script', choose: told };
  return {
    place: { agent: form, task: HELD_OUT, where: row.id, draw: 0 },
    ...{ game, config, seed, presentation, until },
    seats: Array.from({ length: seats }, (_, at) => (at === seat ? led : leading)),
  };
}

/** What came of a match: whether a question was lost, so that it is to be asked again. */
export type MatchOutcome = 'done' | 'lost' | 'left';

/** Plays a match, or goes on with one that was interrupted. Throws what the store throws. */
export async function playQuestion(
  store: Store,
  session: Pick<SessionRow, 'code'>,
  { place, game, config, seats, seed, presentation, until }: QuestionMatch,
  begun: MatchRow | null,
  signal: AbortSignal,
): Promise<MatchOutcome> {
  const shown = unnamed(seats.length, game.called);
  const match =
    begun ??
    newMatch({
      ...{ session: session.code, game, config, seed, agents: seats, disclosed: false, presentation, now: Date.now() },
      seats: seats.map((agent, seat) => seatRow(agent, shown[seat])),
    });
  if (begun === null) await store.record([{ table: 'match', row: match }, placeRow(match, place)]);
  const [stored, calls] =
    begun === null ? [[], []] : [await store.decisions(match.code), await store.calls(match.code)];
  const ended = (): LogRow => ({ table: 'ending', row: { match: match.code, how: 'left', at: Date.now() } });
  let lost = false;
  if (until !== null && stored.some((row) => answerPlace(row.turn, row) === until)) {
    await store.record([ended()]);
    return 'done';
  }
  const table = {
    ...{
      game,
      config,
      seed: match.seed,
      agents: seats,
      names: namesFor(shown, game.called.you),
      disclosed: false,
      signal,
      stored,
      calls,
    },
    presentation: match.presentation,
    onFailure: (outcome: NoAnswer) => {
      lost ||= isLost(outcome);
      return isLost(outcome) ? ('left' as const) : until === null ? ('stand-in' as const) : ('failed' as const);
    },
  };
  for await (const event of recordedMatch(store, match, table, true)) {
    if (event.type === 'answered' && answerPlace(event.turn, event.decision) === until) {
      await store.record([ended()]);
      return 'done';
    }
    if (event.type === 'ended') return event.how === 'left' ? (lost ? 'lost' : 'left') : 'done';
  }
  return 'left';
}
