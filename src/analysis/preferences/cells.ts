/**
 * Observations as counts. Players with the same game, belief and answered nodes differ only in what they answered, so a
 * sample is a list of cells and a count for each way to answer. With common beliefs a class of any size is a few dozen counts.
 */
import type { Answer, Plans } from '../../game.ts';
import { tabulate, termsOf } from '../../theory.ts';
import type { Observation } from './observation.ts';

/** What utility is made of, one number a plan: u = own + κ·kant − α·behind − β·ahead, where kant = π(x, x) − π(x, ŷ). */
export type Features = {
  readonly own: readonly number[];
  readonly kant: readonly number[];
  readonly behind: readonly number[];
  readonly ahead: readonly number[];
};

/** One game under one belief, answered at these nodes. Plans that answer alike there are one class: only classes are seen. */
export type Cell = {
  readonly game: string;
  readonly plans: Plans;
  readonly features: Features;
  readonly nodes: readonly string[];
  readonly classOf: readonly number[];
  readonly classes: number;
  /** Where its counts begin. */
  readonly at: number;
};

export type Sample = {
  readonly cells: readonly Cell[];
  /** How many counts there are. */
  readonly size: number;
  readonly counts: Float64Array;
  /** By unit: the place of each of its observations among the counts. */
  readonly units: ReadonlyMap<string, readonly number[]>;
  /** The widest difference of points in any of the games. */
  readonly span: number;
};

export function sampleOf(observations: readonly Observation[]): Sample {
  const cells = new Map<string, Cell & { readonly places: ReadonlyMap<string, number> }>();
  const units = new Map<string, number[]>();
  const places: number[] = [];
  let size = 0;
  let span = 0;
  for (const { game, plans, answers, belief, unit } of observations) {
    const nodes = nodesOf(plans, answers);
    const key = JSON.stringify([identity(plans).key, nodes, belief.weights]);
    let cell = cells.get(key);
    if (cell === undefined) {
      const made = cellOf(game, plans, nodes, belief.weights, size);
      cells.set(key, (cell = made));
      size += cell.classes;
      span = Math.max(span, identity(plans).span);
    }
    const place = cell.places.get(signature(nodes, (node) => answers[node]));
    if (place === undefined) throw new Error(`preferences: no plan of ${game} answers ${JSON.stringify(answers)}`);
    places.push(cell.at + place);
    const own = units.get(unit);
    if (own === undefined) units.set(unit, [cell.at + place]);
    else own.push(cell.at + place);
  }
  const counts = new Float64Array(size);
  for (const place of places) counts[place]! += 1;
  return { cells: [...cells.values()], size, counts, units, span };
}

/** The nodes that were answered, in the order of the plans. */
export const nodesOf = (plans: Plans, answers: Observation['answers']): readonly string[] =>
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

export function featuresOf(plans: Plans, weights: readonly number[]): Features {
  const { own, same, behind, ahead } = termsOf(plans, weights);
  return { own, kant: same.map((value, x) => value - own[x]!), behind, ahead };
}

const signature = (nodes: readonly string[], answer: (node: string) => Answer | undefined): string =>
  nodes.map((node) => String(answer(node))).join(' ');

const identities = new WeakMap<Plans, { readonly key: string; readonly span: number }>();

/** Games with the same points are one game, whatever their options are called. */
function identity(plans: Plans): { readonly key: string; readonly span: number } {
  let known = identities.get(plans);
  if (known === undefined) {
    const { own, behind, ahead } = tabulate(plans);
    let [least, most] = [Infinity, -Infinity];
    for (const x of plans.names.keys())
      for (const y of plans.names.keys())
        for (const [, mine] of plans.outcomes(x, y)) [least, most] = [Math.min(least, mine), Math.max(most, mine)];
    identities.set(plans, (known = { key: JSON.stringify([plans.names, own, behind, ahead]), span: most - least }));
  }
  return known;
}
