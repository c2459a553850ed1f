/** The plain questions as a game of one seat, so that they are put, read and solved as everything else in a set is. */
import { z } from 'zod';
import { text } from '../core/blocks.ts';
import { defineGame } from '../core/define-game.ts';
import type { AnyGame, Decision, Input, Reasoned } from '../core/game.ts';
import type { Rng } from '../core/rng.ts';
import { fill } from '../core/template.ts';
import { PLAIN_INSTRUCTIONS, PLAIN_QUESTIONS, type PlainQuestion } from './plain-questions.ts';

const config = z.strictObject({
  question: z.enum(PLAIN_QUESTIONS.map(({ name }) => name)),
  /** Of a choice its options, the right one first. */
  options: z.array(z.string()).max(8).default([]),
  a: z.number().default(0),
  b: z.number().default(0),
});

type PlainConfig = z.infer<typeof config>;
type PlainState = { readonly config: PlainConfig; readonly over: boolean };

const schema: z.ZodType<PlainConfig> = config;

const questionOf = ({ question }: PlainConfig): PlainQuestion => PLAIN_QUESTIONS.find(({ name }) => name === question)!;

/** The right answer and the sentence that says why. */
function solvedPlain(set: PlainConfig): Reasoned {
  const question = questionOf(set);
  if (question.kind === 'choice') {
    const [right = ''] = set.options;
    return { answer: right, because: fill(question.because, { right }), utilities: [] };
  }
  const answer = numberOf(question.answer, set);
  const because = fill(question.because, { a: set.a, b: set.b, answer: answer.toFixed(question.decimals) });
  return { answer, because, utilities: [] };
}

function numberOf(rule: (PlainQuestion & { kind: 'number' })['answer'], { a, b }: PlainConfig): number {
  switch (rule) {
    case 'a':
      return a;
    case 'after a':
      return a + 1;
    case 'before a':
      return a - 1;
    case 'a + b':
      return a + b;
    case 'a - b':
      return a - b;
    case 'double a':
      return 2 * a;
    case 'half a':
      return a / 2;
    case 'a tenths':
      return a / 10;
    case 'a and a half':
      return a + 0.5;
  }
}

function decisionOf(set: PlainConfig): Decision {
  const question = questionOf(set);
  const input: Input =
    question.kind === 'choice'
      ? {
          kind: 'choice',
          options: set.options.map((word, at) => ({ value: word, label: word, key: 'abcdefgjk'[at]! })),
        }
      : {
          ...{ kind: 'number', min: 0, max: 100, decimals: question.decimals, step: 10 ** -question.decimals },
          ...(question.scale === undefined ? {} : { ends: question.scale }),
          ...(question.unit === undefined ? {} : { unit: question.unit }),
        };
  return {
    ...{ key: question.name, seat: 0, role: 'player', round: 1, practice: false, input },
    ask: fill(question.ask, { a: set.a, b: set.b }),
  };
}

/** Draws questions without end. */
function* scenarios(rng: Rng): Iterable<PlainConfig> {
  for (;;) {
    const question = rng.pick(PLAIN_QUESTIONS);
    const between = ([least, most]: readonly [number, number]): number => least + rng.below(most - least + 1);
    yield config.parse(
      question.kind === 'choice'
        ? {
            question: question.name,
            options: [rng.pick(question.right), ...rng.shuffle(question.wrong).slice(0, 1 + rng.below(3))],
          }
        : { question: question.name, a: between(question.a), b: between(question.b) },
    );
  }
}

export const plainGame: AnyGame = defineGame<PlainConfig, PlainState, PlainState>({
  name: 'plain-questions',
  title: 'Plain questions',
  summary: 'Unlike questions with plain answers.',
  sources: [],
  config: schema,
  seats: () => ({ least: 1, most: 1 }),
  setup: (set) => ({ config: set, over: false }),
  pending: ({ config: set, over }) => (over ? [] : [decisionOf(set)]),
  apply: (state) => ({ ...state, over: true }),
  payoffs: () => null,
  observe: (state) => state,
  instructions: () => [text(PLAIN_INSTRUCTIONS)],
  scene: () => [],
  theory: ({ config: set }) => solvedPlain(set),
  scenarios,
});
