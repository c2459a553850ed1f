/** Which questions are open: one choice, answers given beforehand, or what one expects of the other. */
import type { Decision, Seat } from '../core/game.ts';
import { TENS } from '../core/grid.ts';
import { memo } from '../core/memo.ts';
import { fill } from '../core/template.ts';
import { type FormNode, nodeAfter, nodesOf, otherOf, type Pair, placeOf } from './form.ts';
import { firstSeat, nodesIn, roleOf, type SequentialState } from './rules.ts';
import type { SequentialConfig } from './settings.ts';
import { optionIn, type SpokenForm } from './spoken-form.ts';
import type { SharedWords } from './words.ts';

const NONE: readonly Decision[] = [];

/** Which ask, and what stands in its slots. */
type Asked = readonly [name: keyof SharedWords['paraphrases'], slots?: Readonly<Record<string, string>>];

/** Two options as a seat is shown them. */
export const orderOf = (options: Pair<string>, turned: boolean): Pair<string> =>
  turned ? [options[1], options[0]] : options;

/** The open questions of a game of this form, in its words. */
export function questionsOf<Config extends SequentialConfig>(spoken: SpokenForm<Config>) {
  type State = SequentialState<Config>;
  const { form, words } = spoken;
  const prepared = new WeakMap<Config, Map<string, readonly Decision[]>>();

  /** Decisions are made once a config and situation: playing a million matches makes no new ones. */
  function pending(state: State): readonly Decision[] {
    const { config, round, stage, move, turned } = state;
    if (stage === 'over') return NONE;
    let made = prepared.get(config);
    if (made === undefined) prepared.set(config, (made = new Map()));
    const situation = `${round} ${stage} ${firstSeat(state)} ${move ?? ''} ${turned.join()}`;
    let decisions = made.get(situation);
    if (decisions === undefined) made.set(situation, (decisions = decisionsOf(state)));
    return decisions;
  }

  function decisionsOf(state: State): readonly Decision[] {
    const first = firstSeat(state);
    const [opening] = nodesOf(form);
    switch (state.stage) {
      case 'first':
        return [choice(state, first, opening!, ['move'])];
      case 'second': {
        const node = nodeAfter(form, state.move ?? '');
        return node === undefined ? NONE : [choice(state, otherOf(first), node, ['answer'])];
      }
      case 'plans':
        return [0, 1].flatMap((seat) =>
          nodesIn(form, roleOf(state, seat)).map((node) => choice(state, seat, node, askOf(state, node))),
        );
      case 'beliefs':
        return [0, 1].flatMap((seat) =>
          nodesIn(form, roleOf(state, otherOf(seat))).map((node) => belief(state, seat, node)),
        );
      case 'over':
        return NONE;
    }
  }

  function askOf({ lots, config }: State, { after }: FormNode): Asked {
    if (after === null) return lots === null ? ['move'] : ['ifFirst'];
    return ['ifAfter', { does: optionIn(spoken, config, after).does }];
  }

  /** The ask and its paraphrases, with the same in their slots: of a few words, asked of any number of settings. */
  const wordings = memo((asked: string): Pick<Decision, 'ask' | 'paraphrases'> => {
    const [name, slots]: Asked = JSON.parse(asked);
    return {
      ask: fill(words.ask[name], slots),
      paraphrases: words.paraphrases[name].map((text) => fill(text, slots)),
    };
  }, 256);
  const worded = (...asked: Asked): Pick<Decision, 'ask' | 'paraphrases'> => wordings(JSON.stringify(asked));

  const about = (state: State, seat: Seat) => ({
    ...{ seat, role: roleOf(state, seat), round: state.round, practice: false },
  });

  function choice(state: State, seat: Seat, { key, options }: FormNode, asked: Asked): Decision {
    const shown = orderOf(options, state.turned[placeOf(seat)]).map((value) => {
      const { label, key: letter } = optionIn(spoken, state.config, value);
      return { value, label, key: letter };
    });
    return { key, ...about(state, seat), ...worded(...asked), input: { kind: 'choice', options: shown } };
  }

  /** What a seat expects of the other at one of the other's nodes. */
  function belief(state: State, seat: Seat, { key, after, options: [named] }: FormNode): Decision {
    const { does } = optionIn(spoken, state.config, named);
    const asked: Asked =
      after === null
        ? ['beliefFirst', { does }]
        : ['beliefAfter', { do: optionIn(spoken, state.config, after).do, does }];
    const ends = [words.ask.impossible, words.ask.certain] as const;
    return {
      key: `belief_${key}`,
      ...about(state, seat),
      ...worded(...asked),
      grid: TENS,
      input: { kind: 'number', min: 0, max: 100, step: 1, decimals: 0, unit: '%', ends },
    };
  }

  return { pending };
}
