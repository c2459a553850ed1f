/** Stored answers folded through the rules again. Views and payoffs are not stored: config, seed and answers rebuild them. */
import { type AnyGame, type Move, type Played, problemSentence, read } from './game.ts';
import type { StoredAnswer } from './log.ts';
import { chainsOf } from './match.ts';
import { rng } from './rng.ts';

/** How far a set of stored answers leads. `finished`: the rules ask nothing more. */
export type Replayed = Played<unknown> & { readonly finished: boolean; readonly turns: number };

/** The rules that a stored match was played by: an older version of the game where it says so. */
export function rulesOf(game: AnyGame, version: number): AnyGame | null {
  return version === game.version ? game : (game.past?.[version] ?? null);
}

/** Plays the stored answers again; throws where one answers no question or cannot be read. */
export function replay(game: AnyGame, config: unknown, seed: number, seats: number, answers: readonly StoredAnswer[]): Replayed {
  let state = game.setup(config, rng(seed, 'setup'), seats);
  const moves: Move[] = [];
  let next = 0;
  let turn = 0;
  for (; ; turn++) {
    const decisions = game.pending(state);
    if (decisions.length === 0) break;
    const known = new Map<string, string | number>();
    const position = new Map<number, number>();
    const chains = chainsOf(decisions);
    for (; next < answers.length && answers[next]!.turn === turn; next++) {
      const answer = answers[next]!;
      const chain = chains.find((c) => c.seat === answer.seat);
      const place = chain?.decisions.findIndex((d) => d.key === answer.key) ?? -1;
      const decision = chain?.decisions[place];
      if (decision === undefined) throw new Error(`turn ${turn + 1}, seat ${answer.seat + 1}: "${answer.key}" is not asked by these rules`);
      const result = read(decision.input, answer.answer);
      if (!result.ok) throw new Error(`turn ${turn + 1}, seat ${answer.seat + 1}, ${answer.key}: ${problemSentence(result.problem)}`);
      known.set(`${answer.seat} ${answer.key}`, result.answer);
      position.set(answer.seat, place + 1);
    }
    if (!chains.every((chain) => (position.get(chain.seat) ?? 0) === chain.decisions.length)) break;
    const whole = decisions.map((decision) => ({ decision, answer: known.get(`${decision.seat} ${decision.key}`)! }));
    moves.push(...whole);
    state = game.apply(state, whole, rng(seed, 'turn', turn));
  }
  const finished = game.pending(state).length === 0;
  if (next < answers.length && finished) throw new Error(`turn ${answers[next]!.turn + 1}: an answer is stored after the end of the match`);
  return {
    config,
    views: Array.from({ length: seats }, (_, seat) => game.observe(state, seat)),
    moves,
    payoffs: game.payoffs(state),
    finished,
    turns: turn,
  };
}
