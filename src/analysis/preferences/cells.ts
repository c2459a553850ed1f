/**
 * Observations as counts. Players with the same game, belief and answered nodes differ only in what they answered, so a
 * sample is a list of cells and a count for each way to answer. With common beliefs a class of any size is a few dozen
 * counts.
 */
import type { Answer, Plans } from '../../core/game.ts';
import { tabulate, termsOf } from '../../core/theory.ts';
import type { ObservedChoice, Observation } from './observation.ts';

/**
 * What utility is made of, one number a plan: u = own + κ·kant − α·behind − β·ahead, where kant = π(x, x) − π(x, ŷ).
 */
export type Features = {
  readonly own: readonly number[];
  readonly kant: readonly number[];
  readonly behind: readonly number[];
  readonly ahead: readonly number[];
};

/**
 * One game under one belief, answered at these nodes. Plans that answer alike there are one class: only classes are
 * seen.
 */
export type ChoiceCell = {
  readonly game: string;
  readonly plans: Plans;
  readonly features: Features;
  readonly nodes: readonly string[];
  readonly classOf: readonly number[];
  readonly classes: number;
  /** Where its counts begin. */
  readonly at: number;
};

/** A sample as counts: cells, how often each way to answer them was chosen, and whose each answer was. */
export type ChoiceSample = {
  readonly cells: readonly ChoiceCell[];
  /** How many counts there are. */
  readonly size: number;
  readonly counts: Float64Array;
  /** By unit: the place of each of its observations among the counts. */
  readonly units: ReadonlyMap<string, readonly number[]>;
  /** The widest difference of points in any of the games. */
  readonly span: number;
};

/**
 * Counts observations by cell and answer. `unitOf`: whose observations a bootstrap keeps together. Throws an Error
 * where answers are no plan of their game.
 */
export function sampleOf(
  observations: readonly Observation[],
  unitOf = ({ unit }: Observation): string => unit,
): ChoiceSample {
  const cells = new Map<string, ChoiceCell & { readonly places: ReadonlyMap<string, number> }>();
  const units = new Map<string, number[]>();
  const places: number[] = [];
  let size = 0;
  const games = numbering();
  const placeOf = ({ game, plans, answers, belief }: ObservedChoice): number => {
    const nodes = nodesOf(plans, answers);
    const key = `${games.of(plans)} ${nodes.join()} ${belief.weights.join()}`;
    let cell = cells.get(key);
    if (cell === undefined) {
      const made = cellOf(game, plans, nodes, belief.weights, size);
      cells.set(key, (cell = made));
      size += cell.classes;
    }
    const place = cell.places.get(signature(nodes, (node) => answers[node]));
    if (place === undefined) throw new Error(`preferences: no plan of ${game} answers ${JSON.stringify(answers)}`);
    return cell.at + place;
  };
  // Of many players few answered differently: what was placed before is found by its object.
  const before = new Map<
    ObservedChoice['answers'],
    { readonly belief: ObservedChoice['belief']; readonly plans: Plans; readonly place: number }
  >();
  for (const one of observations) {
    const known = before.get(one.answers);
    const same = known !== undefined && known.belief === one.belief && known.plans === one.plans;
    const place = same ? known.place : placeOf(one);
    if (!same) before.set(one.answers, { belief: one.belief, plans: one.plans, place });
    places.push(place);
    const whose = unitOf(one);
    const own = units.get(whose);
    if (own === undefined) units.set(whose, [place]);
    else own.push(place);
  }
  const counts = new Float64Array(size);
  for (const place of places) counts[place]! += 1;
  return { cells: [...cells.values()], size, counts, units, span: games.span() };
}

/** The nodes that were answered, in the order of the plans. */
const nodesOf = (plans: Plans, answers: ObservedChoice['answers']): readonly string[] =>
  plans.nodes.map(({ key }) => key).filter((key) => answers[key] !== undefined);

/** One game under one belief, answered at these nodes, its counts beginning at `at`. */
export function cellOf(game: string, plans: Plans, nodes: readonly string[], weights: readonly number[], at: number) {
  const places = new Map<string, number>();
  const classOf = plans.names.map((_, plan) => {
    const answered = signature(nodes, (node) => plans.answer(plan, node));
    if (!places.has(answered)) places.set(answered, places.size);
    return places.get(answered)!;
  });
  return { game, plans, features: featuresOf(plans, weights), nodes, classOf, classes: places.size, at, places };
}

/**
 * What the utility of each plan is made of against this belief (`weights`: a probability for each of the other’s plans,
 * summing to 1), in expected points.
 */
export function featuresOf(plans: Plans, weights: readonly number[]): Features {
  const { own, same, behind, ahead } = termsOf(plans, weights);
  return { own, kant: same.map((value, x) => value - own[x]!), behind, ahead };
}

const signature = (nodes: readonly string[], answer: (node: string) => Answer | undefined): string =>
  nodes.map((node) => String(answer(node))).join(' ');

/**
 * Numbers for sets of points, and the widest difference in any: games with the same points are one, whatever their
 * options are called.
 */
function numbering(): { of(plans: Plans): number; span(): number } {
  const known = new Map<Plans, number>();
  const sets = new Map<string, number>();
  let span = 0;
  return {
    span: () => span,
    of: (plans) => {
      let number = known.get(plans);
      if (number !== undefined) return number;
      const { own, behind, ahead } = tabulate(plans);
      const points = plans.names.flatMap((_, x) =>
        plans.names.flatMap((__, y) => plans.outcomes(x, y).map(([, mine]) => mine)),
      );
      span = Math.max(span, Math.max(...points) - Math.min(...points));
      const text = JSON.stringify([plans.names, own, behind, ahead]);
      number = sets.get(text) ?? sets.size;
      sets.set(text, number);
      known.set(plans, number);
      return number;
    },
  };
}
