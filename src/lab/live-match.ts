/**
 * A match with people in it, from the first question to the result. People answer through `answer`; whoever draws, the
 * full screen or the plain reading, listens. Every choice is on disk before anybody hears of it.
 */
import type { Agent, Reply } from '../match/agent.ts';
import { agentChosen } from '../agents/index.ts';
import type { Models } from '../model/agent.ts';
import { human } from '../agents/human.ts';
import type { AnyGame, Answer, Seat, Taste } from '../core/game.ts';
import type { CallRow, DecisionRow, Hold, LogRow, MatchRow, MatchSummary, StoredAnswer, Store } from '../core/log.ts';
import type { Look } from '../match/match.ts';
import { newMatch, recordedMatch } from '../match/record-match.ts';
import { UserError } from '../core/user-error.ts';
import { rulesOf } from '../match/replay.ts';
import {
  type TableSetting,
  DEFAULT_ON_FAILURE,
  GUESS,
  peopleOf,
  seated,
  type Seating,
  seatedAgain,
} from './table-setting.ts';
import { type LiveSeat, liveSeat } from './live-seat.ts';
import { type Minute, modelsLog } from './models-log.ts';
import type { Participants } from './participants.ts';
import type { OpenQuestion, Finished } from './finished-match.ts';

export type Listener = {
  /** A question for a person. */
  asked(asked: OpenQuestion, turn: number): void;
  /** Somebody who is not at this keyboard takes time. */
  thinking(seat: Seat): void;
  /** What became of a question to a model. */
  said(minute: Minute, seat: Seat): void;
  /** On disk. `last`: it was the last question of this seat in this turn. */
  answered(seat: Seat, person: boolean, last: boolean): void;
};

export type LiveMatch = {
  readonly match: MatchRow;
  readonly game: AnyGame;
  readonly choice: TableSetting;
  readonly seated: Seating;
  /** Choices of people that were on disk before. */
  readonly saved: number;
  /** Resolves with the finished match, with a sentence where it ended unpaid, or with null where it was left; rejects where it cannot go on. */
  play(listener: Listener): Promise<Finished | Unpaid | null>;
  answer(seat: Seat, reply: Reply): void;
  /** What this seat answered last to this question of this turn; undefined: nothing yet. */
  given(seat: Seat, turn: number, key: string): Answer | undefined;
  /** The stand-in gives the answers that models are thinking about; false: none is, or there is no stand-in. */
  standIn(): boolean;
  leave(): void;
};

/** A match that ended because a model had no answer: why, and how many choices of people are kept. */
export type Unpaid = { readonly unpaid: string; readonly saved: number };

/** How language models sit at this table. */
export type LiveModels = {
  readonly models: Models;
  /** Why no further call may be made, in a sentence without its full stop. */
  spent(): string | null;
  heard(call: CallRow): void;
};

/** What a match is kept in and timed by (`clock` gives Unix milliseconds), and the models that may sit at it. */
export type LivePlace = { readonly store: Store; readonly clock: () => number; readonly live?: LiveModels | undefined };

/**
 * A new match at this table: people and agents sit down. Its first rows, and those of its people, are on disk when this
 * resolves: nothing is asked before. `again`: whoever sits down has said to have played this game before; `beside`: what else
 * is to be kept of the match, in the same commit. Throws a UserError where one of the people cannot sit down.
 */
export async function newLiveMatch(
  { store, clock, live }: LivePlace,
  participants: Participants,
  choice: TableSetting,
  seed: number,
  again = false,
  beside: (match: MatchRow) => readonly LogRow[] = () => [],
): Promise<LiveMatch> {
  const { codes, before } = await participants.sitDown(peopleOf(choice), clock());
  const { answer, person } = keyboard();
  const now = clock();
  const table = seated(choice, seed, codes, person, (id) => agentChosen(id, choice.game, live?.models));
  const { game, config } = choice;
  const { agents, rows: seats, disclosed } = table;
  const session = participants.current.code;
  const match = newMatch({ session, game, config, seed, agents, seats, disclosed, now });
  const { against, preset, role, explain, onFailure, instead } = choice;
  return held(store, match.code, async (hold) => {
    await store.record([
      ...before,
      { table: 'match', row: match },
      {
        table: 'event',
        row: {
          session: match.session,
          match: match.code,
          participant: null,
          kind: 'table',
          body: {
            ...{ against: against.join(','), preset, role, explain, onFailure },
            ...(instead === undefined ? {} : { instead: { ...instead, against: instead.against.join(',') } }),
            process: process.pid,
            ...(again ? { again } : {}),
          },
          at: now,
        },
      },
      ...beside(match),
    ]);
    participants.written(before);
    return liveMatch({ store, clock, live, match, game, choice, seated: table, stored: [], calls: [], answer, hold });
  });
}

/**
 * A match that was left, exactly where it stood; that it goes on is on disk when this resolves. `current`: the game as it is
 * now. Throws a UserError where this program has not got the rules of that time.
 */
export async function resumedLiveMatch(
  { store, clock, live }: LivePlace,
  summary: MatchSummary,
  current: AnyGame,
): Promise<LiveMatch> {
  return held(store, summary.code, async (hold) => {
    const { game, choice } = await storedTable(store, summary, current);
    const { answer, person } = keyboard();
    const stored = await store.decisions(summary.code);
    const table = seatedAgain(game, summary.seats, summary.disclosed, person, live?.models);
    const calls = await store.calls(summary.code);
    await store.record([
      {
        table: 'event',
        row: {
          session: summary.session,
          match: summary.code,
          participant: null,
          kind: 'resumed',
          body: { answers: stored.length, process: process.pid },
          at: clock(),
        },
      },
    ]);
    return liveMatch({
      store,
      clock,
      live,
      match: rowOf(summary),
      game,
      choice,
      seated: table,
      stored,
      calls,
      answer,
      hold,
    });
  });
}

/**
 * The rules by which a stored match was played, in its language where the game speaks it, and its table as it was set; what was not kept of an old one is as usual.
 * `current`: the game as it is now. Throws a UserError where this program has not got the rules of that time.
 */
export async function storedTable(
  store: Store,
  summary: MatchSummary,
  current: AnyGame,
): Promise<{ readonly game: AnyGame; readonly choice: TableSetting }> {
  const spoken = (await current.translations?.[summary.language]?.()) ?? current;
  const game = rulesOf(spoken, summary.version);
  if (game === null)
    throw new UserError(
      `This match was played by version ${summary.version} of ${current.title}, whose rules are not in this program (it has ${current.version}): open it with the version that played it.`,
    );
  const events = await store.events(summary.session);
  const said = events.flatMap((e) => (e.kind === 'table' && e.match === summary.code ? [e.body] : []))[0];
  const me = summary.seats.findIndex((seat) => seat.kind === 'human');
  const others = summary.seats.filter((_, seat) => seat !== Math.max(0, me)).map(({ id }) => id);
  const role = game.roles.find((one) => one.seat === Math.max(0, me));
  const typed = said?.against.split(',');
  // A table that was set when one opponent took every other seat says one; the seats say who sat there.
  const against = typed?.length === others.length ? typed : summary.disclosed ? others : [GUESS];
  const choice: TableSetting = {
    game,
    config: summary.config,
    preset: said?.preset ?? null,
    role: game.roles.find((r) => r.name === said?.role)?.name ?? role?.name ?? '',
    against,
    explain: said?.explain ?? 'each',
    seed: null,
    ...(said?.onFailure === undefined ? {} : { onFailure: said.onFailure }),
  };
  return { game, choice };
}

/** A match's row as it was stored, without what only lists show. */
export const rowOf = ({ ending: _e, decisions: _d, payoffs: _p, lastAt: _l, ...row }: MatchSummary): MatchRow => row;

/** Holds a match for `begin`, and on until its play has ended. Throws a UserError where another window, or another program, plays it. */
async function held(store: Store, code: string, begin: (hold: Hold) => Promise<LiveMatch>): Promise<LiveMatch> {
  const hold = await store.hold(code);
  if (hold === null)
    throw new UserError('This match is being played in another window: go on there, or leave it there first.');
  try {
    return await begin(hold);
  } catch (error) {
    hold.release();
    throw error;
  }
}

/** The people at this keyboard: their promises wait here, one a seat. */
function keyboard(): { readonly person: () => Agent; readonly answer: (seat: Seat, reply: Reply) => void } {
  const waiting = new Map<Seat, (reply: Reply) => void>();
  return {
    person: () =>
      human(
        ({ decision }, signal) =>
          new Promise((resolve, reject) => {
            waiting.set(decision.seat, resolve);
            signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          }),
      ),
    answer(seat, reply) {
      const resolve = waiting.get(seat);
      waiting.delete(seat);
      resolve?.(reply);
    },
  };
}

type Parts = LivePlace & {
  readonly match: MatchRow;
  readonly game: AnyGame;
  readonly choice: TableSetting;
  readonly seated: Seating;
  readonly stored: readonly StoredAnswer[];
  readonly calls: readonly CallRow[];
  readonly answer: (seat: Seat, reply: Reply) => void;
  readonly hold: Hold;
};

function liveMatch({
  store,
  clock,
  live,
  match,
  game,
  choice,
  seated: table,
  stored,
  calls,
  answer,
  hold,
}: Parts): LiveMatch {
  const gone = new AbortController();
  const { names, disclosed } = table;
  const onFailure = choice.onFailure ?? DEFAULT_ON_FAILURE;
  const models = new Map<Seat, LiveSeat>();
  const agents = table.agents.map((agent, seat) => {
    if (agent.kind !== 'model') return agent;
    const one = liveSeat(agent, {
      onFailure,
      spent: () => live?.spent() ?? null,
      heard: (call) => {
        told.heard(call);
        live?.heard(call);
      },
      end: () => gone.abort('unpaid'),
    });
    models.set(seat, one);
    return one.agent;
  });
  const told = modelsLog(table.rows, onFailure, calls);
  const answers = new Map<string, Answer>();
  const place = (seat: Seat, turn: number, key: string): string => `${seat} ${turn} ${key}`;
  for (const { seat, turn, key, answer: said } of stored) answers.set(place(seat, turn, key), said);
  const isPerson = (seat: Seat): boolean => agents[seat]?.kind === 'human';
  const saved = stored.filter((s) => isPerson(s.seat)).length;

  const play = async (listener: Listener): Promise<Finished | Unpaid | null> => {
    let mine = saved;
    const questions = new Map<Seat, number>();
    const full = {
      game,
      config: match.config,
      seed: match.seed,
      agents,
      names,
      disclosed,
      signal: gone.signal,
      stored,
      calls,
      onFailure,
    };
    for await (const event of recordedMatch(store, match, full, true, clock)) {
      switch (event.type) {
        case 'asked': {
          const { decision, position, of, look, turn } = event;
          const { seat } = decision;
          questions.set(seat, of);
          if (isPerson(seat))
            listener.asked({ seat, decision, position, of, view: look(seat), names: names[seat]! }, turn);
          else listener.thinking(seat);
          break;
        }
        case 'answered': {
          const { seat, key } = event.decision;
          answers.set(place(seat, event.turn, key), event.answer);
          if (isPerson(seat)) mine += 1;
          if (models.has(seat))
            listener.said(told.answered(seat, event.source, clock() - (event.reply.shownAt ?? clock())), seat);
          listener.answered(seat, isPerson(seat), event.position + 1 >= (questions.get(seat) ?? 1));
          break;
        }
        case 'failed':
          listener.said(told.failed(event.decision.seat, event.outcome, event.why), event.decision.seat);
          break;
        case 'ended':
          if (event.how === 'finished') return finished(event.payoffs, event.look, mine);
          return event.how === 'unpaid' ? { unpaid: told.last().shown ?? '', saved: mine } : null;
      }
    }
    return null;
  };

  const finished = (payoffs: readonly number[] | null, look: Look, count: number): Finished =>
    finishedOf({
      match,
      game,
      choice,
      names,
      views: agents.map((_, seat) => look(seat)),
      tastes: agents.map((agent): Taste | null => agent.taste ?? null),
      payoffs,
      saved: count,
      at: clock(),
      ...(models.size === 0 ? {} : { told: told.replaced(), minutes: told.whole() }),
    });

  return {
    ...{ match, game, choice, seated: table, saved, answer },
    async play(listener) {
      try {
        return await play(listener);
      } finally {
        // What a call that was cut off leaves behind is on disk before the table is cleared.
        await Promise.all([...models.values()].map((one) => one.done()));
        hold.release();
      }
    },
    given: (seat, turn, key) => answers.get(place(seat, turn, key)),
    // Of several that think, each: whoever waits has said so once.
    standIn: () => [...models.values()].map((one) => one.standIn()).some(Boolean),
    leave: () => gone.abort('left'),
  };
}

/** A match that came to its end, told from the seat of its first person; seat 0 where no person sat there. */
export const finishedOf = (facts: Omit<Finished, 'config' | 'seat'>): Finished => ({
  ...facts,
  config: facts.match.config,
  seat: Math.max(
    0,
    facts.match.seats.findIndex((row) => row.kind === 'human'),
  ),
});

/** The choices of people among the stored answers of a match. */
export const ofPeople = (match: MatchRow, decisions: readonly DecisionRow[]): readonly DecisionRow[] =>
  decisions.filter((d) => match.seats[d.seat]?.kind === 'human');
