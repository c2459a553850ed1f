/** The table of plans: own payoff under the belief, payoff if everyone did the same, and their mix. */
import type { Block, Cell, Who } from '../core/blocks.ts';
import { fill } from '../core/template.ts';
import type { Solution } from '../core/theory.ts';
import { bestPlans } from './beliefs.ts';
import { planName } from './form.ts';
import { expectedPoints, kappaText } from './format.ts';
import { spanOf, type SpokenForm } from './spoken-form.ts';
import { ECONOMICUS, MORALIS, type SolvedBoth } from './your-place.ts';

/** Somebody's own plan, to be marked in a table. */
export type OwnPlan = { readonly plan: string; readonly who: Who } | null;

/** The table of plans of a game of this form, in its words: each agent stands at its maximum. */
export function planTableOf<Config>(spoken: SpokenForm<Config>) {
  const { form, words } = spoken;
  const said = words.debrief.table;

  function planTable(config: Config, { economicus, moralis }: SolvedBoth, own: OwnPlan): Block {
    const show = expectedPoints(spanOf(spoken, config));
    // Like-minded agents expect different things of the other: then economicus stands beside its plan, not in moralis' column.
    const common = economicus.weights.every((weight, plan) => weight === moralis.weights[plan]);
    const row = (name: string, plan: number): readonly Cell[] => {
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
        { head: ownHead(moralis), align: 'right' },
        { head: said.same, align: 'right' },
        { head: fill(kappa === 0.5 ? said.half : said.mix, { kappa: kappaText(kappa) }), align: 'right' },
      ],
      rows: form.plans.map(row),
    };
  }

  function ownHead({ belief, weights, fallback }: Solution): string {
    if (belief.kind === 'given') return said.own.given;
    if (belief.kind === 'uniform' || belief.kind === 'observed' || fallback) return said.own.uniform;
    return fill(said.own.sure, { plan: planName(form, weights.indexOf(1)) });
  }

  return { planTable };
}

const marked = (words: string, who: readonly Who[]): Cell =>
  who.length === 0 ? { text: words } : { text: words, who };
