/** A match that is kept: every event is passed on only after its rows are on disk. */
import type { Agent } from './agent.ts';
import { toldApart } from './disclosure.ts';
import { matchCode } from '../core/ids.ts';
import type { AnyGame } from '../core/game.ts';
import type { CallRow, DecisionRow, MatchRow, LogRow, SeatRow, Store } from '../core/log.ts';
import { type AnswerEvent, type MatchEvent, playMatch, playThrough, type Table } from './match.ts';
import type { Presentation } from '../core/presentation.ts';
import { wordingOf } from '../core/wording.ts';

export type NewMatch = {
  readonly session: string;
  readonly game: AnyGame;
  readonly config: unknown;
  readonly seed: number;
  readonly agents: readonly Agent[];
  /** One name a seat, as the others saw it, and the participant where a person sits. */
  readonly seats?: readonly SeatRow[];
  readonly disclosed: boolean;
  readonly now: number;
  /** How its questions are put; left out: as the game puts them. */
  readonly presentation?: Presentation | null | undefined;
};

/** Who sits where, as a row says it: by default everybody is shown by its label. */
export const seatRow = (agent: Agent, shown = agent.label, participant: string | null = null): SeatRow => ({
  label: agent.label,
  kind: agent.kind,
  id: agent.id,
  shown,
  participant,
  ...(agent.ask === undefined ? {} : { ask: agent.ask }),
  ...(agent.expects === true ? { expects: true as const } : {}),
});

/** Everybody shown by its label, and told apart where several have one. */
function byTheirLabels(agents: readonly Agent[]): readonly SeatRow[] {
  const names = toldApart(agents.map(({ label }) => label));
  return agents.map((agent, seat) => seatRow(agent, names[seat]));
}

/**
 * The seats with what each has to try answers with: a fact of the match that tells what its player was told. The same list
 * where there is nothing of that, so that its text is made once for many matches.
 */
function withWhatIfs(game: AnyGame, config: unknown, seats: readonly SeatRow[]): readonly SeatRow[] {
  if (!game.whatIfs?.offered(config)) return seats;
  return seats.map((seat) => {
    if (seat.kind === 'human') return { ...seat, whatIfs: 'calculator' };
    return seat.kind === 'model' ? { ...seat, whatIfs: 'table' } : seat;
  });
}

/** The row of a match about to start, with a new code; `now` in Unix milliseconds. Without `seats` everybody is shown by its label. */
export function newMatch({
  session,
  game,
  config,
  seed,
  agents,
  seats,
  disclosed,
  now,
  presentation = null,
}: NewMatch): MatchRow {
  return {
    code: matchCode(),
    session,
    game: game.name,
    version: game.version,
    config,
    seed,
    language: game.language,
    wording: wordingOf(game, agents, presentation?.phrasing, config),
    seats: withWhatIfs(game, config, seats ?? byTheirLabels(agents)),
    disclosed,
    startedAt: now,
    presentation,
  };
}

/**
 * The rows that an event leaves behind; none for those that only a screen needs. Leaving is no ending: a match that
 * was left can be resumed, so it is told as an event of the session and the match stays open.
 */
export function rowsOf(match: MatchRow, event: MatchEvent, now: number): readonly LogRow[] {
  switch (event.type) {
    case 'answered':
      return [{ table: 'decision', row: decisionRow(match.code, event, now) }];
    case 'ended': {
      if (event.how === 'left')
        return [
          {
            table: 'event',
            row: { session: match.session, match: match.code, participant: null, kind: 'left', body: null, at: now },
          },
        ];
      const ending: LogRow = { table: 'ending', row: { match: match.code, how: event.how, at: now } };
      const payoffs = (event.payoffs ?? []).map((points, seat): LogRow => ({
        table: 'payoff',
        row: { match: match.code, seat, points },
      }));
      return [ending, ...payoffs];
    }
    default:
      return [];
  }
}

function decisionRow(
  match: string,
  { turn, decision, position, revision, answer, reply, source }: AnswerEvent,
  now: number,
): DecisionRow {
  return {
    match,
    turn,
    seat: decision.seat,
    key: decision.key,
    position,
    revision,
    role: decision.role,
    round: decision.round,
    practice: decision.practice,
    answer,
    shownAt: reply.shownAt ?? null,
    answeredAt: now,
    ms: reply.shownAt === undefined ? null : now - reply.shownAt,
    marks: reply.marks ?? null,
    options:
      decision.input.kind === 'choice' && reply.shownAt !== undefined
        ? decision.input.options.map((o) => o.value)
        : null,
    because: reply.because ?? null,
    notes: reply.notes ?? null,
    source,
    distribution: reply.distribution ?? null,
  };
}

/** What a match does with a call to a model: it is stored, under the match's code, before anybody else hears of it. */
const keeping =
  (store: Pick<Store, 'record'>, match: MatchRow, table: Pick<Table, 'keep'>) =>
  async (call: CallRow): Promise<void> => {
    const row = { ...call, match: match.code };
    await store.record([{ table: 'call', row }]);
    await table.keep?.(row);
  };

/**
 * Plays a match and keeps it, one commit an event, and one a call to a model, on arrival. A new match's own row is
 * committed first; a resumed one (its table holds stored answers) is there already. The table's own `keep` hears of a
 * call after it is stored, under the match's code.
 */
export async function* recordedMatch(
  store: Pick<Store, 'record'>,
  match: MatchRow,
  table: Table,
  resumed: boolean,
  clock: () => number = Date.now,
): AsyncGenerator<MatchEvent, void> {
  if (!resumed) await store.record([{ table: 'match', row: match }]);
  const keep = keeping(store, match, table);
  for await (const event of playMatch({ ...table, match: match.code, presentation: match.presentation, keep })) {
    const rows = rowsOf(match, event, clock());
    if (rows.length > 0) await store.record(rows);
    yield event;
  }
}

/**
 * The same for many matches at once, whose own rows are stored already: what happens without anybody taking time is one
 * commit, and `hear` is told of it in its order when that is on disk. What was stored when something throws stays stored.
 */
export async function recordThrough(
  store: Pick<Store, 'record'>,
  match: MatchRow,
  table: Table,
  hear: (event: MatchEvent) => void | Promise<void>,
): Promise<void> {
  const keep = keeping(store, match, table);
  let [rows, events]: [LogRow[], MatchEvent[]] = [[], []];
  const commit = async (): Promise<void> => {
    const [storing, told] = [rows, events];
    [rows, events] = [[], []];
    if (storing.length > 0) await store.record(storing);
    for (const event of told) await hear(event);
  };
  try {
    await playThrough(
      { ...table, match: match.code, presentation: match.presentation, keep },
      (event) => {
        rows.push(...rowsOf(match, event, Date.now()));
        events.push(event);
        return undefined;
      },
      commit,
    );
  } finally {
    await commit();
  }
}
