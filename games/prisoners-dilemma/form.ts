/**
 * The forms of the dilemma: in turns with two choices or three, or with both choosing without knowing of the other. What
 * may be chosen, where a plan answers and which plans there are follows from the form; rules, theory and screens read it
 * here.
 */
import type { Config } from './config.ts';

/** All, half or nothing is sent: C cooperates, D defects, H is half way between the two. */
export type Choice = 'C' | 'H' | 'D';
/** Where a plan answers: the first move and the answers to each move; or the only choice, where nothing is known of the other's. */
export type Node = 'first' | 'after_C' | 'after_H' | 'after_D' | 'choice';

export type Form = {
  /** What may be chosen, the most cooperative first. Beliefs state the probabilities of all but the last. */
  readonly choices: readonly Choice[];
  /** In the order of the letters of a plan. */
  readonly nodes: readonly Node[];
  /** Every plan by its letters, in the order in which the last ties are broken. */
  readonly plans: readonly string[];
};

/** The eight plans of two moves and two choices, in the order in which the last ties are broken. */
export const PLANS = ['CCD', 'CCC', 'DDC', 'DCC', 'CDD', 'CDC', 'DCD', 'DDD'] as const;

export const IN_TURNS: Form = { choices: ['C', 'D'], nodes: ['first', 'after_C', 'after_D'], plans: PLANS };

/** One choice each, and no node that tells what the other chose: whoever moves first, nobody has seen anything. */
export const SIMULTANEOUS: Form = { choices: ['C', 'D'], nodes: ['choice'], plans: ['C', 'D'] };

const LEVELS = ['C', 'H', 'D'] as const;

/**
 * The order of three levels: fewest halves as first move, after C and after D; then as with two levels, a half read as C;
 * then by letters; and of plans that differ after H alone, in kind, all, nothing. Whatever is answered to H, plans without
 * another half stand in the order of the eight.
 */
function inThreeSteps(): readonly string[] {
  const rank = (plan: string): readonly (number | string)[] => {
    const [first = '', afterC = '', afterH = '', afterD = ''] = plan;
    const named = first + afterC + afterD;
    return [
      [...named].filter((letter) => letter === 'H').length,
      PLANS.findIndex((one) => one === named.replaceAll('H', 'C')),
      named,
      'HCD'.indexOf(afterH),
    ];
  };
  const all = LEVELS.flatMap((a) => LEVELS.flatMap((b) => LEVELS.flatMap((c) => LEVELS.map((d) => a + b + c + d))));
  return all
    .map((plan) => ({ plan, by: rank(plan) }))
    .sort((a, b) => {
      const at = a.by.findIndex((value, i) => value !== b.by[i]);
      return at < 0 ? 0 : a.by[at]! < b.by[at]! ? -1 : 1;
    })
    .map(({ plan }) => plan);
}

export const IN_THREE_STEPS: Form = {
  choices: LEVELS,
  nodes: ['first', 'after_C', 'after_H', 'after_D'],
  plans: inThreeSteps(),
};

/** Whether both choose without knowing of the other, which is simultaneous to a theorist: at the same time, or one after the other and not told. */
export const isSimultaneous = ({ timing, told }: Pick<Config, 'timing' | 'told'>): boolean =>
  timing === 'together' || (told !== undefined && told !== 'first-move');

export const formOf = (config: Pick<Config, 'timing' | 'told' | 'steps'>): Form =>
  isSimultaneous(config) ? SIMULTANEOUS : config.steps === 3 ? IN_THREE_STEPS : IN_TURNS;

/** What a plan does at a node; a plan with one letter does it everywhere. */
export function at({ nodes }: Form, plan: string, node: Node): Choice {
  const letter = plan[Math.max(0, nodes.indexOf(node))];
  return letter === 'C' || letter === 'H' ? letter : 'D';
}

/** The plan with one letter changed. */
export const withChoice = (form: Form, plan: string, node: Node, choice: Choice): string =>
  form.nodes.map((one) => (one === node ? choice : at(form, plan, one))).join('');

/** The node at which a move is answered. */
export const nodeAfter = (move: Choice): Answering => AFTER[move];
type Answering = 'after_C' | 'after_H' | 'after_D';
const AFTER: Readonly<Record<Choice, Answering>> = { C: 'after_C', H: 'after_H', D: 'after_D' };

/** Letters of stored answers and decision keys as what they are; whatever is none is D, or the first node. */
export const choiceOf = (answer: unknown): Choice => (answer === 'C' || answer === 'H' ? answer : 'D');
export const nodeOf = (key: string): Node => NODES_EVER.find((node) => node === key) ?? 'first';
const NODES_EVER = ['first', 'after_C', 'after_H', 'after_D', 'choice'] as const;
