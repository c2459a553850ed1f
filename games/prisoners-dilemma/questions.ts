/** Which questions are open: one choice, the answers to either move beforehand, or what one expects of the other. */
import { memo } from '../../src/core/memo.ts';
import type { Decision, Seat } from '../../src/core/game.ts';
import { TENS } from '../../src/core/grid.ts';
import { fill } from '../../src/core/template.ts';
import { type Config, isNeutral } from './config.ts';
import { type Choice, firstSeat, type Node, NODES, other, roleOf, type State } from './rules.ts';
import type { Words } from './words.ts';

const STAGES = ['beliefs', 'first', 'second', 'plans', 'over'] as const;

const NONE: readonly Decision[] = [];

/** The nodes at which a seat may have to act in this round. */
function nodesOf(state: State, seat: Seat): readonly Node[] {
  const role = roleOf(state, seat);
  return role === 'drawn' ? NODES : role === 'first' ? ['first'] : ['after_C', 'after_D'];
}

const about = (state: State, seat: Seat) => ({ seat, role: roleOf(state, seat), round: state.round, practice: false });

/** Which ask, and what stands in its slots. */
type Asked = readonly [name: keyof Words['paraphrases'], slots?: Readonly<Record<string, string>>];

export const orderOf = (turned: boolean): readonly Choice[] => (turned ? ['D', 'C'] : ['C', 'D']);

export const questionsIn = memo((words: Words) => {
  const prepared = new WeakMap<Config, Map<number, readonly Decision[]>>();

  /** Decisions are made once a config and situation: playing a million matches makes no new ones. */
  function pending(state: State): readonly Decision[] {
    if (state.stage === 'over') return NONE;
    let made = prepared.get(state.config);
    if (made === undefined) prepared.set(state.config, (made = new Map()));
    const { turned } = state;
    const code =
      state.round * 80 +
      STAGES.indexOf(state.stage) * 16 +
      firstSeat(state) * 8 +
      (state.move === 'C' ? 4 : 0) +
      (turned[0] ? 2 : 0) +
      (turned[1] ? 1 : 0);
    let decisions = made.get(code);
    if (decisions === undefined) made.set(code, (decisions = decisionsOf(state)));
    return decisions;
  }

  function decisionsOf(state: State): readonly Decision[] {
    const first = firstSeat(state);
    switch (state.stage) {
      case 'first':
        return [choice(state, first, 'first', ['move'])];
      case 'second':
        return [choice(state, other(first), state.move === 'C' ? 'after_C' : 'after_D', ['answer'])];
      case 'plans':
        return [0, 1].flatMap((seat) =>
          nodesOf(state, seat).map((node) => choice(state, seat, node, askOf(state, node))),
        );
      case 'beliefs':
        return [0, 1].flatMap((seat) => nodesOf(state, other(seat)).map((node) => belief(state, seat, node)));
      case 'over':
        return NONE;
    }
  }

  const labelsOf = (config: Config) => words.labels[isNeutral(config) ? 'neutral' : 'cooperate'];

  function askOf(state: State, node: Node): Asked {
    if (node === 'first') return state.lots === null ? ['move'] : ['ifFirst'];
    return ['ifAfter', { does: labelsOf(state.config)[node === 'after_C' ? 'C' : 'D'].does }];
  }

  /** The ask and its paraphrases, with the same in their slots. */
  const worded = (...[name, slots]: Asked): Pick<Decision, 'ask' | 'paraphrases'> => ({
    ask: fill(words.ask[name], slots),
    paraphrases: words.paraphrases[name].map((text) => fill(text, slots)),
  });

  function choice(state: State, seat: Seat, key: Node, asked: Asked): Decision {
    const labels = labelsOf(state.config);
    const order = orderOf(state.turned[seat === 0 ? 0 : 1]);
    const options = order.map((value) => ({ value, label: labels[value].label, key: labels[value].key }));
    return { key, ...about(state, seat), ...worded(...asked), input: { kind: 'choice', options } };
  }

  /** What a seat expects of the other at one of the other's nodes. */
  function belief(state: State, seat: Seat, node: Node): Decision {
    const { C, D } = labelsOf(state.config);
    const asked: Asked =
      node === 'first'
        ? ['beliefFirst', { does: C.does }]
        : ['beliefAfter', { do: (node === 'after_C' ? C : D).do, does: C.does }];
    const ends = [words.ask.impossible, words.ask.certain] as const;
    return {
      key: `belief_${node}`,
      ...about(state, seat),
      ...worded(...asked),
      input: { kind: 'number', min: 0, max: 100, step: 1, decimals: 0, unit: '%', ends },
      grid: TENS,
    };
  }

  return { pending, labelsOf };
});
