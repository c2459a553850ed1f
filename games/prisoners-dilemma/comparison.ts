/** For comparisons: the three rates of cooperation on one line, with each agent's plan at its place. */
import { UNIFORM } from '../../src/core/belief.ts';
import type { ComparisonSpec, Mind, Standing, Taste } from '../../src/core/game.ts';
import { isGrim, learns, matchBelief, planAfter, type Round } from './belief.ts';
import type { Config } from './config.ts';
import { kappa, percent } from './format.ts';
import { at } from './plans.ts';
import { type Answers, type Node, NODES, other } from './rules.ts';
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

/** The nodes at which a seat may have to act: with fixed roles one place, else both. */
const nodesOf = ({ roles }: Config, seat: number): readonly Node[] =>
  roles !== 'fixed' ? NODES : seat === 0 ? ['first'] : ['after_C', 'after_D'];

/**
 * What a mind does at the nodes of its seat, as shares of cooperation. Where its belief changes with what it sees, the
 * means over the rounds of its play against the other's; left out where a coin, or an unknown other, decides what it sees.
 */
function expected(config: Config, mind: Mind, { seat, other: told }: Standing): Readonly<Record<string, number>> {
  const nodes = nodesOf(config, seat);
  const named = (rates: (node: Node) => number | null) =>
    Object.fromEntries(
      nodes.flatMap((node) => {
        const rate = rates(node);
        return rate === null ? [] : [[MEASURES[node], rate] as const];
      }),
    );
  if (mind === 'standin') return named((node) => chances(config).nodes[NODES.indexOf(node)] ?? 0);
  const belief = matchBelief(config, told);
  const once = config.ending === 'finite' && config.rounds === 1;
  if (once || !(learns(config, belief) || isGrim(config, mind))) {
    const plan = planAfter(config, mind, belief, [], seat);
    return named((node) => (at(plan, node) === 'C' ? 1 : 0));
  }
  if (told === null || config.ending === 'indefinite' || config.roles === 'drawn') return {};
  const rounds = against(config, mind, told, seat === 0 ? 0 : 1);
  return named((node) => {
    const answers = rounds.flatMap((round) => round[node] ?? []);
    return answers.length === 0 ? null : answers.filter((choice) => choice === 'C').length / answers.length;
  });
}

/** What a mind in this seat answers, round by round, against another taste that was told of it as it was told of this. */
function against(config: Config, mine: Taste, theirs: Taste, me: 0 | 1): readonly Answers[] {
  let history: readonly Round[] = [];
  return Array.from({ length: config.rounds }, (_, i): Answers => {
    const plan = planAfter(config, mine, matchBelief(config, theirs), history, me);
    const facing = planAfter(config, theirs, matchBelief(config, mine), history, other(me));
    const first = config.roles === 'alternating' && i % 2 === 1 ? 1 : 0;
    const move = at(first === me ? plan : facing, 'first');
    const node = move === 'C' ? 'after_C' : 'after_D';
    const reply = at(first === me ? facing : plan, node);
    history = [...history, { first, move, reply }];
    if (first === me) return { first: move };
    return config.method === 'strategy'
      ? { after_C: at(plan, 'after_C'), after_D: at(plan, 'after_D') }
      : { [node]: reply };
  });
}

/** What `expected` takes an agent to expect, to stand beside its mark. */
function believing(config: Config, { other: told }: Standing): string {
  const belief = matchBelief(config, told);
  const who = told === null ? 'the other' : told.kappa === 0 ? 'economicus' : `moralis κ = ${kappa(told.kappa)}`;
  switch (belief.kind) {
    case 'given':
      return `expecting C with ${belief.numbers.map((number) => `${percent(number)} %`).join(', ')} first, after C, after D`;
    case 'observed':
      return 'expecting 50 : 50, and learning from what it sees';
    case 'like-minded':
      return 'expecting its like';
    case 'known':
      return learns(config, belief)
        ? `knowing that ${who} keeps to grim reversion`
        : `taking ${who} to play ${planAfter(config, belief.other, UNIFORM, [], 0)}`;
    default:
      return 'expecting 50 : 50';
  }
}

export const comparison: ComparisonSpec<Config> = {
  figures: (config, seat) => [
    {
      title: 'cooperates when it …',
      min: 0,
      max: 1,
      ends: ['0 %', '100 %'],
      written: 'percent',
      rows: nodesOf(config, seat).map((node) => ({ measure: MEASURES[node], label: LABELS[node] })),
    },
  ],
  declared: NODES.map((node) => MEASURES[node]),
  within: [[MEASURES.after_C, MEASURES.after_D]],
  contrasts: [],
  expected,
  believing,
};
