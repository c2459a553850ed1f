/** Intervals of differences of rates in clusters: what they are without clusters, and how often they hold the truth. */
import { describe, expect, it } from 'vitest';
import { rng } from '../../core/rng.ts';
import { clusteredDifference, type ClusterCounts } from './clustered-rates.ts';
import { newcombe } from './rates.ts';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Clusters whose members lean alike (sd, in log-odds), with so many answers in each arm; `bias` lies between the arms. */
type World = { readonly clusters: number; readonly base: number; readonly bias: number; readonly sd: number };
type Design = (cluster: number) => readonly [n1: number, n2: number];

function drawn({ clusters, base, bias, sd }: World, design: Design, seed: number): readonly ClusterCounts[] {
  const chance = rng(seed, 'clusters');
  return Array.from({ length: clusters }, (_, cluster) => {
    const leans = base + sd * chance.normal(0, 1);
    const [n1, n2] = design(cluster);
    const yes = (n: number, odds: number): number =>
      Array.from({ length: n }, () => (chance.unit() < sigmoid(odds) ? 1 : 0)).reduce<number>(
        (sum, one) => sum + one,
        0,
      );
    return { k1: yes(n1, leans + bias), n1, k2: yes(n2, leans - bias), n2 };
  });
}

function coverage(world: World, design: Design, truth: number): number {
  const runs = 1000;
  let held = 0;
  for (let seed = 0; seed < runs; seed++) {
    const [low, high] = clusteredDifference(drawn(world, design, seed))!.interval;
    if (low <= truth && truth <= high) held += 1;
  }
  return held / runs;
}

const inTurn: Design = (cluster) => (cluster % 2 === 0 ? [1, 0] : [0, 1]);
const both: Design = () => [4, 4];
const oneEach: Design = (cluster) => (cluster % 2 === 0 ? [8, 0] : [0, 8]);

describe('the difference of rates in clusters', () => {
  it('is Newcombe’s where every cluster answers once', () => {
    const clusters = Array.from({ length: 40 }, (_, i) => ({
      ...{ k1: i % 2 === 0 && i < 30 ? 1 : 0, n1: i % 2 === 0 ? 1 : 0 },
      ...{ k2: i % 2 === 1 && i < 10 ? 1 : 0, n2: i % 2 },
    }));
    const found = clusteredDifference(clusters)!;
    expect(found).toMatchObject({ difference: 0.5, method: 'Newcombe' });
    expect(found.interval).toEqual(newcombe(15, 20, 5, 20));
  });

  it('is worth no more than its clusters where each always answers the same', () => {
    const once = Array.from({ length: 20 }, (_, i) => ({ k1: i < 12 ? 1 : 0, n1: 1, k2: 0, n2: 0 }));
    const other = Array.from({ length: 20 }, (_, i) => ({ k1: 0, n1: 0, k2: i < 8 ? 1 : 0, n2: 1 }));
    const tenfold = [...once, ...other].map(({ k1, n1, k2, n2 }) => ({
      ...{ k1: 10 * k1, n1: 10 * n1, k2: 10 * k2, n2: 10 * n2 },
    }));
    const width = (clusters: readonly ClusterCounts[]): number => {
      const [low, high] = clusteredDifference(clusters)!.interval;
      return high - low;
    };
    expect(width(tenfold)).toBeGreaterThanOrEqual(width([...once, ...other]));
    expect(width(tenfold)).toBeLessThan(1.15 * width([...once, ...other]));
  });

  it('is not told from an empty arm, or from one cluster with several answers', () => {
    expect(clusteredDifference([{ k1: 1, n1: 1, k2: 0, n2: 0 }])).toBeNull();
    expect(clusteredDifference([{ k1: 1, n1: 2, k2: 0, n2: 2 }])).toBeNull();
  });

  it.each<readonly [name: string, world: World, design: Design]>([
    ['one answer a draw', { clusters: 40, base: 0.4, bias: 0, sd: 0 }, inTurn],
    ['several in both orders', { clusters: 20, base: 0.4, bias: 0, sd: 1.2 }, both],
    ['several in one order each', { clusters: 20, base: 0.4, bias: 0, sd: 1.2 }, oneEach],
    ['three wordings', { clusters: 3, base: 0.4, bias: 0, sd: 0.6 }, () => [20, 20]],
  ])('with no bias it leaves out 0 about once in twenty times: %s', (_, world, design) => {
    const held = coverage(world, design, 0);
    expect(held).toBeGreaterThan(0.91);
    expect(held).toBeLessThan(0.985);
  });

  it('holds a planted bias about as often', () => {
    const world = { clusters: 40, base: 0, bias: 1, sd: 0 };
    expect(coverage(world, inTurn, sigmoid(1) - sigmoid(-1))).toBeGreaterThan(0.92);
  });
});
