/** Screens of three steps: nine ways through a round, drawn as a tree where there is room for it, and as a square. */
import { type Block, type Branch, type Cell, text } from '../../src/core/blocks.ts';
import { fill } from '../../src/core/template.ts';
import { type Config, isNeutral } from './config.ts';
import { type Choice, formOf } from './form.ts';
import { points } from './format.ts';
import { questionsIn } from './questions.ts';
import { pay, type View } from './rules.ts';
import type { Words } from './words.ts';

/** What these screens take of the others. `drawn`: ways through one round, all answers to `moves`. */
export type SharedDrawing = {
  shortName(name: string): string;
  drawn(
    config: Config,
    order: readonly Choice[],
    asFirst: boolean,
    name: string,
    branch: (move: Choice, answer: Choice | null) => Branch,
    root?: Branch,
    moves?: readonly Choice[],
  ): Block;
};

export function threeStepsSceneIn(words: Words, { shortName, drawn }: SharedDrawing) {
  const { labelsOf } = questionsIn(words);
  const { instructions: told, scene: said } = words.forms.threeSteps;

  /** What is chosen and what it pays; where that is all there is to it, what sending costs and brings. */
  function rules(config: Config): readonly Block[] {
    const { C, H, D } = labelsOf(config);
    const { T, R, P, S } = config;
    const additive = Math.abs(T + S - R - P) < 1e-9 && !isNeutral(config);
    return [
      text(fill(told.options, { C: C.do, H: H.do, D: D.do })),
      square(config, formOf(config).choices, told.corner, (mine, theirs) => pay(config, mine, theirs)),
      ...(additive ? [text(fill(told.costs, { C: C.do, costs: points(P - S), brings: points(T - P) }))] : []),
    ];
  }

  /**
   * The game from one place: from a move that was made or is supposed a tree of its three answers; else all nine ways as a
   * square, which is whole on the smallest screen beside a question.
   */
  function game(view: View, asFirst: boolean, supposed: Choice | null, order: readonly Choice[], name: string): Block {
    const { config, role, move } = view;
    const labels = labelsOf(config);
    if (supposed === null)
      return square(config, order, fill(said.matrix, { other: shortName(name) }), (mine, theirs) =>
        asFirst ? pay(config, mine, theirs) : pay(config, theirs, mine).toReversed(),
      );
    const taken = role === 'second' && config.method === 'direct' ? move : null;
    const branch = (to: Choice, answer: Choice | null): Branch =>
      answer !== null
        ? { label: asFirst ? labels[answer].theirs : labels[answer].label }
        : {
            label: asFirst ? labels[to].label : labels[to].theirs,
            ...(taken === to ? { taken: true } : {}),
            ...(!asFirst && supposed === to ? { here: true } : {}),
          };
    return drawn(config, order, asFirst, name, branch, {}, [supposed]);
  }

  /** Three by three: what is chosen in rows, what the other chooses in columns, both payoffs in each cell. */
  function square(
    config: Config,
    order: readonly Choice[],
    corner: string,
    paid: (mine: Choice, theirs: Choice) => readonly number[],
  ): Block {
    const labels = labelsOf(config);
    return {
      kind: 'table',
      columns: [{ head: corner }, ...order.map((theirs) => ({ head: labels[theirs].theirs, align: 'right' as const }))],
      rows: order.map((mine): readonly Cell[] => [
        { text: labels[mine].label },
        ...order.map((theirs) => {
          const [own = 0, others = 0] = paid(mine, theirs);
          return { text: fill(said.both, { mine: points(own), theirs: points(others) }) };
        }),
      ]),
    };
  }

  return { rules, game };
}
