/** Solutions in words and tables, for any game whose plans are told by their letters: what a plan is worth, to whom, at which κ. */
import type { Block, Cell, Who } from '../core/blocks.ts';
import type { Plans } from '../core/game.ts';
import { fill } from '../core/template.ts';
import type { Solution } from '../core/theory.ts';
import { playedByKappa } from '../core/thresholds.ts';
import { bestPlans } from './beliefs.ts';
import { kappaAt, kappaText } from './format.ts';
import type { SharedWords } from './words.ts';

export const ECONOMICUS: Who = { agent: 'economicus' };

export const MORALIS: Who = { agent: 'moralis' };

/** The agents that a debrief compares, in one seat under one belief. */
export type SolvedBoth = { readonly economicus: Solution; readonly moralis: Solution };

/** Somebody's own plan, to be marked in a table. */
export type OwnPlan = { readonly plan: string; readonly who: Who } | null;

/**
 * "0.50 × 50.0 for itself + 0.50 × 75.0 if everyone did the same": what a plan's utility is made of. `show` writes
 * points.
 */
export function sumText(
  said: Pick<SharedWords['because'], 'own' | 'mix' | 'behind' | 'ahead'>,
  { taste, terms }: Solution,
  plan: number,
  show: (points: number) => string,
): string {
  const own = show(terms.own[plan]!);
  const { kappa, alpha = 0, beta = 0 } = taste;
  const mix = { weight: kappaText(1 - kappa), own, kappa: kappaText(kappa), same: show(terms.same[plan]!) };
  return [
    kappa === 0 ? fill(said.own, { own }) : fill(said.mix, mix),
    alpha === 0 ? '' : fill(said.behind, { alpha: kappaText(alpha), behind: show(terms.behind[plan]!) }),
    beta === 0 ? '' : fill(said.ahead, { beta: kappaText(beta), ahead: show(terms.ahead[plan]!) }),
  ].join('');
}

/** The line of κ: economicus at its end, moralis where it was moved to. */
export const kappaScale = (label: string, { taste }: Solution): Block => ({
  kind: 'scale',
  ...{ min: 0, max: 1, ends: ['0', '1'] },
  rows: [
    {
      label,
      marks: [
        { at: 0, who: ECONOMICUS },
        { at: taste.kappa, who: MORALIS },
      ],
    },
  ],
});

/** What moralis does as κ goes from 0 to 1, under the belief of a solution. `planDo`: a plan as something to do, by its place. */
export function byKappaText(
  said: Pick<SharedWords['debrief'], 'pieces' | 'byKappa'>,
  plans: Plans,
  { taste, belief }: Solution,
  planDo: (plan: number) => string,
): string {
  const pieces = playedByKappa(plans, taste, belief);
  const words = pieces.map(({ from, to, plan }, i) => {
    const slots = { from: kappaAt(from), to: kappaAt(to), plan: planDo(plan) };
    if (pieces.length === 1) return fill(said.pieces.everywhere, slots);
    if (from === to) return fill(said.pieces.alone, slots);
    if (i === 0) return fill(said.pieces.below, slots);
    return fill(to === 1 ? said.pieces.on : said.pieces.from, slots);
  });
  return fill(said.byKappa, { pieces: words.join(said.pieces.join) });
}

type PlanTableRequest = {
  readonly said: SharedWords['debrief']['table'];
  readonly names: readonly string[];
  readonly both: SolvedBoth;
  /** The plans that are shown, by name. */
  readonly shown: readonly string[];
  readonly own: OwnPlan;
  readonly show: (points: number) => string;
};

/** Own payoff under the belief, payoff if everyone did the same, and their mix; each agent stands at its maximum. */
export function planTable({ said, names, both, shown, own, show }: PlanTableRequest): Block {
  const { economicus, moralis } = both;
  // Like-minded agents expect different things of the other: then economicus stands beside its plan, not in moralis' column.
  const common = economicus.weights.every((weight, plan) => weight === moralis.weights[plan]);
  const row = (name: string): readonly Cell[] => {
    const plan = names.indexOf(name);
    const best = { economicus: bestPlans(economicus).includes(plan), moralis: bestPlans(moralis).includes(plan) };
    return [
      marked(name, [...(own?.plan === name ? [own.who] : []), ...(best.economicus && !common ? [ECONOMICUS] : [])]),
      marked(show(moralis.terms.own[plan]!), best.economicus && common ? [ECONOMICUS] : []),
      { text: show(economicus.terms.same[plan]!) },
      { text: show(moralis.utilities[plan]!), ...(best.moralis ? { who: [MORALIS], strong: true } : {}) },
    ];
  };
  const { kappa } = moralis.taste;
  return {
    kind: 'table',
    columns: [
      { head: said.plan },
      { head: ownHead(said.own, names, moralis), align: 'right' },
      { head: said.same, align: 'right' },
      { head: fill(kappa === 0.5 ? said.half : said.mix, { kappa: kappaText(kappa) }), align: 'right' },
    ],
    rows: shown.map(row),
  };
}

function ownHead(
  said: SharedWords['debrief']['table']['own'],
  names: readonly string[],
  { belief, weights, fallback }: Solution,
): string {
  if (belief.kind === 'given') return said.given;
  if (belief.kind === 'uniform' || belief.kind === 'observed' || fallback) return said.uniform;
  return fill(said.sure, { plan: names[weights.indexOf(1)] ?? '' });
}

const marked = (words: string, who: readonly Who[]): Cell =>
  who.length === 0 ? { text: words } : { text: words, who };
