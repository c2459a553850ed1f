/** The table of plans: own payoff under the belief, payoff if everyone did the same, and their mix. */
import { memo } from '../../src/core/memo.ts';
import type { Block, Cell, Who } from '../../src/core/blocks.ts';
import type { Taste } from '../../src/core/game.ts';
import type { Solution } from '../../src/core/theory.ts';
import { fill } from '../../src/core/template.ts';
import { beliefOf, type Config } from './config.ts';
import { expected, kappa as kappaText } from './format.ts';
import { planIndex, planName } from './plans.ts';
import type { View } from './rules.ts';
import { solutionFor } from './theory.ts';
import type { Words } from './words.ts';

export const ECONOMICUS: Who = { agent: 'economicus' };

export const MORALIS: Who = { agent: 'moralis' };

/** The agents that a debrief compares, solved under the belief in force. */
export type Compared = { readonly economicus: Solution; readonly moralis: Solution };

export function compared(view: View, taste: Taste): Compared {
  const belief = beliefOf(view.config) ?? { kind: 'uniform' };
  const { variant: _, ...plain } = taste;
  return { economicus: solutionFor(view, { kappa: 0 }, belief), moralis: solutionFor(view, plain, belief) };
}

const marked = (words: string, who: readonly Who[]): Cell =>
  who.length === 0 ? { text: words } : { text: words, who };

/** Somebody's own plan, to be marked in a table. */
export type Own = { readonly plan: string; readonly who: Who } | null;

export const planTableIn = memo((words: Words) => {
  /** Own payoff under the belief, payoff if everyone did the same, and their mix; each agent stands at its maximum. */
  function planTable(config: Config, { economicus, moralis }: Compared, shown: readonly string[], own: Own): Block {
    const said = words.debrief.columns;
    const show = expected(config);
    const called: Readonly<Record<string, string>> = words.debrief.called;
    // Like-minded agents expect different things of the other: then economicus stands beside its plan, not in moralis' column.
    const common = economicus.weights.every((weight, plan) => weight === moralis.weights[plan]);
    const isBest = (solution: Solution, plan: number) => solution.plan === plan || solution.ties.includes(plan);
    const row = (name: string): readonly Cell[] => {
      const plan = planIndex(name);
      const best = { economicus: isBest(economicus, plan), moralis: isBest(moralis, plan) };
      return [
        marked([name, called[name]].filter(Boolean).join('  '), [
          ...(own?.plan === name ? [own.who] : []),
          ...(best.economicus && !common ? [ECONOMICUS] : []),
        ]),
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
    const said = words.debrief.columns.own;
    if (belief.kind === 'given') return said.given;
    if (belief.kind === 'uniform' || belief.kind === 'observed' || fallback) return said.uniform;
    return fill(said.sure, { plan: planName(weights.indexOf(1)) });
  }

  return { planTable };
});
