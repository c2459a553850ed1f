import { expect, it } from 'vitest';
import { memo } from './memo.ts';

it('makes a value once for each object, text and number', () => {
  let made = 0;
  const of = memo((key: object | string | number) => [key, ++made] as const);
  const one = {};
  expect([of(one), of({}), of(one), of('1'), of(1), of('1')].map(([, nth]) => nth)).toEqual([1, 2, 1, 3, 4, 3]);
});

it('keeps null, and nests', () => {
  let made = 0;
  const of = memo((game: object) => memo((id: string) => (++made, id === 'human' ? null : game)));
  const game = {};
  expect([of(game)('human'), of(game)('moralis'), of(game)('human')]).toEqual([null, game, null]);
  expect(made).toBe(2);
});

it('forgets all when there would be too many', () => {
  let made = 0;
  const of = memo((_: number) => ++made, 2);
  expect([1, 2, 1, 3, 3, 1].map(of)).toEqual([1, 2, 1, 3, 3, 4]);
});

it('throws again', () => {
  let tried = 0;
  const of = memo((key: string): number => {
    throw new Error(`${key} ${++tried}`);
  });
  expect(() => of('a')).toThrow('a 1');
  expect(() => of('a')).toThrow('a 2');
});
