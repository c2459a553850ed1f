/** What a seat believes of the others, round by round, and the solution that an agent plays under it. */
import { beliefAmong, UNIFORM } from '../../src/core/belief.ts';
import type { Belief, Taste } from '../../src/core/game.ts';
import { heldByReversion, namesGrim } from '../../src/core/grim.ts';
import { memo } from '../../src/core/memo.ts';
import { type Solution, solved, surely, uniform } from '../../src/core/theory.ts';
import { beliefOf, type Config, meanBelief } from './config.ts';
import { grimDelta, planOf, plans } from './plans.ts';
import { othersMean, type SeenRound, tidy } from './rules.ts';

/** A round as this matters: one's own contribution and all together. */
export type Played = Pick<SeenRound, 'mine' | 'total'>;

/** Of each of the others what this seat was told it wants; null: nothing was told. */
export type Told = readonly (Taste | null)[];

/** The belief of a match as a seat holds it that was told this of the others. */
export const matchBelief = (config: Config, told: Told): Belief => beliefAmong(beliefOf(config), told);

/** Expecting what the others have put in on average so far in this match; before anything was seen, every contribution alike. */
const observed = memo((history: readonly Played[]) =>
  memo((config: Config): Belief => {
    if (history.length === 0) return UNIFORM;
    const sum = history.reduce((total, round) => total + othersMean(config, round), 0);
    return meanBelief(config, tidy(sum / history.length));
  }),
);

/** Whether everybody has put in everything so far. */
export const isClean = ({ players, endowment }: Config, history: readonly Played[]): boolean =>
  history.every(({ total }) => Math.abs(total - players * endowment) < 1e-6);

/** Whether everybody putting in everything under grim reversion is an equilibrium of selfish players: no end, and δ high enough. */
export const manyEquilibria = (config: Config): boolean => heldByReversion(config, grimDelta(config));

/** Whether this taste keeps to grim reversion here: named so, selfish, and where that is an equilibrium. */
export const isGrim = (config: Config, taste: Taste): boolean => namesGrim(taste) && manyEquilibria(config);

/** Whose tastes a known belief is of, one a seat. */
const known = (belief: Belief & { kind: 'known' }): Told => belief.others ?? [belief.other];

/**
 * Expecting of each of the others its plan, and of those who keep to grim reversion what that does in this round; of several the
 * mean of theirs, which is exact (`plans.ts`).
 */
const keeping = memo((belief: Belief & { kind: 'known' }) =>
  memo((config: Config) => {
    const after = (clean: boolean): Belief => {
      const each = known(belief).map((taste) => {
        if (taste === null) return uniform(plans(config));
        const plan = isGrim(config, taste)
          ? planOf(config, clean ? config.endowment : 0)
          : solved(plans(config), taste, UNIFORM).plan;
        return surely(plans(config), plan);
      });
      const mean = plans(config).names.map((_, y) => each.reduce((sum, one) => sum + one[y]!, 0) / each.length);
      // The numbers of all contributions but 0, which stands last.
      return { kind: 'given', numbers: mean.slice(0, -1) };
    };
    return { clean: after(true), spoilt: after(false) };
  }),
);

/**
 * What a seat believes in the round after this history: the belief of the match, with what was seen learned where it is
 * `observed`, and of opponents known to keep to grim reversion what that does in this round.
 */
export function held(config: Config, belief: Belief, history: readonly Played[]): Belief {
  if (belief.kind === 'observed') return observed(history)(config);
  if (belief.kind === 'known' && learns(config, belief))
    return keeping(belief)(config)[isClean(config, history) ? 'clean' : 'spoilt'];
  return belief;
}

/** Whether what a seat believes may change from round to round. */
export const learns = (config: Config, belief: Belief): boolean =>
  belief.kind === 'observed' ||
  (belief.kind === 'known' && known(belief).some((taste) => taste !== null && isGrim(config, taste)));

/** What a taste makes of the round after this history. */
export const solutionAfter = (config: Config, taste: Taste, belief: Belief, history: readonly Played[]): Solution =>
  solved(plans(config), taste, held(config, belief, history));
