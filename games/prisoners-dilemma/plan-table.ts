/** The table of plans: own payoff under the belief, payoff if everyone did the same, and their mix. */
import { memo } from '../../src/core/memo.ts';
import type { Block, Cell, Who } from '../../src/core/blocks.ts';
import type { Belief, Taste } from '../../src/core/game.ts';
import { type Solution, solved } from '../../src/core/theory.ts';
import { fill } from '../../src/core/template.ts';
import { held, matchBelief } from './belief.ts';
import type { Config } from './config.ts';
import { expected, kappa as kappaText } from './format.ts';
import { planIndex, planName, plans } from './plans.ts';
import type { View } from './rules.ts';
import type { Words } from './words.ts';

export const ECONOMICUS: Who = { agent: 'economicus' };

export const MORALIS: Who = { agent: 'moralis' };

/** The agents that a debrief compares, in one seat under one belief. */
export type Compared = { readonly economicus: Solution; readonly moralis: Solution };

/** Both agents of theory as they would have played in this seat, round by round (from 0); `last` is the last round that was played. */
export type InYourPlace = {
  readonly belief: Belief;
  readonly told: Taste | null;
  readonly last: Compared;
  in(round: number): Compared;
};

/** `told`: the other's taste, where this seat was told it. */
export function inYourPlace({ config, history, seat }: View, taste: Taste, told: Taste | null): InYourPlace {
  const belief = matchBelief(config, told);
  const { variant: _, ...plain } = taste;
  const after = (round: number): Compared => {
    const now = held(config, belief, history.slice(0, round), seat);
    return { economicus: solved(plans(config), { kappa: 0 }, now), moralis: solved(plans(config), plain, now) };
  };
  return { belief, told, last: after(Math.max(0, history.length - 1)), in: after };
}

const marked = (words: string, who: readonly Who[]): Cell =>
  who.length === 0 ? { text: words } : { text: words, who };

/** Somebody's own plan, to be marked in a table. */
export type Own = { readonly plan: string; readonly who: Who } | null;

export const planTableIn = memo((words: Words) => {
  /** Own payoff under the belief, payoff if everyone did the same, and their mix; each agent stands at its maximum. */
  function planTable(config: Config, { economicus, moralis }: Compared, shown: readonly string[], own: Own): Block {
    const said = words.debrief.table;
    const show = expected(config);
    // Like-minded agents expect different things of the other: then economicus stands beside its plan, not in moralis' column.
    const common = economicus.weights.every((weight, plan) => weight === moralis.weights[plan]);
    const isBest = (solution: Solution, plan: number) => solution.plan === plan || solution.ties.includes(plan);
    const row = (name: string): readonly Cell[] => {
      const plan = planIndex(name);
      const best = { economicus: isBest(economicus, plan), moralis: isBest(moralis, plan) };
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
        { head: ownHead(moralis), align: 'right' },
        { head: said.same, align: 'right' },
        { head: fill(kappa === 0.5 ? said.half : said.mix, { kappa: kappaText(kappa) }), align: 'right' },
      ],
      rows: shown.map(row),
    };
  }

  function ownHead({ belief, weights, fallback }: Solution): string {
    const said = words.debrief.table.own;
    if (belief.kind === 'given') return said.given;
    if (belief.kind === 'uniform' || belief.kind === 'observed' || fallback) return said.uniform;
    return fill(said.sure, { plan: planName(weights.indexOf(1)) });
  }

  return { planTable };
});
