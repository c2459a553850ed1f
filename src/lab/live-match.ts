/**
 * A match with people in it, from the first question to the result. People answer through `answer`; whoever draws, the
 * full screen or the plain reading, listens. Every choice is on disk before anybody hears of it.
 */
import type { Agent, Reply, Request } from '../match/agent.ts';
import { agentChosen } from '../agents/index.ts';
import type { Models } from '../model/agent.ts';
import { human } from '../agents/human.ts';
import type { AnyGame, Answer, Seat, Taste } from '../core/game.ts';
import type { CallRow, Hold, LogRow, MatchRow, MatchSummary, StoredAnswer, Store } from '../core/log.ts';
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
import { type LiveSeat, liveSeat, type RoomRules } from './live-seat.ts';
import type { ModelBreaker } from './model-breaker.ts';
import { type Minute, modelsLog } from './models-log.ts';
import type { Participants } from './participants.ts';
import type { OpenQuestion, Finished } from './finished-match.ts';
import { ofPeople } from './unfinished.ts';

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
  /** How often this question of this turn was answered in this seat. */
  times(seat: Seat, turn: number, key: string): number;
  /** What this seat sees now; null: nothing was dealt yet. */
  view(seat: Seat): unknown;
  /** How often the rules have been applied. */
  turn(): number;
  /** From here on this agent answers in the place of the person in this seat, the question at hand first. */
  replace(seat: Seat, agent: Agent): void;
  /** The stand-in gives the answers that models are thinking about; false: none is, or there is no stand-in. */
  standIn(): boolean;
  leave(): void;
  /** Ends it without a result: somebody went away, and nobody takes the seat. */
  end(): void;
};

/** A match that ended because a model had no answer: why, and how many choices of people are kept. */
export type Unpaid = { readonly unpaid: string; readonly saved: number };

/** How language models sit at this table. */
export type LiveModels = {
  readonly models: Models;
  /** Why no further call may be made, in a sentence without its full stop. */
  spent(): string | null;
  heard(call: CallRow): void;
  /** A question is put to a model from now on, until what it gives back is called; left out: nobody counts. */
  asks?(): () => void;
  /** Why no further question may be put while those are out that are, in a sentence without its full stop; left out: none is too many. */
  crowded?(): string | null;
  /** Where many matches ask the same models: a stand-in answers one question and takes no seat. Left out: this match is alone. */
  readonly breaker?: ModelBreaker;
};

/** What a match is kept in and timed by (`clock` gives Unix milliseconds), and the models that may sit at it. */
export type MatchPlace = {
  readonly store: Pick<Store, 'record' | 'hold' | 'decisions' | 'calls'>;
  readonly clock: () => number;
  readonly live?: LiveModels | undefined;
};
export type LivePlace = MatchPlace & { readonly store: Store };

/** Whoever sits down: of which session, by the codes of who chose the table and then the others, and the rows that have to be stored before anything of theirs. */
export type SittingDown = {
  readonly session: string;
  readonly codes: readonly string[];
  readonly before: readonly LogRow[];
};

/**
 * A new match at this table: the people at this keyboard and agents sit down. Its first rows, and those of its people, are on
 * disk when this resolves: nothing is asked before. `again`: whoever sits down has said to have played this game before;
 * `beside`: what else is to be kept of the match, in the same commit. Throws a UserError where one of the people cannot sit down.
 */
export async function newLiveMatch(
  place: LivePlace,
  participants: Participants,
  choice: TableSetting,
  seed: number,
  again = false,
  beside: (match: MatchRow) => readonly LogRow[] = () => [],
): Promise<LiveMatch> {
  const people = await participants.sitDown(peopleOf(choice), place.clock());
  const match = await begunLiveMatch(
    place,
    { session: participants.current.code, ...people },
    choice,
    seed,
    again,
    beside,
  );
  participants.written(people.before);
  return match;
}

/** A new match of people with these codes, wherever they sit: as `newLiveMatch`, whose rest it is. */
export async function begunLiveMatch(
  { store, clock, live }: MatchPlace,
  { session, codes, before }: SittingDown,
  choice: TableSetting,
  seed: number,
  again = false,
  beside: (match: MatchRow) => readonly LogRow[] = () => [],
): Promise<LiveMatch> {
  const { person, ...keys } = keyboard();
  const now = clock();
  const table = seated(choice, seed, codes, person, (id) => agentChosen(id, choice.game, live?.models));
  const { game, config } = choice;
  const { agents, rows: seats, disclosed } = table;
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
    return liveMatch({ store, clock, live, match, game, choice, seated: table, stored: [], calls: [], keys, hold });
  });
}

/**
 * A match that was left, exactly where it stood; that it goes on is on disk when this resolves. `current`: the game as it is
 * now. Throws a UserError where this program has not got the rules of that time.
 */
export async function resumedLiveMatch(place: LivePlace, summary: MatchSummary, current: AnyGame): Promise<LiveMatch> {
  return held(place.store, summary.code, async (hold) =>
    heldLiveMatch(place, rowOf(summary), await storedTable(place.store, summary, current), hold),
  );
}

/** A match that was left, at a table that is known, for whoever has taken hold of it: as `resumedLiveMatch`, whose rest it is. */
export async function heldLiveMatch(
  { store, clock, live }: MatchPlace,
  match: MatchRow,
  { game, choice }: { readonly game: AnyGame; readonly choice: TableSetting },
  hold: Hold,
): Promise<LiveMatch> {
  const { person, ...keys } = keyboard();
  const [stored, calls] = await Promise.all([store.decisions(match.code), store.calls(match.code)]);
  const table = seatedAgain(game, match.seats, match.disclosed, person, live?.models);
  await store.record([
    {
      table: 'event',
      row: {
        session: match.session,
        match: match.code,
        participant: null,
        kind: 'resumed',
        body: { answers: stored.length, process: process.pid },
        at: clock(),
      },
    },
  ]);
  return liveMatch({ store, clock, live, match, game, choice, seated: table, stored, calls, keys, hold });
}

/**
 * The rules by which a stored match was played, in its language where the game speaks it, and its table as it was set; what was not kept of an old one is as usual.
 * `current`: the game as it is now. Throws a UserError where this program has not got the rules of that time.
 */
export async function storedTable(
  store: Pick<Store, 'events'>,
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
async function held(
  store: Pick<Store, 'hold'>,
  code: string,
  begin: (hold: Hold) => Promise<LiveMatch>,
): Promise<LiveMatch> {
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

/** What people answer with: `person` makes the agent of one; the rest says what was answered, and who answers instead. */
type Keys = {
  readonly answer: (seat: Seat, reply: Reply) => void;
  /** From here on this agent answers in this seat. */
  readonly replace: (seat: Seat, agent: Agent) => void;
  /** Whether an agent answers in the place of the person in this seat. */
  readonly replaced: (seat: Seat) => boolean;
};

/** The people at a table: their promises wait here, one a seat. */
function keyboard(): Keys & { readonly person: () => Agent } {
  const waiting = new Map<Seat, { readonly reply: (reply: Reply) => void; readonly instead: (agent: Agent) => void }>();
  const agents = new Map<Seat, Agent>();
  const inPlace = async (agent: Agent, request: Request, signal: AbortSignal): Promise<Reply> => ({
    ...(await agent.choose(request, signal)),
    substitute: true,
  });
  return {
    person: () =>
      human((request, signal) => {
        const { seat } = request.decision;
        const agent = agents.get(seat);
        if (agent !== undefined) return inPlace(agent, request, signal);
        return new Promise((resolve, reject) => {
          waiting.set(seat, {
            reply: resolve,
            instead: (other) => inPlace(other, request, signal).then(resolve, reject),
          });
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
      }),
    answer(seat, reply) {
      const here = waiting.get(seat);
      waiting.delete(seat);
      here?.reply(reply);
    },
    replace(seat, agent) {
      agents.set(seat, agent);
      const here = waiting.get(seat);
      waiting.delete(seat);
      here?.instead(agent);
    },
    replaced: (seat) => agents.has(seat),
  };
}

type Parts = MatchPlace & {
  readonly match: MatchRow;
  readonly game: AnyGame;
  readonly choice: TableSetting;
  readonly seated: Seating;
  readonly stored: readonly StoredAnswer[];
  readonly calls: readonly CallRow[];
  readonly keys: Keys;
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
  keys,
  hold,
}: Parts): LiveMatch {
  const gone = new AbortController();
  const { names, disclosed } = table;
  const onFailure = choice.onFailure ?? DEFAULT_ON_FAILURE;
  const breaker = live?.breaker;
  const room: RoomRules | undefined = breaker && {
    breaker,
    asks: () => live?.asks?.() ?? (() => undefined),
    crowded: () => live?.crowded?.() ?? null,
  };
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
      room,
    });
    models.set(seat, one);
    return one.agent;
  });
  const told = modelsLog(table.rows, onFailure, calls, room !== undefined);
  const answers = new Map<string, { readonly answer: Answer; readonly times: number }>();
  const place = (seat: Seat, turn: number, key: string): string => `${seat} ${turn} ${key}`;
  const keep = ({ seat, turn, key, answer }: Pick<StoredAnswer, 'seat' | 'turn' | 'key' | 'answer'>): void => {
    const at = place(seat, turn, key);
    answers.set(at, { answer, times: (answers.get(at)?.times ?? 0) + 1 });
  };
  for (const one of stored) keep(one);
  const isPerson = (seat: Seat): boolean => agents[seat]?.kind === 'human';
  const saved = ofPeople(match, stored).length;
  let seen: Look | null = null;
  let applied = 0;

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
        case 'started':
          seen = event.look;
          break;
        case 'moved':
          applied = event.turn + 1;
          break;
        case 'asked': {
          const { decision, position, of, look, turn } = event;
          const { seat } = decision;
          applied = turn;
          questions.set(seat, of);
          if (keys.replaced(seat)) break;
          if (isPerson(seat))
            listener.asked({ seat, decision, position, of, view: look(seat), names: names[seat]! }, turn);
          else listener.thinking(seat);
          break;
        }
        case 'answered': {
          const { seat, key } = event.decision;
          keep({ seat, key, turn: event.turn, answer: event.answer });
          const person = isPerson(seat) && event.source !== 'substituted';
          if (person) mine += 1;
          if (models.has(seat))
            listener.said(told.answered(seat, event.source, clock() - (event.reply.shownAt ?? clock())), seat);
          listener.answered(seat, person, event.position + 1 >= (questions.get(seat) ?? 1));
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
    ...{ match, game, choice, seated: table, saved, answer: keys.answer, replace: keys.replace },
    view: (seat) => seen?.(seat) ?? null,
    turn: () => applied,
    async play(listener) {
      try {
        return await play(listener);
      } finally {
        // What a call that was cut off leaves behind is on disk before the table is cleared.
        await Promise.all([...models.values()].map((one) => one.done()));
        hold.release();
      }
    },
    given: (seat, turn, key) => answers.get(place(seat, turn, key))?.answer,
    times: (seat, turn, key) => answers.get(place(seat, turn, key))?.times ?? 0,
    // Of several that think, each: whoever waits has said so once.
    standIn: () => [...models.values()].map((one) => one.standIn()).some(Boolean),
    leave: () => gone.abort('left'),
    end: () => gone.abort('unpaid'),
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
