import { expect, it } from 'vitest';
import { rng } from '../core/rng.ts';
import { type Likeness, sideBySide } from './side-by-side.ts';

type Row = { readonly id: number; readonly node: string; readonly labels: string; readonly answer: string };
const likeness = ({ node, labels, answer }: Row): Likeness =>
  node === 'none' ? { names: [], answer } : { names: [`${labels} ${node}`, labels], answer };
const rowsOf = (counts: Readonly<Record<string, number>>): readonly Row[] =>
  Object.entries(counts)
    .flatMap(([name, count]) => Array.from({ length: count }, () => name.split(' ')))
    .map(([labels = '', node = '', answer = ''], id) => ({ id, labels, node, answer }));
const twos = (rows: readonly Row[]): readonly (readonly Row[])[] =>
  Array.from({ length: Math.ceil(rows.length / 2) }, (_, at) => rows.slice(2 * at, 2 * at + 2));

it('pairs at a node first, then whatever has less in common, and loses no row', () => {
  // One D is left over at the first node; at the others there is nothing else to hold an answer against but each other.
  const rows = rowsOf({
    'named first C': 5,
    'named first D': 6,
    'named after_C C': 4,
    'named after_D D': 4,
    'a none X': 3,
  });
  for (let seed = 0; seed < 50; seed++) {
    const ordered = sideBySide(rng(seed, 'mixed').shuffle(rows), likeness, rng(seed, 'pairs'));
    expect(ordered.map(({ id }) => id).toSorted((one, other) => one - other)).toEqual(rows.map(({ id }) => id));
    const pairs = twos(ordered).filter(
      ([one, other]) => one?.answer !== other?.answer && one?.node !== 'none' && other?.node !== 'none',
    );
    expect(pairs.filter((pair) => pair.every(({ node }) => node === 'first'))).toHaveLength(5);
    expect(pairs).toHaveLength(9);
  }
});

it('where everybody answers the same nothing is held against anything, and all are there', () => {
  const rows = rowsOf({ 'named after_C D': 7 });
  expect(
    sideBySide(rows, likeness, rng(1))
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(sideBySide([], likeness, rng(1))).toEqual([]);
});

it('is the same of the same seed', () => {
  const rows = rowsOf({ 'a x C': 20, 'a x D': 20, 'b y C': 9, 'b y D': 3, 'b z D': 8 });
  const order = (seed: number): readonly number[] => sideBySide(rows, likeness, rng(seed)).map(({ id }) => id);
  expect(order(3)).toEqual(order(3));
  expect(order(3)).not.toEqual(order(4));
});
