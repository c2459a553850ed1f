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
import type { Agent, Reply } from './agents/agent.ts';
import { type Answer, type AnyGame, type Decision, type Draw, type Move, type Names, problemSentence, read, type Seat } from './game.ts';
import type { CallRow, DecisionRow, EndingRow, StoredAnswer } from './log.ts';
import { Refusal } from './refusal.ts';
import { rng } from './rng.ts';

export type Table = {
  readonly game: AnyGame;
  /** As `game.config` parsed it: defaults filled in. One object for the whole match, so that theory is solved once. */
  readonly config: unknown;
  readonly seed: number;
  readonly agents: readonly Agent[];
  /** One list of names a seat: what every seat is called on that seat's screen. */
  readonly names: readonly Names[];
  /** Whether agents know whom they face. */
  readonly disclosed: boolean;
  readonly signal: AbortSignal;
  readonly stored: readonly StoredAnswer[];
  keep?(call: CallRow): void | Promise<void>;
};

/** Looks at the table from one seat: computed only for whoever draws. */
export type Look = (seat: Seat) => unknown;

export type Answered = {
  readonly type: 'answered';
  readonly turn: number;
  readonly decision: Decision;
  readonly position: number;
  readonly revision: number;
  readonly answer: Answer;
  readonly reply: Reply;
  readonly source: DecisionRow['source'];
};

export type MatchEvent =
  | { readonly type: 'started'; readonly look: Look }
  /** Put to somebody who takes time: a person or a model. `answered`: what this seat has answered in the group so far. */
  | {
      readonly type: 'asked';
      readonly turn: number;
      readonly decision: Decision;
      readonly position: number;
      readonly of: number;
      readonly look: Look;
    }
  | Answered
  | { readonly type: 'moved'; readonly turn: number; readonly moves: readonly Move[]; readonly look: Look }
  | { readonly type: 'ended'; readonly how: EndingRow['how']; readonly payoffs: readonly number[] | null; readonly look: Look };

/** One seat's way through its group of questions in one turn. */
type Chain = {
  readonly seat: Seat;
  readonly decisions: readonly Decision[];
  position: number;
  readonly answers: Map<string, Answer>;
  readonly revisions: Map<string, number>;
};

export async function* playMatch(table: Table): AsyncGenerator<MatchEvent, void> {
  const { game, config, seed, agents, signal } = table;
  let state = game.setup(config, rng(seed, 'setup'), agents.length);
  const look: Look = (seat) => game.observe(state, seat);
  const past: Reply[][] = agents.map(() => []);
  const draws: readonly Draw[] = agents.map((_, seat) => (key) => rng(seed, 'seat', seat, key));
  const others = agents.map((_, me) => agents.map((other, seat) => (seat === me || !table.disclosed ? null : (other.taste ?? null))));
  const keep = table.keep ?? (() => undefined);
  const stored = storedByTurn(table.stored);

  const ask = (chain: Chain, decision: Decision, turn: number, view: unknown): Reply | Promise<Reply> => {
    const { seat } = chain;
    const agent = agents[seat]!;
    return agent.choose(
      { game, config, view, names: table.names[seat]!, decision, turn, draw: draws[seat]!, past: past[seat]!, others: others[seat]!, keep },
      signal,
    );
  };

  /** What the reply means for its chain: the event to yield, or null for a step back. */
  const take = (chain: Chain, turn: number, reply: Reply): Answered | null => {
    const decision = chain.decisions[chain.position]!;
    if (reply.back) {
      chain.position = Math.max(0, chain.position - 1);
      return null;
    }
    const result = read(decision.input, reply.answer);
    if (!result.ok) throw illegal(agents[chain.seat]!, decision, problemSentence(result.problem));
    const revision = chain.revisions.get(decision.key) ?? 0;
    chain.revisions.set(decision.key, revision + 1);
    chain.answers.set(decision.key, result.answer);
    const event: Answered = {
      type: 'answered',
      turn,
      decision,
      position: chain.position,
      revision,
      answer: result.answer,
      reply,
      source: 'chosen',
    };
    chain.position += 1;
    past[chain.seat]!.push(reply);
    return event;
  };

  yield { type: 'started', look };

  for (let turn = 0; ; turn++) {
    const decisions = game.pending(state);
    if (decisions.length === 0) break;
    const chains = chainsOf(decisions);
    for (const answer of stored.get(turn) ?? []) resume(chains, answer, past);

    // Agents that answer at once, then those that take time, all at the same time and in the order of their answers.
    const waiting = new Map<Chain, Promise<{ chain: Chain; reply: Reply }>>();
    const views = new Map<Seat, unknown>();
    for (const chain of chains) {
      for (;;) {
        const decision = chain.decisions[chain.position];
        if (decision === undefined) break;
        if (signal.aborted) return yield ended(left(signal), null, look);
        const slow = agents[chain.seat]!.kind === 'human' || agents[chain.seat]!.kind === 'model';
        if (slow) yield { type: 'asked', turn, decision, position: chain.position, of: chain.decisions.length, look };
        let view = views.get(chain.seat);
        if (view === undefined) views.set(chain.seat, (view = game.observe(state, chain.seat)));
        const reply = ask(chain, decision, turn, view);
        if (reply instanceof Promise) {
          waiting.set(
            chain,
            reply.then((settled) => ({ chain, reply: settled })),
          );
          break;
        }
        const event = take(chain, turn, reply);
        if (event) yield event;
      }
    }
    while (waiting.size > 0) {
      let settled: { chain: Chain; reply: Reply };
      try {
        settled = await Promise.race(waiting.values());
      } catch (error) {
        for (const promise of waiting.values()) promise.catch(() => undefined);
        if (signal.aborted) return yield ended(left(signal), null, look);
        throw error;
      }
      const { chain, reply } = settled;
      waiting.delete(chain);
      const event = take(chain, turn, reply);
      if (event) yield event;
      const decision = chain.decisions[chain.position];
      if (decision === undefined) continue;
      yield { type: 'asked', turn, decision, position: chain.position, of: chain.decisions.length, look };
      waiting.set(
        chain,
        Promise.resolve(ask(chain, decision, turn, views.get(chain.seat))).then((next) => ({ chain, reply: next })),
      );
    }

    const moves = decisions.map((decision) => ({ decision, answer: answerIn(chains, decision) }));
    state = game.apply(state, moves, rng(seed, 'turn', turn));
    yield { type: 'moved', turn, moves, look };
  }
  yield ended('finished', game.payoffs(state), look);
}

const ended = (how: EndingRow['how'], payoffs: readonly number[] | null, look: Look): MatchEvent => ({ type: 'ended', how, payoffs, look });

/** Why the table's signal was aborted; leaving unless it says otherwise. */
const left = (signal: AbortSignal): EndingRow['how'] => (signal.reason === 'unpaid' || signal.reason === 'failed' ? signal.reason : 'left');

export function chainsOf(decisions: readonly Decision[]): readonly Chain[] {
  const bySeat = new Map<Seat, Decision[]>();
  for (const decision of decisions) {
    const group = bySeat.get(decision.seat);
    if (group) group.push(decision);
    else bySeat.set(decision.seat, [decision]);
  }
  return [...bySeat].map(([seat, group]) => ({
    seat,
    decisions: group,
    position: 0,
    answers: new Map<string, Answer>(),
    revisions: new Map<string, number>(),
  }));
}

function storedByTurn(answers: readonly StoredAnswer[]): ReadonlyMap<number, readonly StoredAnswer[]> {
  const byTurn = new Map<number, StoredAnswer[]>();
  for (const answer of answers) {
    const turn = byTurn.get(answer.turn);
    if (turn) turn.push(answer);
    else byTurn.set(answer.turn, [answer]);
  }
  return byTurn;
}

/** Takes a stored answer as if it had just been given: the question asked next is the one after it. */
function resume(chains: readonly Chain[], stored: StoredAnswer, past: readonly Reply[][]): void {
  const chain = chains.find((c) => c.seat === stored.seat);
  const position = chain?.decisions.findIndex((d) => d.key === stored.key) ?? -1;
  if (chain === undefined || position < 0)
    throw new Error(
      `The stored answer "${stored.key}" of seat ${stored.seat + 1}, turn ${stored.turn + 1}, answers no question of this game's rules.`,
    );
  const decision = chain.decisions[position]!;
  const result = read(decision.input, stored.answer);
  if (!result.ok)
    throw new Error(
      `The stored answer "${stored.answer}" to "${stored.key}" (seat ${stored.seat + 1}, turn ${stored.turn + 1}) cannot be read: ${problemSentence(result.problem)}`,
    );
  chain.answers.set(stored.key, result.answer);
  chain.revisions.set(stored.key, (chain.revisions.get(stored.key) ?? 0) + 1);
  chain.position = position + 1;
  past[stored.seat]!.push({
    answer: stored.answer,
    ...(stored.because === null ? {} : { because: stored.because }),
    ...(stored.notes === null ? {} : { notes: stored.notes }),
  });
}

function answerIn(chains: readonly Chain[], decision: Decision): Answer {
  const answer = chains.find((c) => c.seat === decision.seat)?.answers.get(decision.key);
  if (answer === undefined) throw new Error(`playMatch: no answer to "${decision.key}" of seat ${decision.seat + 1}`);
  return answer;
}

const illegal = (agent: Agent, decision: Decision, problem: string): Refusal =>
  new Refusal(`${agent.id} (seat ${decision.seat + 1}, round ${decision.round}) was asked "${decision.ask}" ${problem}`);
