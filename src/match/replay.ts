/** Stored answers folded through the rules again. Views and payoffs are not stored: config, seed and answers rebuild them. */
import type { Distribution } from '../core/distribution.ts';
import type { AnyGame, Decision, Move, PlayedMatch, Seat } from '../core/game.ts';
import { movesFrom } from './group.ts';
import type { StoredAnswer } from '../core/log.ts';
import { type Presentation, presenter } from '../core/presentation.ts';
import { rng } from '../core/rng.ts';

/** How far a set of stored answers leads. `pending`: what the rules ask next, nothing where it is `finished`. `turns`: how often they were applied. */
export type Replayed = PlayedMatch<unknown> & {
  readonly finished: boolean;
  readonly turns: number;
  readonly pending: readonly Decision[];
  /** By place in `moves`: what the answer was drawn from, null for one that was said; empty where nothing was drawn. */
  readonly told: readonly (Distribution | null)[];
  /** Whether the rules drew anything: where not, config and answers alone led here, whatever the seed. */
  readonly drawn: boolean;
};

/**
 * The rules that a stored match was played by, an older version of the game where the game keeps it, null where it does
 * not. In whose language does not matter: rules are the same in all.
 */
export const rulesOf = (game: AnyGame, version: number): AnyGame | null =>
  version === game.version ? game : (game.past?.[version] ?? null);

/** A turn that is about to be applied: its moves, and what a seat saw before them. */
export type ReplayedTurn = { readonly moves: readonly Move[]; look(seat: Seat): unknown };

/**
 * Plays stored answers again, in the order in which they were given, for at most `turns` turns, with
 * its questions as the match put them; `each` hears of every turn before it is applied.
 * Throws an Error that names turn and seat where an answer answers no question or cannot be read.
 */
export function replay(
  game: AnyGame,
  config: unknown,
  seed: number,
  seats: number,
  answers: readonly StoredAnswer[],
  turns = Infinity,
  presentation: Presentation | null = null,
  each: ((turn: ReplayedTurn) => void) | null = null,
): Replayed {
  const dealt = rng(seed, 'setup');
  let state = game.setup(config, dealt, seats);
  let drawn = dealt.drawn();
  const moves: Move[] = [];
  const told: (Distribution | null)[] = [];
  let next = 0;
  let turn = 0;
  const present = presenter(presentation);
  let decisions = present(game.pending(state));
  let finished = false;
  for (; turn < turns; turn++) {
    finished = decisions.length === 0;
    if (finished) break;
    let anyTold = false;
    const first = next;
    for (; answers[next]?.turn === turn; next++) anyTold ||= answers[next]!.distribution !== null;
    const whole = movesFrom(decisions, answers, first, next);
    if (whole === null) break;
    if (anyTold) {
      const given = answers.slice(first, next);
      while (told.length < moves.length) told.push(null);
      for (const { decision } of whole)
        told.push(
          given.findLast(({ seat, key }) => seat === decision.seat && key === decision.key)?.distribution ?? null,
        );
    }
    if (each !== null) {
      const before = state;
      each({ moves: whole, look: (seat) => game.observe(before, seat) });
    }
    moves.push(...whole);
    const chance = rng(seed, 'turn', turn);
    state = game.apply(state, whole, chance);
    drawn ||= chance.drawn();
    decisions = present(game.pending(state));
  }
  if (finished && next < answers.length)
    throw new Error(`turn ${answers[next]!.turn + 1}: an answer is stored after the end of the match`);
  return {
    config,
    views: Array.from({ length: seats }, (_, seat) => game.observe(state, seat)),
    moves,
    told,
    payoffs: game.payoffs(state),
    finished,
    turns: turn,
    pending: decisions,
    drawn,
  };
}
