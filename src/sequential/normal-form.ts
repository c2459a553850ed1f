/** The normal form of a game of two moves: who moves first is an even lot, and a plan is made before it falls. */
import type { Plans } from '../core/game.ts';
import { memo } from '../core/memo.ts';
import { at, type Form, nodeAfter, nodeOf, nodesOf, type Pair, planName } from './form.ts';

/** Points of first and second mover where these plans meet. */
export function outcomeOf<Config>(
  form: Form<Config>,
  config: Config,
  opening: string,
  answering: string,
): Pair<number> {
  const move = at(form, opening, nodesOf(form)[0]!);
  const node = nodeAfter(form, move);
  return form.pay(config, move, node === undefined ? null : at(form, answering, node));
}

/** Gives the plans of a config, each made once. Half the time one's plan opens, half the time it answers. */
export const normalFormOf = <Config extends object>(form: Form<Config>): ((config: Config) => Plans) =>
  memo((config: Config): Plans => ({
    names: form.plans,
    nodes: nodesOf(form).map(({ key, options: [answer] }) => ({ key, answer })),
    outcomes(mine, others) {
      const [x, y] = [planName(form, mine), planName(form, others)];
      const [first, replied] = outcomeOf(form, config, x, y);
      const [began, answered] = outcomeOf(form, config, y, x);
      return [
        [0.5, first, replied],
        [0.5, answered, began],
      ];
    },
    at(node, mine, others) {
      const [x, y] = [planName(form, mine), planName(form, others)];
      if (node === nodesOf(form)[0]!.key) return [[0.5, ...outcomeOf(form, config, x, y)]];
      if (nodeAfter(form, at(form, y, nodesOf(form)[0]!))?.key !== node) return [];
      const [began, answered] = outcomeOf(form, config, y, x);
      return [[0.5, answered, began]];
    },
    answer: (plan, key) => at(form, planName(form, plan), nodeOf(form, key)),
  }));
