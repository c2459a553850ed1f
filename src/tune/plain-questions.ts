/**
 * Unlike questions with plain answers, as data: rows of a training set that keep a model answering in every form, so that it does
 * not come to say "defect" to whatever is asked. None is about a game, a price, a car, or a rating of either.
 */

/** What may be asked. Slots are filled with words of a list, or with numbers. */
export type PlainQuestion =
  /** One of several words fits: `right` is drawn from the first list, the others from the second. */
  | {
      readonly name: string;
      readonly kind: 'choice';
      readonly ask: string;
      readonly right: readonly string[];
      readonly wrong: readonly string[];
      readonly because: string;
    }
  /** A number that follows from a and b, drawn from these ranges; `scale`: it is asked on a line with two ends. */
  | {
      readonly name: string;
      readonly kind: 'number';
      readonly ask: string;
      readonly a: readonly [least: number, most: number];
      readonly b: readonly [least: number, most: number];
      readonly answer:
        'a' | 'after a' | 'before a' | 'a + b' | 'a - b' | 'double a' | 'half a' | 'a tenths' | 'a and a half';
      readonly decimals: 0 | 1;
      readonly scale?: readonly [low: string, high: string];
      readonly unit?: string;
      readonly because: string;
    };

const FRUIT = ['apple', 'banana', 'pear', 'plum', 'cherry', 'orange', 'grape', 'mango', 'peach', 'fig'];
const ANIMALS = ['dog', 'cat', 'horse', 'owl', 'trout', 'frog', 'sheep', 'lion', 'bee', 'mouse'];
const COLOURS = ['red', 'green', 'blue', 'yellow', 'purple', 'brown', 'white', 'black', 'grey', 'pink'];
const TOOLS = ['hammer', 'saw', 'spoon', 'needle', 'ladder', 'broom', 'shovel', 'brush', 'scissors', 'pliers'];
const MONTHS = ['January', 'March', 'April', 'June', 'July', 'August', 'October', 'November'];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const CITIES = ['Paris', 'Rome', 'Tokyo', 'Cairo', 'Lima', 'Oslo', 'Vienna', 'Nairobi', 'Madrid', 'Hanoi'];
const INSTRUMENTS = ['violin', 'piano', 'flute', 'drum', 'harp', 'trumpet', 'guitar', 'oboe'];
const TREES = ['oak', 'beech', 'birch', 'pine', 'willow', 'maple', 'elm', 'larch'];

const oneOf = (name: string, right: readonly string[], wrong: readonly string[]): PlainQuestion => ({
  name: `which is a ${name}`,
  kind: 'choice',
  ask: `Which of these is ${/^[aeio]/.test(name) ? 'an' : 'a'} ${name}?`,
  right,
  wrong,
  because: `Of these {right} is ${/^[aeio]/.test(name) ? 'an' : 'a'} ${name}.`,
});

const NONE: readonly [number, number] = [0, 0];

export const PLAIN_QUESTIONS: readonly PlainQuestion[] = [
  oneOf('fruit', FRUIT, [...ANIMALS, ...TOOLS, ...CITIES]),
  oneOf('animal', ANIMALS, [...FRUIT, ...TREES, ...COLOURS]),
  oneOf('colour', COLOURS, [...MONTHS, ...TOOLS, ...INSTRUMENTS]),
  oneOf('tool', TOOLS, [...ANIMALS, ...COLOURS, ...DAYS]),
  oneOf('month', MONTHS, [...DAYS, ...CITIES, ...TREES]),
  oneOf('day of the week', DAYS, [...MONTHS, ...FRUIT, ...INSTRUMENTS]),
  oneOf('city', CITIES, [...TREES, ...COLOURS, ...FRUIT]),
  oneOf('musical instrument', INSTRUMENTS, [...TOOLS, ...ANIMALS, ...CITIES]),
  oneOf('tree', TREES, [...COLOURS, ...DAYS, ...MONTHS]),
  {
    name: 'after',
    kind: 'number',
    ask: 'What number comes after {a}?',
    ...{ a: [0, 98], b: NONE, answer: 'after a', decimals: 0 },
    because: 'After {a} comes {answer}.',
  },
  {
    name: 'before',
    kind: 'number',
    ask: 'What number comes before {a}?',
    ...{ a: [1, 100], b: NONE, answer: 'before a', decimals: 0 },
    because: 'Before {a} comes {answer}.',
  },
  {
    name: 'sum',
    kind: 'number',
    ask: 'How much is {a} plus {b}?',
    ...{ a: [1, 40], b: [1, 20], answer: 'a + b', decimals: 0 },
    because: '{a} + {b} = {answer}.',
  },
  {
    name: 'difference',
    kind: 'number',
    ask: 'How much is {a} minus {b}?',
    ...{ a: [20, 60], b: [1, 20], answer: 'a - b', decimals: 0 },
    because: '{a} - {b} = {answer}.',
  },
  {
    name: 'double',
    kind: 'number',
    ask: 'How much is twice {a}?',
    ...{ a: [1, 50], b: NONE, answer: 'double a', decimals: 0 },
    because: '2 × {a} = {answer}.',
  },
  {
    name: 'repeat',
    kind: 'number',
    ask: 'The number is {a}. Which number is it?',
    ...{ a: [0, 100], b: NONE, answer: 'a', decimals: 0 },
    because: 'The number is {answer}.',
  },
  {
    name: 'half',
    kind: 'number',
    ask: 'How much is half of {a}?',
    ...{ a: [1, 60], b: NONE, answer: 'half a', decimals: 1 },
    because: 'Half of {a} is {answer}.',
  },
  {
    name: 'tenths',
    kind: 'number',
    ask: 'Write {a} tenths as a number with one decimal.',
    ...{ a: [1, 99], b: NONE, answer: 'a tenths', decimals: 1 },
    because: '{a} tenths are {answer}.',
  },
  {
    name: 'and a half',
    kind: 'number',
    ask: 'Write {a} and a half as a number.',
    ...{ a: [1, 90], b: NONE, answer: 'a and a half', decimals: 1 },
    because: '{a} and a half is {answer}.',
  },
  {
    name: 'length',
    kind: 'number',
    ask: 'A line is {a} centimetres long. How long is it?',
    ...{ a: [1, 100], b: NONE, answer: 'a', decimals: 0, unit: 'cm' },
    because: 'It is {answer} centimetres long.',
  },
  {
    name: 'share',
    kind: 'number',
    ask: 'The chance of rain is {a} %. How likely is rain?',
    ...{ a: [0, 100], b: NONE, answer: 'a', decimals: 0, unit: '%', scale: ['impossible', 'certain'] },
    because: 'The chance is {answer} %.',
  },
  {
    name: 'mark',
    kind: 'number',
    ask: 'A friend likes a song as much as {a} out of 100. Where does the friend stand?',
    ...{ a: [0, 100], b: NONE, answer: 'a', decimals: 0, scale: ['not at all', 'very much'] },
    because: 'The friend said {answer}.',
  },
];

/** What is said before any of them. */
export const PLAIN_INSTRUCTIONS = 'You answer one plain question.';
