/** Which questions are open: one choice, the answers to either move beforehand, or what one expects of the other. */
import { memo } from '../../src/core/memo.ts';
import type { Decision, Seat } from '../../src/core/game.ts';
import { TENS } from '../../src/core/grid.ts';
import { fill } from '../../src/core/template.ts';
import { type Config, isNeutral } from './config.ts';
import { type Choice, formOf, IN_THREE_STEPS, isSimultaneous, type Node, nodeAfter } from './form.ts';
import { firstSeat, nodesIn, other, roleOf, type State } from './rules.ts';
import type { Words } from './words.ts';

const STAGES = ['beliefs', 'first', 'second', 'plans', 'over'] as const;

const NONE: readonly Decision[] = [];

const percent = { kind: 'number', min: 0, step: 1, decimals: 0, unit: '%' } as const;

/** What a choice is called, in all forms that sentences need. */
export type Label = { readonly [form in keyof Words['labels']['cooperate']['C']]: string };
export type Labels = Readonly<Record<Choice, Label>>;

/** The move that a node answers. */
export const movedAt = (node: Node): Choice => (node === 'after_C' ? 'C' : node === 'after_H' ? 'H' : 'D');

const about = (state: State, seat: Seat) => ({ seat, role: roleOf(state, seat), round: state.round, practice: false });

/** Which ask, and what stands in its slots. */
type Asked = readonly [name: AskName, slots?: Readonly<Record<string, string>>];
type AskName = keyof Words['paraphrases'] | keyof Words['forms']['simultaneous']['paraphrases'];

/** What may be chosen as a seat is shown it, the most cooperative first or last. */
export const orderOf = (config: Config, turned: boolean): readonly Choice[] => {
  const { choices } = formOf(config);
  return turned ? choices.toReversed() : choices;
};

export const questionsIn = memo((words: Words) => {
  const prepared = new WeakMap<Config, Map<number, readonly Decision[]>>();

  /** Decisions are made once a config and situation: playing a million matches makes no new ones. */
  function pending(state: State): readonly Decision[] {
    if (state.stage === 'over') return NONE;
    if (state.stage === 'halves') return halves(state);
    let made = prepared.get(state.config);
    if (made === undefined) prepared.set(state.config, (made = new Map()));
    const { turned } = state;
    const code =
      state.round * 160 +
      STAGES.indexOf(state.stage) * 32 +
      firstSeat(state) * 16 +
      (state.move === 'C' ? 4 : state.move === 'H' ? 8 : 0) +
      (turned[0] ? 2 : 0) +
      (turned[1] ? 1 : 0);
    let decisions = made.get(code);
    if (decisions === undefined) made.set(code, (decisions = decisionsOf(state)));
    return decisions;
  }

  function decisionsOf(state: State): readonly Decision[] {
    const { config, stage } = state;
    const first = firstSeat(state);
    const nodes = (seat: Seat): readonly Node[] => nodesIn(config, roleOf(state, seat));
    switch (stage) {
      case 'first':
        return isSimultaneous(config)
          ? [choice(state, first, 'choice', ['choice'])]
          : [choice(state, first, 'first', ['move'])];
      case 'second':
        return isSimultaneous(config)
          ? [choice(state, other(first), 'choice', ['choice'])]
          : [choice(state, other(first), nodeAfter(state.move ?? 'D'), ['answer'])];
      case 'plans':
        return [0, 1].flatMap((seat) => nodes(seat).map((node) => choice(state, seat, node, askOf(state, node))));
      case 'beliefs':
        return [0, 1].flatMap((seat) => nodes(other(seat)).map((node) => belief(state, seat, node)));
      case 'halves':
        return halves(state);
      case 'over':
        return NONE;
    }
  }

  /** How likely half is, wherever the chance of all leaves some. */
  const halves = (state: State): readonly Decision[] =>
    [0, 1].flatMap((seat) =>
      nodesIn(state.config, roleOf(state, other(seat))).flatMap((node) => {
        const all = state.stated[seat === 0 ? 0 : 1][`${node}_C`] ?? 0;
        return all < 100 ? [half(state, seat, node, all)] : [];
      }),
    );

  /** What choices are called in these settings. Of half something is said only where there are three steps. */
  const labelsOf = (config: Config): Labels => named(config.steps === 3, isNeutral(config));
  const { simultaneous, threeSteps } = words.forms;
  const named = (three: boolean, neutral: boolean): Labels => LABELS[three ? 1 : 0][neutral ? 1 : 0];
  const LABELS: readonly [readonly [Labels, Labels], readonly [Labels, Labels]] = [
    [
      { ...words.labels.cooperate, H: threeSteps.labels.cooperate.H },
      { ...words.labels.neutral, H: threeSteps.labels.neutral.H },
    ],
    [threeSteps.labels.cooperate, threeSteps.labels.neutral],
  ];

  function askOf(state: State, node: Node): Asked {
    if (node === 'choice') return ['choice'];
    if (node === 'first') return state.lots === null ? ['move'] : ['ifFirst'];
    return ['ifAfter', { does: labelsOf(state.config)[movedAt(node)].does }];
  }

  const asks = { ...words.ask, ...simultaneous.ask };
  const paraphrases = { ...words.paraphrases, ...simultaneous.paraphrases };

  /** The ask and its paraphrases, with the same in their slots. */
  const worded = (...[name, slots]: Asked): Pick<Decision, 'ask' | 'paraphrases'> => ({
    ask: fill(asks[name], slots),
    paraphrases: paraphrases[name].map((text) => fill(text, slots)),
  });

  function choice(state: State, seat: Seat, key: Node, asked: Asked): Decision {
    const labels = labelsOf(state.config);
    const order = orderOf(state.config, state.turned[seat === 0 ? 0 : 1]);
    const options = order.map((value) => ({ value, label: labels[value].label, key: labels[value].key }));
    return { key, ...about(state, seat), ...worded(...asked), input: { kind: 'choice', options } };
  }

  /** What a seat expects of the other at one of the other's nodes: how likely it does this there. */
  function askedOf(config: Config, node: Node, expected: Choice): Asked {
    const labels = labelsOf(config);
    const { does } = labels[expected];
    if (node === 'choice') return ['belief', { does }];
    return node === 'first' ? ['beliefFirst', { does }] : ['beliefAfter', { do: labels[movedAt(node)].do, does }];
  }

  /** How likely the other cooperates there; of three steps, how likely it sends all. */
  function belief(state: State, seat: Seat, node: Node): Decision {
    const { config } = state;
    return {
      key: formOf(config) === IN_THREE_STEPS ? `belief_${node}_C` : `belief_${node}`,
      ...about(state, seat),
      ...worded(...askedOf(config, node, 'C')),
      input: { ...percent, max: 100, ends: [words.ask.impossible, words.ask.certain] },
      grid: TENS,
    };
  }

  /** How likely half is: no more than the chance of all leaves. */
  function half(state: State, seat: Seat, node: Node, all: number): Decision {
    const max = 100 - all;
    const { label } = labelsOf(state.config).C;
    return {
      key: `belief_${node}_H`,
      ...about(state, seat),
      ...worded(...askedOf(state.config, node, 'H')),
      input: { ...percent, max, note: fill(threeSteps.ask.left, { all: label, percent: all, left: max }) },
      grid: [...TENS.filter((ten) => ten < max), max],
    };
  }

  return { pending, labelsOf };
});
