/**
 * The one loop, and the only place where turns happen. It asks agents, applies answers and yields events, and stops at
 * each event until its caller has stored or shown it: nothing is asked before what came first is on disk.
 *
 * - Answers are yielded as they arrive, never in seat order.
 * - Several questions to one seat are a group: asked in order, each answer yielded, `back` re-asks the one before,
 *   and `apply` sees the group once, whole.
 * - Aborting the table's signal ends the match with that reason: `{ how: 'left' }` unless the reason says otherwise.
 * - Stored answers are folded first, so resuming is asking only what is missing.
 */
import type { Agent, Reply } from './agent.ts';
import { callsOf } from './calls.ts';
import {
  type Answer,
  type AnyGame,
  type Decision,
  type Draw,
  type Move,
  type Names,
  problemSentence,
  read,
  type Seat,
} from '../core/game.ts';
import type { CallRow, DecisionRow, EndingRow, StoredAnswer } from '../core/log.ts';
import type { FailurePolicy, NoAnswer, Unanswered } from '../core/no-answer.ts';
import { programsTold } from './disclosure.ts';
import { answeredIn, give, giveStored, type QuestionGroup, groupsOf, movesOf } from './group.ts';
import { UserError } from '../core/user-error.ts';
import { type Presentation, presenter } from '../core/presentation.ts';
import { rng } from '../core/rng.ts';

/** One match to be played: the game and its settings, who sits where and what they know, and what was answered before. */
export type Table = {
  readonly game: AnyGame;
  /** As `game.config` parsed it: defaults filled in. One object for the whole match, so that theory is solved once. */
  readonly config: unknown;
  /** Everything that chance decides comes from it: roles, draws of the game, draws of each seat. */
  readonly seed: number;
  /** One a seat, as many as the game seats. */
  readonly agents: readonly Agent[];
  /** One list of names a seat: what every seat is called on that seat's screen. */
  readonly names: readonly Names[];
  /** Whether agents know whom they face. */
  readonly disclosed: boolean;
  /** Aborted: the match ends, for the signal's reason where that is `unpaid` or `failed`, else it is left. */
  readonly signal: AbortSignal;
  /** Answers that are given already, in the order in which they were given: they are folded, not asked. */
  readonly stored: readonly StoredAnswer[];
  /** How its questions are put; left out: as the game puts them. */
  readonly presentation?: Presentation | null | undefined;
  /** The match's code, where it is kept. */
  readonly match?: string;
  /** The calls to models that a resumed match has made: an answer that had arrived is not asked for again. */
  readonly calls?: readonly CallRow[];
  /**
   * What follows when an agent has no answer: one policy, or one by why there is none and how often this question has had
   * none, this time counted. Left out: failed.
   */
  readonly onFailure?: FailurePolicy | ((outcome: NoAnswer, times: number) => FailurePolicy);
  /** Stores a call to a model before its answer is read. */
  keep?(call: CallRow): void | Promise<void>;
};

const NOTHING: readonly Move[] = [];

/** Looks at the table from one seat: computed only for whoever draws. */
export type Look = (seat: Seat) => unknown;

/**
 * A legal answer. `position`: of the question in its seat's group, from 0; `revision`: 0, or how often it was answered
 * before; `source`: the agent's own, after a repair, the stand-in's, or set from outside.
 */
export type AnswerEvent = {
  readonly type: 'answered';
  readonly turn: number;
  readonly decision: Decision;
  readonly position: number;
  readonly revision: number;
  readonly answer: Answer;
  readonly reply: Reply;
  readonly source: DecisionRow['source'];
};

/** What happens in a match, in its order; turns and positions count from 0. */
export type MatchEvent =
  | { readonly type: 'started'; readonly look: Look }
  /** Put to somebody who takes time: a person or a model. Question `position` (from 0) of `of` in this seat's group. */
  | {
      readonly type: 'asked';
      readonly turn: number;
      readonly decision: Decision;
      readonly position: number;
      readonly of: number;
      readonly look: Look;
    }
  | AnswerEvent
  /** An agent had no answer; what follows is the table's policy. */
  | {
      readonly type: 'failed';
      readonly turn: number;
      readonly decision: Decision;
      readonly why: string;
      readonly outcome: NoAnswer;
      readonly look: Look;
    }
  | { readonly type: 'moved'; readonly turn: number; readonly moves: readonly Move[]; readonly look: Look }
  | {
      readonly type: 'ended';
      readonly how: EndingRow['how'];
      readonly payoffs: readonly number[] | null;
      readonly look: Look;
    };

/** A match on its way: its events, and between them a promise wherever somebody takes time; it goes on when that is settled. */
type MatchSteps = Generator<MatchEvent | Promise<void>, void, void>;
/** Where a match stands once what it waited for is settled. */
const settled = (steps: MatchSteps, waited: Promise<void>): Promise<IteratorResult<MatchEvent | Promise<void>, void>> =>
  waited.then(
    () => steps.next(),
    (error: unknown) => steps.throw(error),
  );

/**
 * Plays one match and yields its events: `started`; then of each turn `asked` (people and models only), `answered` or
 * `failed` for every question, and `moved`; at last `ended`. The next thing happens when the caller asks for the next
 * event, so a caller that stores an event first has it on disk before anything follows from it.
 *
 * `ended` is always the last: finished, with each seat's points (null: this game pays none), or without payoffs where the
 * signal was aborted or a policy ended it. Throws a UserError where an agent's answer is not allowed, and an Error with
 * turn and seat where a stored answer fits no question of these rules; whatever an agent throws is passed on.
 *
 *     for await (const event of playMatch({ game, config, seed: 1, agents, names, disclosed: true, signal, stored: [] }))
 *       if (event.type === 'ended') console.log(event.payoffs);
 */
export async function* playMatch(table: Table): AsyncGenerator<MatchEvent, void> {
  const steps = stepsOf(table);
  for (let step = steps.next(); step.done !== true;) {
    if (step.value instanceof Promise) step = await settled(steps, step.value);
    else {
      yield step.value;
      step = steps.next();
    }
  }
}

/**
 * The same for whoever plays many matches: `hear` is told of every event as it happens, and `pause` when nothing more happens
 * by itself: somebody takes time, or it was the last. Either is waited for only where it gives back a promise, so that a match
 * of agents that answer at once costs the event loop nothing, and rows of several events can be one commit.
 */
export async function playThrough(
  table: Table,
  hear: (event: MatchEvent) => Promise<void> | undefined,
  pause?: () => Promise<void>,
): Promise<void> {
  const steps = stepsOf(table);
  for (let step = steps.next(); step.done !== true;) {
    if (step.value instanceof Promise) {
      await pause?.();
      step = await settled(steps, step.value);
      continue;
    }
    const heard = hear(step.value);
    if (heard !== undefined) await heard;
    step = steps.next();
  }
  await pause?.();
}

function* stepsOf(table: Table): MatchSteps {
  const { game, config, seed, agents, signal, presentation = null } = table;
  const present = presenter(presentation);
  let state = game.setup(config, rng(seed, 'setup'), agents.length);
  const look: Look = (seat) => game.observe(state, seat);
  const past: Reply[][] = agents.map(() => []);
  const seatsTold = programsTold(agents, table.disclosed);
  const programs = agents.map((_, me) =>
    table.disclosed ? seatsTold.map((program, seat) => program && seat !== me) : seatsTold,
  );
  const draws: readonly Draw[] = agents.map((_, seat) => (key) => rng(seed, 'seat', seat, key));
  const others = agents.map((_, me) =>
    agents.map((other, seat) => (seat === me || !table.disclosed ? null : (other.taste ?? null))),
  );
  const calls = agents.some((agent) => agent.kind === 'model') ? callsOf(table.calls ?? []) : undefined;
  const keep = (call: CallRow): void | Promise<void> => {
    calls?.made(call);
    return table.keep?.(call);
  };
  const match = table.match ?? '';
  /** Seats whose next answer is the stand-in's. */
  const substitutes = new Set<Seat>();
  /** By seat: how often the question at hand has had no answer. */
  const unanswered = agents.map(() => 0);
  let stopped: 'unpaid' | 'failed' | 'left' | undefined;
  let next = 0;
  let gone: Promise<never> | undefined;

  const ask = (group: QuestionGroup, decision: Decision, turn: number, view: unknown): Reply | Promise<Reply> => {
    const { seat } = group;
    if (substitutes.size > 0 && substitutes.delete(seat))
      return { ...game.standin!(view, decision, draws[seat]!), substitute: true };
    const request = {
      game,
      config,
      view,
      names: table.names[seat]!,
      decision,
      turn,
      draw: draws[seat]!,
      past: past[seat]!,
      programs: programs[seat]!,
      earlier: group.position === 0 ? NOTHING : answeredIn(group),
      others: others[seat]!,
      match,
      calls,
      keep,
    };
    return agents[seat]!.choose(request, signal);
  };

  /** What a reply means for its group: the event to yield, or null for a step back. */
  const take = (group: QuestionGroup, turn: number, reply: Reply): MatchEvent | null => {
    const { position } = group;
    const decision = group.decisions[position]!;
    if (reply.back) {
      unanswered[group.seat] = 0;
      group.position = Math.max(0, position - 1);
      return null;
    }
    if (reply.failed !== undefined) return failing(group, turn, decision, reply.failed);
    const result = read(decision.input, reply.answer);
    if (!result.ok) throw illegal(agents[group.seat]!, decision, problemSentence(result.problem));
    past[group.seat]!.push(reply);
    unanswered[group.seat] = 0;
    const source = reply.substitute ? 'substituted' : reply.forced ? 'forced' : reply.repaired ? 'repaired' : 'chosen';
    return {
      type: 'answered',
      turn,
      decision,
      position,
      revision: give(group, result.answer),
      answer: result.answer,
      reply,
      source,
    };
  };

  /** No answer: by the table's policy the same question again, the stand-in's answer, or the end of the match. */
  const failing = (
    group: QuestionGroup,
    turn: number,
    decision: Decision,
    { outcome, why }: Unanswered,
  ): MatchEvent => {
    const { onFailure = 'failed' } = table;
    const times = (unanswered[group.seat] ?? 0) + 1;
    unanswered[group.seat] = times;
    const policy = typeof onFailure === 'function' ? onFailure(outcome, times) : onFailure;
    if (policy === 'stand-in' && game.standin !== undefined) substitutes.add(group.seat);
    else if (policy !== 'ask again') stopped = policy === 'stand-in' ? 'failed' : policy;
    return { type: 'failed', turn, decision, why, outcome, look };
  };

  yield { type: 'started', look };

  for (let turn = 0; ; turn++) {
    const decisions = present(game.pending(state));
    if (decisions.length === 0) break;
    const groups = groupsOf(decisions);
    for (; table.stored[next]?.turn === turn; next++) {
      const stored = table.stored[next]!;
      giveStored(groups, stored);
      past[stored.seat]!.push(replyOf(stored));
    }

    // Agents that answer at once answer in turn; those that take time are asked together and heard as they answer.
    const waiting = new Map<QuestionGroup, Promise<Heard>>();
    const heard: Heard[] = [];
    const views = new Map<Seat, unknown>();
    let told: Decision | undefined;
    /** The next event of a group, or null: it is whole, or its agent is thinking. */
    const advance = (group: QuestionGroup): MatchEvent | null => {
      const decision = group.decisions[group.position];
      if (decision === undefined || stopped !== undefined) return null;
      if (decision !== told && slow(agents[group.seat]!)) {
        told = decision;
        return { type: 'asked', turn, decision, position: group.position, of: group.decisions.length, look };
      }
      let view = views.get(group.seat);
      if (view === undefined) views.set(group.seat, (view = game.observe(state, group.seat)));
      const reply = ask(group, decision, turn, view);
      told = undefined;
      if (!(reply instanceof Promise)) return take(group, turn, reply) ?? advance(group);
      const hearing = reply.then((said) => ({ group, reply: said }));
      // It may be rejected while this generator stands at a yield: heard at the race, and no surprise until then.
      hearing.catch(() => undefined);
      waiting.set(group, hearing);
      return null;
    };
    for (const group of groups) {
      for (let event = signal.aborted ? null : advance(group); event; event = signal.aborted ? null : advance(group))
        yield event;
    }
    try {
      while (waiting.size > 0 && stopped === undefined) {
        const first = Promise.race([...waiting.values(), (gone ??= abortOf(signal))]).then(
          (one) => void heard.push(one),
        );
        // It may be rejected while what came before is stored: no surprise until it is waited for.
        first.catch(() => undefined);
        yield first;
        const { group, reply } = heard.pop()!;
        waiting.delete(group);
        for (let event = take(group, turn, reply) ?? advance(group); event; event = advance(group)) yield event;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    if (signal.aborted || stopped !== undefined)
      return yield { type: 'ended', how: stopped ?? howEnded(signal), payoffs: null, look };

    const moves = movesOf(decisions, groups)!;
    state = game.apply(state, moves, rng(seed, 'turn', turn));
    yield { type: 'moved', turn, moves, look };
  }
  yield { type: 'ended', how: 'finished', payoffs: game.payoffs(state), look };
}

/** Rejects when the signal is aborted, so that nobody who does not listen to it can hold the match. */
function abortOf(signal: AbortSignal): Promise<never> {
  const gone = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );
  gone.catch(() => undefined);
  return gone;
}

type Heard = { readonly group: QuestionGroup; readonly reply: Reply };

/** People and models take time; theory, stand-ins and scripts answer at once. */
const slow = (agent: Agent): boolean => agent.kind === 'human' || agent.kind === 'model';

/** Why the table's signal was aborted; leaving unless it says otherwise. */
const howEnded = (signal: AbortSignal): EndingRow['how'] =>
  signal.reason === 'unpaid' || signal.reason === 'failed' ? signal.reason : 'left';

const replyOf = ({ answer, because, notes, distribution }: StoredAnswer): Reply => ({
  answer,
  ...(because === null ? {} : { because }),
  ...(notes === null ? {} : { notes }),
  ...(distribution === null ? {} : { distribution }),
});

const illegal = (agent: Agent, decision: Decision, problem: string): UserError =>
  new UserError(
    `${agent.id} (seat ${decision.seat + 1}, round ${decision.round}) was asked "${decision.ask}" ${problem}`,
  );
