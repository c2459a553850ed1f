/** For comparisons: the three rates of cooperation on one line, with each agent's plan at its place. */
import { beliefAgainst } from '../../src/core/belief.ts';
import type { ComparisonSpec, Mind, Standing } from '../../src/core/game.ts';
import { solved } from '../../src/core/theory.ts';
import { beliefOf, type Config } from './config.ts';
import { at, planName, plans } from './plans.ts';
import { type Node, NODES } from './rules.ts';
import { chances } from './standin.ts';

const MEASURES: Readonly<Record<Node, string>> = {
  first: 'cooperates first',
  after_C: 'cooperates after C',
  after_D: 'cooperates after D',
};
const LABELS: Readonly<Record<Node, string>> = {
  first: 'moves first',
  after_C: 'answers cooperation',
  after_D: 'answers defection',
};

function expected(config: Config, mind: Mind, { other }: Standing): Readonly<Record<string, number>> {
  const cooperates = (node: Node): number => {
    if (mind === 'standin') return chances(config).nodes[NODES.indexOf(node)] ?? 0;
    return at(planName(solved(plans(config), mind, beliefAgainst(beliefOf(config), other)).plan), node) === 'C' ? 1 : 0;
  };
  return Object.fromEntries(NODES.map((node) => [MEASURES[node], cooperates(node)]));
}

export const comparison: ComparisonSpec<Config> = {
  figures: () => [
    {
      title: 'cooperates when it …',
      min: 0,
      max: 1,
      ends: ['0 %', '100 %'],
      written: 'percent',
      rows: NODES.map((node) => ({ measure: MEASURES[node], label: LABELS[node] })),
    },
  ],
  declared: NODES.map((node) => MEASURES[node]),
  within: [[MEASURES.after_C, MEASURES.after_D]],
  contrasts: [],
  expected,
};
