/**
 * The rules of economicus and moralis without a word: what they ask after what was asked before. Round 1: the like-minded
 * price. Then the best price of the grid against what the config expects of the rival (`expects`). `economicus:grim` holds
 * the joint monopoly where another round is likely enough. Agents in play, replays and measures all ask here.
 */
import type { Belief, Taste } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import type { Config } from './config.ts';
import { type Firm, rivalOf } from './demand.ts';
import { JOINT, SELFISH } from './solve.ts';
import { aimOf, type Choice, type Solved } from './solution.ts';

/** The prices of one past round as a seller sees them, in money. */
export type Asked = { readonly price: number; readonly rival: number };

/**
 * What a seller asks next. `expected`: the rival's price that it answers; null: none is known, so that the rival is taken
 * to want the same. `grim`: of economicus:grim, whether it holds the joint monopoly, punishes, or why it does neither.
 */
export type Next = {
  readonly choice: Choice;
  readonly expected: number | null;
  readonly grim: 'holds' | 'punishes' | 'finite' | 'never' | 'impatient' | null;
};

const OBSERVED: Belief = { kind: 'observed' };

/** What this taste asks as this firm after these rounds (those in view), by this belief. */
export function nextPrice(
  lab: Solved,
  config: Config,
  firm: Firm,
  taste: Taste,
  rows: readonly Asked[],
  belief: Belief = OBSERVED,
): Next {
  if (taste.variant !== 'grim') return ordinary(lab, config, firm, taste, rows, belief);
  const grim = grimNow(lab, config, firm, rows.at(-1));
  if (grim !== 'holds' && grim !== 'punishes')
    return { ...ordinary(lab, config, firm, taste, rows, { kind: 'uniform' }), grim };
  const { likeMinded } = lab.seller(firm, grim === 'holds' ? JOINT : SELFISH);
  const choice = { ...lab.seller(firm, aimOf(taste)).reply(likeMinded.expected), price: likeMinded.price };
  return { choice, expected: likeMinded.expected, grim };
}

function ordinary(lab: Solved, config: Config, firm: Firm, taste: Taste, rows: readonly Asked[], belief: Belief): Next {
  const seller = lab.seller(firm, aimOf(taste));
  const expected = expectation(lab, config, rows, firm, belief);
  return { choice: expected === null ? seller.likeMinded : seller.reply(expected), expected, grim: null };
}

/** The rival's price that is expected; null: no price is known, so that the rival is taken to want the same. */
export function expectation(
  lab: Solved,
  config: Config,
  rows: readonly Asked[],
  firm: Firm,
  belief: Belief,
): number | null {
  if (belief.kind === 'given') return belief.numbers[0] ?? null;
  if (belief.kind === 'like-minded' || rows.length === 0) return null;
  return expectedFrom(lab, config, rows, firm);
}

/** What `expects` makes of the rival's prices in these rounds (at least one). */
export function expectedFrom(lab: Solved, { expects, k }: Config, rows: readonly Asked[], firm: Firm): number {
  if (expects === 'nash') return lab.nash.prices[rivalOf(firm)];
  if (expects === 'last') return tidy(rows.at(-1)!.rival);
  const seen = rows.slice(-k);
  const mean = seen.reduce((sum, { rival }) => sum + rival, 0) / seen.length;
  return tidy(mean);
}

const tidy = memo((price: number): number => Number(price.toPrecision(12)), 4096);

/**
 * Grim reversion: the joint monopoly until somebody asks less, then Nash for ever; an equilibrium of selfish sellers
 * where the horizon is indefinite and δ ≥ δ*. Where it is none, economicus as it is. Its own last price tells whether
 * it punishes, so that no more than the last round needs to be in view.
 */
function grimNow(lab: Solved, { horizon, delta }: Config, firm: Firm, last: Asked | undefined): Next['grim'] {
  const critical = lab.criticalDelta;
  if (horizon === 'finite') return 'finite';
  if (critical === null) return 'never';
  if (delta < critical) return 'impatient';
  const agreed = (of: Firm): number => lab.seller(of, JOINT).likeMinded.price;
  const kept = last === undefined || (last.price >= agreed(firm) && last.rival >= agreed(rivalOf(firm)));
  return kept ? 'holds' : 'punishes';
}
