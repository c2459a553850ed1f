/** What can be wrong with a question. */
import { type Decision, type Input, read } from '../core/game.ts';
import { MOST_ON_GRID } from '../core/grid.ts';
import { otherwise, repeated } from './law.ts';
import { jsonProblems, wordProblems } from './problems.ts';

export function decisionProblems(decision: Decision, seats: number): readonly string[] {
  const { key, seat, role, round, ask, input, grid } = decision;
  const where = `"${key}" of seat ${seat + 1}, round ${round}`;
  return [
    ...otherwise(Number.isInteger(seat) && seat >= 0 && seat < seats, `${where}: no such seat`),
    ...otherwise(Number.isInteger(round) && round >= 1, `${where}: rounds count from 1`),
    ...otherwise(key !== '' && role !== '' && ask !== '', `${where}: key, role or question is empty`),
    ...wordProblems(ask, where),
    ...jsonProblems(input, where),
    ...samples(input).flatMap((answer) => otherwise(read(input, answer).ok, `${where}: ${answer} is refused`)),
    ...wrong(input).flatMap((answer) =>
      otherwise(!read(input, answer).ok, `${where}: ${JSON.stringify(answer)} is accepted`),
    ),
    ...(input.kind === 'choice' ? optionProblems(input, where) : numberProblems(input, where)),
    ...(grid === undefined ? [] : gridProblems(grid, input, where)),
  ];
}

/** A wording of the ask is at most so many times as long as the ask itself: ours. */
const LONGEST_PARAPHRASE = 1.5;

/** Two other wordings that ask the same: of the same answers and numbers, and about as long. */
export function paraphraseProblems({ key, seat, round, ask, paraphrases = [], input }: Decision): readonly string[] {
  const where = `"${key}" of seat ${seat + 1}, round ${round}`;
  const named = input.kind === 'choice' ? input.options.map(({ label }) => label) : (input.ends ?? []);
  const told = (text: string): string =>
    [...named.filter((name) => saidIn(text, name)), ...(text.match(/\d+(?:\.\d+)?/g) ?? [])].sort().join(', ');
  return [
    ...otherwise(paraphrases.length === 2, `${where}: ${paraphrases.length} paraphrases`),
    ...repeated([ask, ...paraphrases]).map((text) => `${where}: "${text}" twice`),
    ...paraphrases.flatMap((text) => [
      ...wordProblems(text, where),
      ...otherwise(told(text) === told(ask), `${where}: "${text}" names ${told(text)}, "${ask}" names ${told(ask)}`),
      ...otherwise(
        text.trim() !== '' && text.length <= LONGEST_PARAPHRASE * ask.length,
        `${where}: "${text}" is ${text.length} letters long, "${ask}" ${ask.length}`,
      ),
    ]),
  ];
}

/** Whether a text says these words, as words of their own: "A", but neither the A of "Ask" nor "a". */
const saidIn = (text: string, words: string): boolean =>
  words.length === 1
    ? inWords(text).includes(inWords(words))
    : inWords(text.toLowerCase()).includes(inWords(words.toLowerCase()));
const inWords = (text: string): string => ` ${(text.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;

const samples = (input: Input): readonly (string | number)[] =>
  input.kind === 'choice'
    ? input.options.flatMap((option) => [option.value, option.label])
    : [input.min, input.max, input.max.toFixed(input.decimals).replace('.', ',')];

const wrong = (input: Input): readonly unknown[] => [
  '',
  'no such answer',
  undefined,
  NaN,
  ...(input.kind === 'choice' ? [] : [input.min - 1, input.max + 1, Infinity, input.min + 10 ** -(input.decimals + 1)]),
];

function optionProblems({ options }: Input & { kind: 'choice' }, where: string): readonly string[] {
  return [
    ...otherwise(options.length > 1, `${where}: fewer than two options`),
    ...(['value', 'label', 'key'] as const).flatMap((part) =>
      repeated(options.map((option) => option[part])).map((name) => `${where}: two options have the ${part} ${name}`),
    ),
    ...options.flatMap(({ key, label }) =>
      otherwise(
        /^[a-z0-9]$/.test(key) && !'hiqx'.includes(key) && label !== '',
        `${where}: the letter of ${label} is "${key}"`,
      ),
    ),
  ];
}

/** A grid stands where a number is asked, ascends, and each of its numbers is an answer, read as what it is. */
function gridProblems(grid: readonly number[], input: Input, where: string): readonly string[] {
  return [
    ...otherwise(input.kind === 'number', `${where}: a grid where no number is asked`),
    ...otherwise(
      grid.length >= 2 && grid.length <= MOST_ON_GRID,
      `${where}: ${grid.length} numbers on the grid, 2 to ${MOST_ON_GRID} are possible`,
    ),
    ...grid.flatMap((value, i) => {
      const given = read(input, value);
      return [
        ...otherwise(given.ok && given.answer === value, `${where}: ${value} is on the grid and cannot be answered`),
        ...otherwise(i === 0 || value > grid[i - 1]!, `${where}: ${value} stands above ${grid[i - 1]} on the grid`),
      ];
    }),
  ];
}

function numberProblems({ min, max, step, decimals }: Input & { kind: 'number' }, where: string): readonly string[] {
  return [
    ...otherwise(
      min < max && step > 0 && Number.isInteger(decimals) && decimals >= 0,
      `${where}: from ${min} to ${max} in steps of ${step} with ${decimals} decimals`,
    ),
    ...otherwise(
      Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) < 1e-9,
      `${where}: a step of ${step} is finer than ${decimals} decimals`,
    ),
  ];
}
