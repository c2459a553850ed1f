/**
 * A match played by chance alone, every step of it kept: what the laws of games look at. State, views and config are
 * frozen before the rules see them, so that rules which change something in place fail at once.
 */
import { randomAnswer } from '../agents/script.ts';
import type { AnyGame, Decision, Move, Names } from '../core/game.ts';
import type { StoredAnswer } from '../core/log.ts';
import { rng } from '../core/rng.ts';
import { namesFor, unnamed } from '../match/disclosure.ts';

export type LawCase = {
  readonly game: AnyGame;
  readonly config: unknown;
  readonly seed: number;
  readonly seats: number;
};

export type Step = {
  readonly turn: number;
  readonly decisions: readonly Decision[];
  /** One view a seat, before the answers. */
  readonly views: readonly unknown[];
  readonly moves: readonly Move[];
  readonly payoffs: readonly number[] | null;
};

export type Trace = LawCase & {
  readonly steps: readonly Step[];
  readonly answers: readonly StoredAnswer[];
  /** One view a seat when it was over. */
  readonly views: readonly unknown[];
  readonly payoffs: readonly number[] | null;
};

/** More turns than any game here takes: rules that never end are a breach, not a hang. */
const MOST_TURNS = 10_000;

/** Plays by lot; the same condition gives the same trace. `chosen` overrides the lot. */
export function playByLot(
  condition: LawCase,
  chosen: (decision: Decision, turn: number) => Move['answer'] | null = () => null,
): Trace {
  const { game, seed, seats } = condition;
  const config = frozen(condition.config);
  const steps: Step[] = [];
  const answers: StoredAnswer[] = [];
  let state = frozen(game.setup(config, rng(seed, 'setup'), seats));
  const look = () => Array.from({ length: seats }, (_, seat) => frozen(game.observe(state, seat)));
  for (let turn = 0; ; turn++) {
    const decisions = frozen(game.pending(state));
    if (decisions.length === 0) break;
    if (turn >= MOST_TURNS) throw new Error(`${game.name} still asks after ${MOST_TURNS} turns`);
    const moves = decisions.map((decision): Move => {
      const chance = rng(seed, 'seat', decision.seat, `random ${turn} ${decision.key}`);
      return { decision, answer: chosen(decision, turn) ?? randomAnswer(decision, chance) };
    });
    for (const { decision, answer } of inGroups(moves)) answers.push(storedAnswer(decision, turn, decisions, answer));
    steps.push({ turn, decisions, views: look(), moves, payoffs: game.payoffs(state) });
    state = frozen(game.apply(state, frozen(moves), rng(seed, 'turn', turn)));
  }
  return { ...condition, config, steps, answers, views: look(), payoffs: game.payoffs(state) };
}

/** Seat after seat, as agents that answer at once are asked. */
function inGroups(moves: readonly Move[]): readonly Move[] {
  const seats = [...new Set(moves.map((move) => move.decision.seat))];
  return seats.flatMap((seat) => moves.filter((move) => move.decision.seat === seat));
}

function storedAnswer(
  decision: Decision,
  turn: number,
  decisions: readonly Decision[],
  answer: Move['answer'],
): StoredAnswer {
  const position = decisions.filter((other) => other.seat === decision.seat).indexOf(decision);
  return {
    turn,
    seat: decision.seat,
    key: decision.key,
    position,
    answer,
    because: null,
    notes: null,
    distribution: null,
    source: 'chosen',
  };
}

export const seatsOf = ({ seats }: LawCase): readonly number[] => Array.from({ length: seats }, (_, seat) => seat);
export const decisionsOf = ({ steps }: Trace): readonly Decision[] => steps.flatMap((step) => step.decisions);

/** What each seat is called on one seat's screen, in traces and playthroughs, in the game's language. */
export const plainNames = ({ called }: Pick<AnyGame, 'called'>, seats: number, seat: number): Names =>
  namesFor(unnamed(seats, called), called.you)[seat]!;

/** Freezes plain data through and through, and hands it back. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}
