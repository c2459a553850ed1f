/** Which plans are best for some κ, without noise: whether choices in a game can tell κ at all. */
import type { Plans } from '../../core/game.ts';
import { memo } from '../../core/memo.ts';
import { tabulate } from '../../core/theory.ts';
import { type Features, featuresOf, nodeKeys } from './cells.ts';
import type { ObservedChoice } from './observation.ts';

type Lines = Pick<Features, 'own' | 'kant'>;

/** The best plan at a κ (α = β = 0): of equals the first. */
export const bestAt = ({ own, kant }: Lines, kappa: number): number => {
  const worth = own.map((points, x) => points + kappa * kant[x]!);
  return worth.indexOf(Math.max(...worth));
};

/** The κ at which another plan becomes the best: where two lines of u over κ cross that are the highest there. */
export const bendsOf = ({ own, kant }: Lines): readonly number[] =>
  own.flatMap((points, x) =>
    own.slice(0, x).flatMap((others, y) => {
      const bend = (others - points) / (kant[x]! - kant[y]!);
      const here = points + bend * kant[x]!;
      return Number.isFinite(bend) && own.every((each, z) => each + bend * kant[z]! <= here + 1e-9) ? [bend] : [];
    }),
  );

/** The ranges into which these places divide a range. */
export function between(
  [least, most]: readonly [number, number],
  places: readonly number[],
): readonly (readonly [number, number])[] {
  const inside = [...new Set(places.filter((at) => at > least && at < most))].sort((a, b) => a - b);
  const ends = [least, ...inside, most];
  return ends.slice(1).map((end, i) => [ends[i]!, end]);
}

/** What lines that cross in one point leave between their crossings by rounding is no range. */
const NARROW = 1e-7;

/** By range of κ from 0 to 1, all plans that are best there (α = β = 0). */
function bestByRange(plans: Plans, weights: readonly number[]): readonly (readonly number[])[] {
  const lines = featuresOf(plans, weights);
  const { tie } = tabulate(plans);
  const ranges = between([0, 1], bendsOf(lines)).filter(([low, high]) => high - low > NARROW);
  return ranges.map(([low, high]) => {
    const worth = lines.own.map((points, x) => points + ((low + high) / 2) * lines.kant[x]!);
    const most = Math.max(...worth);
    return worth.flatMap((value, x) => (value >= most - tie ? [x] : []));
  });
}

/** Of so many beliefs a game is worked out once: of a class that stated none it is one. */
const KEPT = 4096;

/**
 * What some κ below 1 plays in a game under a belief, its weights with commas between them: every plan that is best on some range,
 * and whether ranges answer otherwise at these nodes, with spaces between them.
 */
const playedUnder = memo((plans: Plans) =>
  memo((weights: string) => {
    const ranges = bestByRange(plans, weights.split(',').map(Number));
    const best: readonly number[] = [...new Set(ranges.flat())];
    const differ = memo((nodes: string): boolean => {
      const seen = nodes.split(' ').filter((node) => node !== '');
      const played = ranges.map((each) => {
        const ways = new Set(each.map((x) => seen.map((node) => String(plans.answer(x, node))).join(' ')));
        return [...ways].toSorted().join();
      });
      return new Set(played).size > 1;
    });
    return { best, differ };
  }, KEPT),
);

/** Every plan that is best on some range of κ between 0 and 1 under this belief. */
export const bestPlans = (plans: Plans, weights: readonly number[]): readonly number[] =>
  playedUnder(plans)(weights.join()).best;

/**
 * Whether some κ below 1 answers otherwise than another in these circumstances, at the nodes that were answered. Where none
 * does, economicus and every moralis play alike, and what would be estimated as κ is the shape of the noise.
 */
export const tellsKappa = ({ plans, belief, answers }: Pick<ObservedChoice, 'plans' | 'belief' | 'answers'>): boolean =>
  playedUnder(plans)(belief.weights.join()).differ(
    nodeKeys(plans)
      .filter((key) => answers[key] !== undefined)
      .join(' '),
  );
