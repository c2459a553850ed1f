/**
 * Observations as counts. Players with the same game, belief and answered nodes differ only in what they answered, so a
 * sample is a list of cells and a count for each way to answer. With common beliefs a class of any size is a few dozen
 * counts.
 */
import type { Answer, Plans } from '../../core/game.ts';
import { independent, tabulate, termsOf } from '../../core/theory.ts';
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
  /**
   * Where nobody stated or was told a belief, so that "every plan alike" is only supposed: the features under another one,
   * given as how likely (0–1) the answer is that each node names first; its other answers are equally likely. null: the belief
   * was stated or is known.
   */
  readonly supposing: ((numbers: readonly number[]) => Features) | null;
  /** How many nodes a belief about the other has, each once. */
  readonly othersNodes: number;
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
  const units = new Map<string, readonly number[]>();
  const ofSeveral = new Map<string, number[]>();
  const counted = new Map<readonly number[], number>();
  let size = 0;
  const games = numbering();
  const addedTo = (key: string, answers: ObservedChoice['answers'], make: () => ReturnType<typeof cellOf>): number => {
    let cell = cells.get(key);
    if (cell === undefined) {
      const made = make();
      cells.set(key, (cell = made));
      size += cell.classes;
    }
    const place = cell.places.get(signature(cell.nodes, (node) => answers[node]));
    if (place === undefined) throw new Error(`preferences: no plan of ${cell.game} answers ${JSON.stringify(answers)}`);
    return cell.at + place;
  };
  /** One place a node that was asked by itself, else one for all that was answered. */
  const placesOf = (one: Observation): readonly number[] => {
    const { game, plans, answers, belief } = one;
    const supposed = belief.kind === 'uniform';
    const about = `${games.of(plans)} ${belief.weights.join()} ${supposed}`;
    if (nodeByNode(one))
      return nodeKeys(plans).map((node) => {
        const all = [...plans.names.keys()];
        if (one.alone) return addedTo(`${about} ${node} alone`, answers, () => cellAmong(one, all, node, size));
        const rest = signature(
          nodeKeys(plans).filter((key) => key !== node),
          (key) => answers[key],
        );
        return addedTo(`${about} ${node} given ${rest}`, answers, () => nodeCellOf(one, node, size));
      });
    const nodes = nodesOf(plans, answers);
    return [
      addedTo(`${about} ${nodes.join()}`, answers, () => cellOf(game, plans, nodes, belief.weights, size, supposed)),
    ];
  };
  // Of many players few answered differently: what was placed before is found by its object.
  const before = new Map<
    ObservedChoice['answers'],
    {
      readonly belief: ObservedChoice['belief'];
      readonly plans: Plans;
      readonly kind: Observation['kind'];
      readonly places: readonly number[];
    }
  >();
  for (const one of observations) {
    const known = before.get(one.answers);
    const { belief, plans, kind } = one;
    const same = known !== undefined && known.belief === belief && known.plans === plans && known.kind === kind;
    const mine = same ? known.places : placesOf(one);
    if (!same) before.set(one.answers, { belief, plans, kind, places: mine });
    counted.set(mine, (counted.get(mine) ?? 0) + 1);
    const whose = unitOf(one);
    const own = units.get(whose);
    // Those who chose once and alike share a list.
    if (own === undefined) units.set(whose, mine);
    else {
      let several = ofSeveral.get(whose);
      if (several === undefined) {
        ofSeveral.set(whose, (several = [...own]));
        units.set(whose, several);
      }
      several.push(...mine);
    }
  }
  const counts = new Float64Array(size);
  for (const [places, times] of counted) for (const place of places) counts[place]! += times;
  return { cells: [...cells.values()], size, counts, units, span: games.span() };
}

/**
 * Whether a whole plan was asked node by node: a model answers one request a node, where a person sees all of them at once.
 * Noise is then that of single answers.
 */
export const nodeByNode = ({ kind, plans, answers }: Observation): boolean =>
  kind === 'model' && nodeKeys(plans).length > 1 && plans.nodes.every(({ key }) => answers[key] !== undefined);

/** The nodes that were answered, in the order of the plans. */
const nodesOf = (plans: Plans, answers: ObservedChoice['answers']): readonly string[] =>
  nodeKeys(plans).filter((key) => answers[key] !== undefined);

/** The nodes of plans, each once: where there are more than two answers several of them are named. */
export const nodeKeys = (plans: Plans): readonly string[] => [...new Set(plans.nodes.map(({ key }) => key))];

/** Each node's first named answer this likely, its other answers alike: one weight for each of the other's plans. */
function expecting(plans: Plans, numbers: readonly number[]): readonly number[] {
  const keys = nodeKeys(plans);
  const answersAt = keys.map((key) => new Set(plans.names.map((_, y) => plans.answer(y, key))).size);
  const met = new Set<string>();
  return independent(
    plans,
    plans.nodes.map(({ key }) => {
      const [likely, answers] = [numbers[keys.indexOf(key)] ?? 0.5, answersAt[keys.indexOf(key)]!];
      if (met.has(key)) return (1 - likely) / (answers - 1);
      met.add(key);
      return likely;
    }),
  );
}

/** One game under one belief, answered at these nodes, its counts beginning at `at`. */
export function cellOf(
  game: string,
  plans: Plans,
  nodes: readonly string[],
  weights: readonly number[],
  at: number,
  supposed = false,
) {
  const features = featuresOf(plans, weights);
  const supposing = supposed ? (numbers: readonly number[]) => featuresOf(plans, expecting(plans, numbers)) : null;
  return {
    game,
    plans,
    features,
    nodes,
    ...classesOf(plans, nodes),
    at,
    supposing,
    othersNodes: nodeKeys(plans).length,
  };
}

/** Plans that answer alike at these nodes are one class; classes in the order of the plans. */
function classesOf(plans: Plans, nodes: readonly string[]) {
  const places = new Map<string, number>();
  const classOf = plans.names.map((_, plan) => {
    const answered = signature(nodes, (node) => plans.answer(plan, node));
    if (!places.has(answered)) places.set(answered, places.size);
    return places.get(answered)!;
  });
  return { classOf, classes: places.size, places };
}

/**
 * One node of a whole plan, the rest as it was answered: plans that differ there and nowhere else. What is chosen
 * between them follows the same κ, α, β and λ, whether plans or single answers are chosen with noise (a conditional logit
 * is a logit). Its counts begin at `at`.
 */
function nodeCellOf(choice: ObservedChoice, node: string, at: number): ReturnType<typeof cellOf> {
  const { plans, answers } = choice;
  const differing = plans.names.flatMap((_, plan) =>
    plans.nodes.every(({ key }) => key === node || plans.answer(plan, key) === answers[key]) ? [plan] : [],
  );
  return cellAmong(choice, differing, node, at);
}

/**
 * One node of one game under one belief, chosen among some of its plans (`among`: their places): its classes are what these
 * answer there, in their order. Its counts begin at `at`.
 */
export function cellAmong(
  { game, plans, belief }: Pick<ObservedChoice, 'game' | 'plans' | 'belief'>,
  among: readonly number[],
  node: string,
  at: number,
): ReturnType<typeof cellOf> {
  const restricted: Plans = {
    names: among.map((plan) => plans.names[plan]!),
    nodes: plans.nodes.filter(({ key }) => key === node),
    answer: (plan, key) => plans.answer(among[plan]!, key),
    outcomes: (mine, other) => plans.outcomes(among[mine]!, among[other]!),
  };
  const picked = ({ own, kant, behind, ahead }: Features): Features => {
    const of = (values: readonly number[]): readonly number[] => among.map((plan) => values[plan]!);
    return { own: of(own), kant: of(kant), behind: of(behind), ahead: of(ahead) };
  };
  return {
    ...{ game, at, plans: restricted, nodes: [node], othersNodes: nodeKeys(plans).length },
    ...classesOf(restricted, [node]),
    features: picked(featuresOf(plans, belief.weights)),
    supposing: belief.kind === 'uniform' ? (numbers) => picked(featuresOf(plans, expecting(plans, numbers))) : null,
  };
}

/**
 * The same cells as if whoever stated nothing and was told nothing expected this of the other: by node, in the order of
 * the plans' nodes, how likely (0–1) the answer is that it names first.
 */
export const supposing = (cells: readonly ChoiceCell[], numbers: readonly number[]): readonly ChoiceCell[] =>
  cells.map((cell) => (cell.supposing === null ? cell : { ...cell, features: cell.supposing(numbers) }));

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
export function numbering(): { of(plans: Plans): number; span(): number } {
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
