/** For comparisons of games of two moves: a rate a node on one line, with each agent's plan at its place. */
import { manyRounds } from '../core/rounds.ts';
import { UNIFORM } from '../core/belief.ts';
import type { ComparisonSpec, Mind, Plans, Standing } from '../core/game.ts';
import { solved } from '../core/theory.ts';
import { matchBelief } from './beliefs.ts';
import { at, type Form, type FormNode, nodesOf, planName } from './form.ts';
import { kappaText, percentText } from './format.ts';
import { nodesIn, type SequentialRole } from './rules.ts';
import type { SequentialConfig } from './settings.ts';
import { standinChances } from '../core/stand-in.ts';

/** What is counted at a node: how often this letter is answered there, by which measure and under which label. */
export type CountedNode = { readonly letter: string; readonly measure: string; readonly label: string };

export type ComparisonParts<Config> = {
  readonly form: Form<Config>;
  readonly plansOf: (config: Config) => Plans;
  /** By node. */
  readonly counted: Readonly<Record<string, CountedNode>>;
  readonly title: string;
};

/** The comparison of a game of this form. */
export function comparisonOf<Config extends SequentialConfig>({
  form,
  plansOf,
  counted,
  title,
}: ComparisonParts<Config>): ComparisonSpec<Config> {
  const placeIn = ({ roles }: Config, seat: number): SequentialRole =>
    roles !== 'fixed' ? 'drawn' : seat === 0 ? 'first' : 'second';
  const countedIn = (config: Config, seat: number): readonly (readonly [FormNode, CountedNode])[] =>
    nodesIn(form, placeIn(config, seat)).flatMap((node) => {
      const here = counted[node.key];
      return here === undefined ? [] : [[node, here] as const];
    });

  /** Left out where what is believed changes with what is seen: a match of several rounds then has no one plan. */
  function expected(config: Config, mind: Mind, { seat, other }: Standing): Readonly<Record<string, number>> {
    const plans = plansOf(config);
    const rates = (rate: (node: FormNode, letter: string) => number) =>
      Object.fromEntries(countedIn(config, seat).map(([node, { letter, measure }]) => [measure, rate(node, letter)]));
    if (mind === 'standin') {
      const { nodes } = standinChances(plans);
      return rates((node, letter) => {
        const chance = nodes[nodesOf(form).indexOf(node)] ?? 0;
        return letter === node.options[0] ? chance : 1 - chance;
      });
    }
    const belief = matchBelief(config, other);
    if (belief.kind === 'observed' && manyRounds(config)) return {};
    const plan = planName(form, solved(plans, mind, belief).plan);
    return rates((node, letter) => (at(form, plan, node) === letter ? 1 : 0));
  }

  /** What `expected` takes an agent to expect, to stand beside its mark. */
  function believing(config: Config, { other }: Standing): string {
    const belief = matchBelief(config, other);
    switch (belief.kind) {
      case 'given':
        return `expecting ${nodesOf(form)
          .map(
            ({ after, options: [letter] }, place) =>
              `${letter} with ${percentText(belief.numbers[place] ?? 0.5)} % ${after === null ? 'first' : `after ${after}`}`,
          )
          .join(', ')}`;
      case 'observed':
        return 'expecting 50 : 50, and learning from what it sees';
      case 'like-minded':
        return 'expecting its like';
      case 'known': {
        const { other: taste } = belief;
        const who = taste.kappa === 0 ? 'economicus' : `moralis κ = ${kappaText(taste.kappa)}`;
        return `taking ${who} to play ${planName(form, solved(plansOf(config), taste, UNIFORM).plan)}`;
      }
      default:
        return 'expecting 50 : 50';
    }
  }

  return {
    figures: (config, seat) => [
      {
        ...{ title, min: 0, max: 1, ends: ['0 %', '100 %'], written: 'percent' },
        rows: countedIn(config, seat).map(([, { measure, label }]) => ({ measure, label })),
      },
    ],
    declared: Object.values(counted).map(({ measure }) => measure),
    contrasts: [],
    expected,
    believing,
  };
}
