/** What is counted of single choices, by form: measures, figures and what agents do by them all read it here. */
import type { Config } from './config.ts';
import { type Choice, type Form, formOf, IN_THREE_STEPS, IN_TURNS, type Node, SIMULTANEOUS } from './form.ts';
import { other, type Role, type View } from './rules.ts';

/** A mean over the answers at a node: what each choice counts, 0 to 1. */
export type Counted = {
  readonly name: string;
  readonly sentence: string;
  readonly node: Node;
  /** In a figure whose title says what is counted. */
  readonly label: string;
  counts(choice: Choice): number;
};

const cooperates = (choice: Choice): number => (choice === 'C' ? 1 : 0);
const nothing = (choice: Choice): number => (choice === 'D' ? 1 : 0);
const anything = (choice: Choice): number => (choice === 'D' ? 0 : 1);
const share = (choice: Choice): number => (choice === 'C' ? 1 : choice === 'H' ? 0.5 : 0);

const inTurns: readonly Counted[] = [
  {
    name: 'cooperates first',
    sentence: 'Share of first moves that cooperate.',
    ...{ node: 'first', label: 'moves first', counts: cooperates },
  },
  {
    name: 'cooperates after C',
    sentence: 'Share of answers to cooperation that cooperate.',
    ...{ node: 'after_C', label: 'answers cooperation', counts: cooperates },
  },
  {
    name: 'cooperates after D',
    sentence: 'Share of answers to defection that cooperate.',
    ...{ node: 'after_D', label: 'answers defection', counts: cooperates },
  },
];

const simultaneous: readonly Counted[] = [
  {
    name: 'cooperates',
    sentence: 'Share of choices that cooperate, nothing being known of the other’s.',
    ...{ node: 'choice', label: 'cooperates', counts: cooperates },
  },
];

const rates: readonly Counted[] = [
  {
    name: 'sends all first',
    sentence: 'Share of first moves that send all.',
    ...{ node: 'first', label: 'all, first', counts: cooperates },
  },
  {
    name: 'sends all after all',
    sentence: 'Share of answers to all that send all.',
    ...{ node: 'after_C', label: 'all, after all', counts: cooperates },
  },
  {
    name: 'sends nothing after all',
    sentence: 'Share of answers to all that send nothing.',
    ...{ node: 'after_C', label: 'nothing, after all', counts: nothing },
  },
  {
    name: 'sends anything after nothing',
    sentence: 'Share of answers to nothing that send half or all.',
    ...{ node: 'after_D', label: 'anything, after nothing', counts: anything },
  },
];

const shares: readonly Counted[] = [
  {
    name: 'share sent first',
    sentence: 'Mean share that first moves send.',
    ...{ node: 'first', label: 'moves first', counts: share },
  },
  {
    name: 'share sent after all',
    sentence: 'Mean share that answers to all send.',
    ...{ node: 'after_C', label: 'answers all', counts: share },
  },
  {
    name: 'share sent after half',
    sentence: 'Mean share that answers to half send.',
    ...{ node: 'after_H', label: 'answers half', counts: share },
  },
  {
    name: 'share sent after nothing',
    sentence: 'Mean share that answers to nothing send.',
    ...{ node: 'after_D', label: 'answers nothing', counts: share },
  },
];

/** One picture: a title and what stands under it. */
export type CountedFigure = { readonly title: string; readonly rows: readonly Counted[] };

const FIGURES: ReadonlyMap<Form, readonly CountedFigure[]> = new Map([
  [IN_TURNS, [{ title: 'cooperates when it …', rows: inTurns }]],
  [SIMULTANEOUS, [{ title: 'how often it …', rows: simultaneous }]],
  [
    IN_THREE_STEPS,
    [
      { title: 'share that it sends when it …', rows: shares },
      { title: 'sends …', rows: rates },
    ],
  ],
]);

export const countedFigures = (config: Config): readonly CountedFigure[] => FIGURES.get(formOf(config)) ?? [];

/**
 * All that is ever counted, in the order in which it is listed; by form, since a first move is one thing with two steps and
 * another with three.
 */
export const COUNTED: readonly (Counted & { readonly form: Form })[] = [...FIGURES].flatMap(([form, figures]) =>
  figures.flatMap(({ rows }) => rows.map((row) => ({ ...row, form }))),
);

/** Where nobody knows of the other's choice and rounds follow: cooperation in the round after the other's last choice. */
export const AFTER_LAST = [
  { name: 'cooperates after the other’s C', said: 'cooperation', choice: 'C' },
  { name: 'cooperates after the other’s D', said: 'defection', choice: 'D' },
] as const;

/** What the other chose in the round before this one; null: there is none, or none is known. */
export function lastOf({ history, seat }: View, round: number): Choice | null {
  const before = history[round - 2];
  if (before === undefined) return null;
  return before.first === other(seat) ? before.move : before.reply;
}

/** The place of a seat in every round of these settings; null: lots or turns change it. */
export function placeOf({ roles, timing }: Config, seat: number): Role | null {
  if (timing === 'together') return 'together';
  return roles === 'fixed' ? (seat === 0 ? 'first' : 'second') : null;
}
