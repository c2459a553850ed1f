/** For comparisons: the three rates of cooperation on one line, with each agent's plan at its place. */
import { UNIFORM } from '../../src/core/belief.ts';
import type { ComparisonSpec, Mind, Standing, Taste } from '../../src/core/game.ts';
import { isGrim, learns, matchBelief, planAfter, type Round } from './belief.ts';
import type { Config } from './config.ts';
import { kappa } from './format.ts';
import { countedFigures, type CountedFigure, COUNTED, placeOf } from './counted.ts';
import { at, type Choice, formOf, IN_THREE_STEPS, isSimultaneous, type Node, nodeAfter } from './form.ts';
import { chancesByNode } from './form-words.ts';
import { type Answers, nodesIn, other } from './rules.ts';
import { chances } from './standin.ts';

/** The figures with the rows that a seat can reach: with fixed roles one place, else both. */
function figuresOf(config: Config, seat: number): readonly CountedFigure[] {
  const place = placeOf(config, seat);
  const nodes = place === null ? formOf(config).nodes : nodesIn(config, place);
  return countedFigures(config)
    .map(({ title, rows }) => ({ title, rows: rows.filter(({ node }) => nodes.includes(node)) }))
    .filter(({ rows }) => rows.length > 0);
}

/**
 * What a mind does at the nodes of its seat, as what is counted there. Where its belief changes with what it sees, the
 * means over the rounds of its play against the other's; left out where a coin, or an unknown other, decides what it sees.
 */
function expected(config: Config, mind: Mind, { seat, other: told }: Standing): Readonly<Record<string, number>> {
  const rows = figuresOf(config, seat).flatMap((figure) => figure.rows);
  /** `chance`: how likely each choice is at a node; null: nobody can say. */
  const named = (chance: (node: Node) => ((choice: Choice) => number) | null) =>
    Object.fromEntries(
      rows.flatMap(({ name, node, counts }) => {
        const likely = chance(node);
        if (likely === null) return [];
        const { choices } = formOf(config);
        return [[name, choices.reduce((sum, choice) => sum + likely(choice) * counts(choice), 0)] as const];
      }),
    );
  if (mind === 'standin') return named((node) => standinAt(config, node));
  const belief = matchBelief(config, told);
  const once = config.ending === 'finite' && config.rounds === 1;
  if (once || !(learns(config, belief) || isGrim(config, mind))) {
    const plan = planAfter(config, mind, belief, [], seat);
    return named((node) => (choice) => (at(formOf(config), plan, node) === choice ? 1 : 0));
  }
  if (told === null || config.ending === 'indefinite' || (config.roles === 'drawn' && config.timing !== 'together'))
    return {};
  const rounds = against(config, mind, told, seat === 0 ? 0 : 1);
  return named((node) => {
    const answers = rounds.flatMap((round) => round[node] ?? []);
    return answers.length === 0 ? null : (choice) => answers.filter((one) => one === choice).length / answers.length;
  });
}

/** How likely the stand-in chooses what at a node: the last choice has what the others leave. */
function standinAt(config: Config, node: Node): (choice: Choice) => number {
  const { nodes, choices } = formOf(config);
  const stated = choices.length - 1;
  const from = nodes.indexOf(node) * stated;
  const likely = chances(config).nodes.slice(from, from + stated);
  return (choice) => likely[choices.indexOf(choice)] ?? 1 - likely.reduce((sum, one) => sum + one, 0);
}

/** What a mind in this seat answers, round by round, against another taste that was told of it as it was told of this. */
function against(config: Config, mine: Taste, theirs: Taste, me: 0 | 1): readonly Answers[] {
  let history: readonly Round[] = [];
  return Array.from({ length: config.rounds }, (_, i): Answers => {
    const plan = planAfter(config, mine, matchBelief(config, theirs), history, me);
    const facing = planAfter(config, theirs, matchBelief(config, mine), history, other(me));
    const form = formOf(config);
    const first = config.roles === 'alternating' && i % 2 === 1 ? 1 : 0;
    const move = at(form, first === me ? plan : facing, 'first');
    const node = nodeAfter(move);
    const reply = at(form, first === me ? facing : plan, node);
    history = [...history, { first, move, reply }];
    if (isSimultaneous(config)) return { choice: first === me ? move : reply };
    if (first === me) return { first: move };
    if (config.method === 'direct') return { [node]: reply };
    return Object.fromEntries(form.nodes.slice(1).map((one) => [one, at(form, plan, one)]));
  });
}

/** What `expected` takes an agent to expect, to stand beside its mark. */
function believing(config: Config, { other: told }: Standing): string {
  const belief = matchBelief(config, told);
  const who = told === null ? 'the other' : told.kappa === 0 ? 'economicus' : `moralis κ = ${kappa(told.kappa)}`;
  const even = config.steps === 3 ? 'C, H and D with 1/3 each' : '50 : 50';
  switch (belief.kind) {
    case 'given':
      return expecting(config, belief.numbers);
    case 'observed':
      return `expecting ${even}, and learning from what it sees`;
    case 'like-minded':
      return 'expecting its like';
    case 'known':
      return learns(config, belief)
        ? `knowing that ${who} keeps to grim reversion`
        : `taking ${who} to play ${planAfter(config, belief.other, UNIFORM, [], 0)}`;
    default:
      return `expecting ${even}`;
  }
}

/** Chances as a mark's words, in the order of the nodes. */
function expecting(config: Config, numbers: readonly number[]): string {
  const said = Object.values(chancesByNode(config, numbers)).map((percent) => `${percent} %`);
  if (isSimultaneous(config)) return `expecting C with ${said.join()}`;
  return config.steps === 3
    ? `expecting C / H with ${said.join(', ')} first, after C, after H, after D`
    : `expecting C with ${said.join(', ')} first, after C, after D`;
}

export const comparison: ComparisonSpec<Config> = {
  figures: (config, seat) =>
    figuresOf(config, seat).map(({ title, rows }) => ({
      title,
      min: 0,
      max: 1,
      ends: ['0 %', '100 %'],
      written: 'percent',
      rows: rows.map(({ name, label }) => ({ measure: name, label })),
    })),
  // With three steps the shares: the rates beside them are cuts through the same answers.
  declared: COUNTED.filter(({ form, name }) => form !== IN_THREE_STEPS || name.startsWith('share')).map(
    ({ name }) => name,
  ),
  within: [
    ['cooperates after C', 'cooperates after D'],
    ['share sent after all', 'share sent after nothing'],
  ],
  contrasts: [],
  expected,
  believing,
};
