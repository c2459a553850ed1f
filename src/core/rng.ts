/** Seeded chance, handed in and never global. Same seed and keys: same numbers, on every machine. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Rng {
  /** Uniform on [0, 1). */
  unit(): number;
  /** A whole number from 0 to n − 1. */
  below(n: number): number;
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): readonly T[];
  /** Normal with this mean and standard deviation (Box–Muller). */
  normal(mean: number, sd: number): number;
}

/** A generator for one purpose: `rng(seed, 'setup')`, `rng(seed, seat, 'answer')`. Nothing is computed before the first draw, and it tells whether there was one. */
export function rng(seed: number, ...keys: readonly (string | number)[]): Rng & { drawn(): boolean } {
  let generator: ReturnType<typeof xoroshiro128plus> | undefined;
  const source = () => (generator ??= xoroshiro128plus(hash(seed, keys)));
  const unit = () => uniformFloat64(source());
  const below = (n: number) => uniformInt(source(), 0, n - 1);
  return {
    drawn: () => generator !== undefined,
    unit,
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('rng.pick: nothing to pick from');
      return item;
    },
    shuffle: (items) => {
      const shuffled = [...items];
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = below(last + 1);
        const kept = shuffled[last]!;
        shuffled[last] = shuffled[other]!;
        shuffled[other] = kept;
      }
      return shuffled;
    },
    normal: (mean, sd) => mean + sd * Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
  };
}

/** FNV-1a over the seed and the keys, finished as in MurmurHash3: 32 bits. */
function hash(seed: number, keys: readonly (string | number)[]): number {
  let h = 0x811c9dc5;
  const eat = (text: string) => {
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ 0xff, 0x01000193);
  };
  eat(String(seed));
  for (const key of keys) eat(String(key));
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
