/** The normal form: a plan is an answer at every node, before a lot says who moves first. */
import type { Answer, Plans } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import { selfThreshold } from '../../src/core/thresholds.ts';
import type { Config, Payoffs } from './config.ts';
import { at, type Choice, type Form, formOf, IN_TURNS, nodeAfter, nodeOf, PLANS } from './form.ts';
import { type Pair, pay } from './rules.ts';

export type PlanName = (typeof PLANS)[number];

/** The places of the eight plans of two choices in turns. */
export const planIndex = (name: string): number => PLANS.findIndex((plan) => plan === name);
export const planName = (plan: number): PlanName => PLANS[plan] ?? 'DDD';

/**
 * Who moves first is an even lot: half the time my plan opens, half the time it answers. Where nobody knows of the other's
 * choice both halves are the same.
 */
export function plansOf(payoffs: Payoffs, form: Form = IN_TURNS): Plans {
  const { nodes, choices, plans: names } = form;
  const place = (choice: Choice): number => choices.indexOf(choice);
  // What each plan opens with and answers to each move, and what each pair of choices pays, by place: 81 plans meet 6,561 times.
  const opens = names.map((plan) => place(at(form, plan, nodes[0]!)));
  const answers = names.map((plan) => choices.map((move) => place(at(form, plan, nodeAfter(move)))));
  const paid = choices.map((move) => choices.map((reply) => pay(payoffs, move, reply)));
  /** What the first and the second mover get where this plan opens and that one answers. */
  const meeting = (first: number, second: number): Pair<number> => {
    const move = opens[first]!;
    return paid[move]![answers[second]![move]!]!;
  };
  return {
    names,
    nodes: nodes.flatMap((key) => choices.slice(0, -1).map((answer) => ({ key, answer }))),
    outcomes(mine, others) {
      const [opened, replied] = meeting(mine, others);
      const [began, answered] = meeting(others, mine);
      return [
        [0.5, opened, replied],
        [0.5, answered, began],
      ];
    },
    at(node, mine, others) {
      const [opened, replied] = meeting(mine, others);
      const [began, answered] = meeting(others, mine);
      const opening = [0.5, opened, replied] as const;
      const answering = [0.5, answered, began] as const;
      if (node === 'choice') return [opening, answering];
      if (node === 'first') return [opening];
      return nodeAfter(choices[opens[others]!]!) === node ? [answering] : [];
    },
    answer: (plan, key): Answer => at(form, names[plan] ?? names[0]!, nodeOf(key)),
  };
}

/** The plans of a config, made once. */
export const plans = memo((config: Config): Plans => plansOf(config, formOf(config)));

/** The name of a plan of a config, by its place. */
export const planNamed = (config: Config, plan: number): string => plans(config).names[plan] ?? '';

/** Cooperation that answers in kind: CCD, with three steps CCHD, and C where nobody knows of the other. */
export const inKind = (config: Config): string => formOf(config).plans.find((plan) => IN_KIND.includes(plan))!;
const IN_KIND: readonly string[] = ['CCD', 'CCHD', 'C'];

/**
 * Cooperates and answers cooperation, and nothing less, with it: CCD, CCDD, C. With three steps CCHD is no match for it under
 * most beliefs: half for half is worth something only to who meets it.
 */
export const conditional = (config: Config): string => formOf(config).plans.find((plan) => CONDITIONAL.includes(plan))!;
const CONDITIONAL: readonly string[] = ['CCD', 'CCDD', 'C'];

/** Sends nothing, whatever happens: DDD, DDDD or D. */
export const never = (config: Config): string => 'D'.repeat(formOf(config).nodes.length);

/** κ* in closed form for two choices in turns: the smallest κ at which CCD is a best reply to CCD; null: none, where 2R < S + T. */
export function kappaStar({ T, R, P, S }: Payoffs): number | null {
  if (2 * R < S + T) return null;
  return Math.max(0, (T - R) / (R - S), (T + P - 2 * R) / Math.min(P - S, T - P));
}

/**
 * κ* of any form: the smallest κ at which its plan in kind is a best reply to itself. Nobody knowing of the other it is
 * (T − R)/(T − P); with three steps it is found among all plans.
 */
export const kappaStarOf = memo((config: Config): number | null => {
  const form = formOf(config);
  if (form === IN_TURNS) return kappaStar(config);
  return selfThreshold(plans(config), form.plans.indexOf(inKind(config)));
});

/** From this continuation probability on, mutual cooperation under grim reversion is an equilibrium of selfish players. */
export const grimDelta = ({ T, R, P }: Payoffs): number => (T - R) / (T - P);

/**
 * The κ from which on C is a best choice where nobody knows of the other and it is expected to cooperate with probability p:
 * κ(R − P) ≥ (1 − κ)[p(T − R) + (1 − p)(P − S)].
 */
export function cooperatesFrom({ T, R, P, S }: Payoffs, p: number): number {
  const forgone = p * (T - R) + (1 - p) * (P - S);
  return forgone / (R - P + forgone);
}
