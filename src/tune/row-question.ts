/**
 * A question of a row, asked again: the match that leads to it is played from seed and stored answers, as the lab plays it, and
 * the question is put as the row says. All that words and solves a row reads this, so that what is proved is what was made.
 */
import { canonical, turned } from '../core/distribution.ts';
import {
  type Answer,
  type AnyGame,
  type Belief,
  type Decision,
  type Move,
  problemSentence,
  read,
} from '../core/game.ts';
import { memo } from '../core/memo.ts';
import { rng } from '../core/rng.ts';
import { loadGame } from '../disk/games.ts';
import type { Request } from '../match/agent.ts';
import { beliefOf } from '../match/belief.ts';
import { namesFor, unnamed } from '../match/disclosure.ts';
import { plainGame } from './plain-game.ts';
import type { RowSource } from './row.ts';

/** One question with everything that its player may know, and what it expects. */
export type RowQuestion = {
  readonly request: Request;
  readonly belief: Belief;
};

/** Where a match stands: its state, and the questions that are open, with options in canonical order turned by nothing. */
export type Reached = { readonly state: unknown; readonly pending: readonly Decision[] };

/** How many sit at a table of a training set: as few as the settings take. */
export const seatsOf = (game: AnyGame, config: unknown): number => game.seats(config).least;

/** Folds the answers of whole turns. Throws an Error that names turn and seat where one answers nothing. */
export function reach(game: AnyGame, config: unknown, seed: number, before: RowSource['before']): Reached {
  const seats = seatsOf(game, config);
  let state = game.setup(config, rng(seed, 'setup'), seats);
  for (const [turn, answers] of before.entries()) {
    const pending = game.pending(state);
    if (pending.length !== answers.length)
      throw new Error(`turn ${turn + 1}: ${answers.length} answers to ${pending.length} questions`);
    const moves = pending.map((decision, at) => ({ decision, answer: legal(decision, answers[at], turn) }));
    state = game.apply(state, moves, rng(seed, 'turn', turn));
  }
  return { state, pending: game.pending(state) };
}

function legal(decision: Decision, answer: Answer | undefined, turn: number): Answer {
  const found = read(decision.input, answer);
  if (found.ok && found.answer === answer) return answer;
  const why = found.ok ? 'it is not written as it is stored' : problemSentence(found.problem);
  throw new Error(`turn ${turn + 1}, seat ${decision.seat + 1}, ${decision.key}: ${why}`);
}

/** The question with its options turned by so many places from their canonical order. */
export function presented(decision: Decision, rotation: number): Decision {
  const { input } = decision;
  if (input.kind !== 'choice') return decision;
  return { ...decision, input: { ...input, options: turned(canonical(input.options), rotation) } };
}

const NOBODY = new WeakMap<AnyGame, Map<number, Seated>>();
type Seated = {
  readonly names: readonly (readonly string[])[];
  readonly programs: readonly boolean[];
  /** Tastes are told of nobody: what is expected is what the settings say. */
  readonly others: readonly null[];
};

/** Everybody is told that these sit there, as `run` and `play` tell it. Throws an Error where nobody is told it there. */
function disclosed(
  game: AnyGame,
  config: unknown,
  seats: number,
  me: number,
  called: NonNullable<RowSource['called']>,
): Seated {
  if (game.neutral?.(config) === true) throw new Error('others are named, and at a neutral table nobody is');
  if (called.length !== seats - 1) throw new Error(`${called.length} others are named, and ${seats - 1} sit there`);
  const nobody = unnamed(seats, game.called);
  const others: readonly (string | null)[] = called.toSpliced(me, 0, null);
  return {
    names: namesFor(
      others.map((name, seat) => name ?? nobody[seat]!),
      game.called.you,
    ),
    programs: others.map((name) => name !== null),
    others: others.map(() => null),
  };
}

/** Nobody is told who sits there, as where an agent is profiled. */
function seated(game: AnyGame, seats: number): Seated {
  let known = NOBODY.get(game);
  if (known === undefined) NOBODY.set(game, (known = new Map()));
  let found = known.get(seats);
  if (found === undefined) {
    const { called } = game;
    found = {
      names: namesFor(unnamed(seats, called), called.you),
      programs: Array.from({ length: seats }, () => false),
      others: Array.from({ length: seats }, () => null),
    };
    known.set(seats, found);
  }
  return found;
}

/** An open question, put. `earlier`: what this seat answered before it in its group. */
export function questionAt(
  game: AnyGame,
  config: unknown,
  { state, pending }: Reached,
  { seed, before, earlier, rotation, called }: Pick<RowSource, 'seed' | 'before' | 'earlier' | 'rotation' | 'called'>,
  decision: Decision,
): RowQuestion {
  const { seat } = decision;
  const group = pending.filter((one) => one.seat === seat);
  const place = group.indexOf(decision);
  if (earlier.length > place)
    throw new Error(`${decision.key}: ${earlier.length} answers before it in its group, where ${place} can be`);
  const seats = seatsOf(game, config);
  const { names, programs, others } =
    called === undefined ? seated(game, seats) : disclosed(game, config, seats, seat, called);
  const request: Request = {
    game,
    config,
    view: game.observe(state, seat),
    names: names[seat]!,
    decision: presented(decision, rotation),
    turn: before.length,
    draw: (key) => rng(seed, 'seat', seat, key),
    past: [],
    programs,
    earlier: earlier.map((answer, at): Move => ({
      decision: group[at]!,
      answer: legal(group[at]!, answer, before.length),
    })),
    others,
    keep: () => undefined,
  };
  return { request, belief: beliefOf(request) };
}

/** The question that a seat is asked there; undefined: it is not asked that. */
export const openAt = (
  { pending }: Reached,
  { seat, key, round }: Pick<Decision, 'seat' | 'key' | 'round'>,
): Decision | undefined => pending.find((one) => one.seat === seat && one.key === key && one.round === round);

/** The question of a row, from its source alone. Throws an Error that says what does not lead to a question. */
export const rowQuestionOf = (game: AnyGame, source: RowSource): RowQuestion =>
  situationOf(game, configOf(game)(JSON.stringify(source.config)), source);

/** The same where the settings were read already. */
export function situationOf(game: AnyGame, config: unknown, source: RowSource): RowQuestion {
  const reached = reach(game, config, source.seed, source.before);
  const { seat, key, round } = source;
  const decision = openAt(reached, source);
  if (decision === undefined) throw new Error(`seat ${seat + 1} is not asked "${key}" in round ${round}`);
  return questionAt(game, config, reached, source, decision);
}

/** Settings as they are stored, read once: what is solved is kept by the object. */
const configOf = memo((game: AnyGame) =>
  memo((stored: string): object => {
    const parsed = game.config.safeParse(JSON.parse(stored));
    if (!parsed.success) throw new Error(`the settings: ${parsed.error.issues[0]?.message ?? 'they are none'}`);
    if (JSON.stringify(parsed.data) !== stored) throw new Error('the settings are not written as they are stored');
    if (typeof parsed.data !== 'object' || parsed.data === null) throw new Error('the settings: they are none');
    return parsed.data;
  }, 32),
);

/** The game of a row: one of those that can be played, or that of plain questions. */
export const gameOfRow = async ({ game }: Pick<RowSource, 'game'>): Promise<AnyGame> =>
  game === plainGame.name ? plainGame : loadGame(game);
