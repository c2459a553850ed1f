import { expect, it } from 'vitest';
import { words as german } from './words.de.ts';
import { words as english } from './words.en.ts';

type Leaf = readonly [path: string, text: string];
const leaves = (words: unknown, path = ''): readonly Leaf[] =>
  typeof words === 'string'
    ? [[path, words]]
    : Object.entries(Object(words)).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
const slotsOf = (text: string): string => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join();

/** Names, and letters with numbers. */
const ALIKE = /^\.review\.agents\.(economicus|moralis)$/;

it('everything is said in German, with every slot, and nothing is left in English', () => {
  const [own, theirs] = [leaves(english), new Map(leaves(german))];
  expect(own.length).toBeGreaterThan(30);
  expect([...theirs.keys()]).toEqual(own.map(([path]) => path));
  expect(own.filter(([path, text]) => slotsOf(text) !== slotsOf(theirs.get(path)!))).toEqual([]);
  expect(own.filter(([path, text]) => theirs.get(path) === text && !ALIKE.test(path))).toEqual([]);
});
