/**
 * Permutation tests over units (Fisher, The Design of Experiments, 1935): p is how often chance alone would set samples
 * so far apart. Few units are enumerated; of more, 5,000 seeded splits are drawn, the same for all samples of the same
 * sizes, so that a live screen has them at once, and counted with the observed one.
 */
import { rng, type Rng } from '../../core/rng.ts';
import { mean, type Numbers } from './sample.ts';

/** A number that tells two samples apart. */
type Statistic = (x: readonly number[], y: readonly number[]) => number;

/** The mean of x less the mean of y, in their unit. */
export const meanDifference: Statistic = (x, y) => mean(x) - mean(y);

/**
 * The two-sided p of |statistic| under all splits of the pooled sample (`exact`, up to `most` of them) or under that
 * many drawn ones, counted with the observed one. null where a sample is empty.
 */
export function permutationTest(
  x: readonly number[],
  y: readonly number[],
  statistic: Statistic,
  rng: Rng,
  most = 20_000,
): { readonly p: number; readonly exact: boolean; readonly splits: number } | null {
  if (x.length === 0 || y.length === 0) return null;
  const pooled = [...x, ...y];
  // As far as this one, but for rounding.
  const far = Math.abs(statistic(x, y)) * (1 - 1e-9) - 1e-12;
  const splits = choose(pooled.length, x.length);
  if (splits <= most) {
    let extreme = 0;
    for (const chosen of combinations(pooled.length, x.length)) {
      const inside = new Set(chosen);
      if (
        Math.abs(
          statistic(
            pooled.filter((_, i) => inside.has(i)),
            pooled.filter((_, i) => !inside.has(i)),
          ),
        ) >= far
      )
        extreme++;
    }
    return { p: extreme / splits, exact: true, splits };
  }
  let extreme = 0;
  for (let draw = 0; draw < most; draw++) {
    const mixed = rng.shuffle(pooled);
    if (Math.abs(statistic(mixed.slice(0, x.length), mixed.slice(x.length))) >= far) extreme++;
  }
  return { p: (extreme + 1) / (most + 1), exact: false, splits: most };
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) ways = (ways * (n - Math.min(k, n - k) + i)) / i;
  return Math.round(ways);
}

function* combinations(n: number, k: number): Generator<readonly number[]> {
  const chosen = Array.from({ length: k }, (_, i) => i);
  for (;;) {
    yield chosen;
    let at = k - 1;
    while (at >= 0 && chosen[at] === n - k + at) at--;
    if (at < 0) return;
    chosen[at]!++;
    for (let i = at + 1; i < k; i++) chosen[i] = chosen[i - 1]! + 1;
  }
}

/** Splits that are drawn where there are too many to go through. */
export const SPLITS = 5000;
/** Above this many values in all, no splits are drawn: a normal approximation serves. */
export const MOST = 1000;
const SEED = 20_250_721;

const known = new Map<string, Uint16Array>();

/** SPLITS times `take` places out of `of`, without replacement. */
function splits(of: number, take: number): Uint16Array {
  const key = `${of} ${take}`;
  let drawn = known.get(key);
  if (drawn !== undefined) return drawn;
  if (known.size > 32) known.clear();
  const { below } = rng(SEED, 'splits', of, take);
  const places = Uint16Array.from({ length: of }, (_, i) => i);
  drawn = new Uint16Array(SPLITS * take);
  for (let split = 0; split < SPLITS; split++) {
    for (let i = 0; i < take; i++) {
      const j = i + below(of - i);
      [places[i], places[j]] = [places[j]!, places[i]!];
      drawn[split * take + i] = places[i]!;
    }
  }
  known.set(key, drawn);
  return drawn;
}

/**
 * The two-sided p of a difference of means as far from 0 as that of x and y, under SPLITS drawn splits of the pooled
 * sample.
 */
export function shuffledMeans(x: Numbers, y: Numbers): number {
  const [few, many] = x.length <= y.length ? [x, y] : [y, x];
  const pooled = [...few, ...many];
  const total = pooled.reduce((sum, v) => sum + v, 0);
  const expected = (few.length * total) / pooled.length;
  const mine = pooled.slice(0, few.length).reduce((sum, v) => sum + v, 0);
  const far = Math.abs(mine - expected) - 1e-9 * Math.max(1, Math.abs(total));
  const drawn = splits(pooled.length, few.length);
  let extreme = 0;
  for (let split = 0, at = 0; split < SPLITS; split++) {
    let sum = 0;
    for (let i = 0; i < few.length; i++) sum += pooled[drawn[at++]!]!;
    if (Math.abs(sum - expected) >= far) extreme++;
  }
  return (extreme + 1) / (SPLITS + 1);
}

/**
 * The p of a Kolmogorov–Smirnov distance (0–1) at least this large between x and y under the same splits: right under
 * ties too.
 */
export function shuffledKs(x: Numbers, y: Numbers, distance: number): number {
  const [few, many] = x.length <= y.length ? [x, y] : [y, x];
  const pooled = [...few, ...many];
  const values = [...new Set(pooled)].sort((a, b) => a - b);
  const place = new Map(values.map((value, i) => [value, i]));
  const placed = Uint16Array.from(pooled, (value) => place.get(value)!);
  const all = new Float64Array(values.length);
  for (const at of placed) all[at]!++;
  const [n, m] = [few.length, many.length];
  const drawn = splits(pooled.length, n);
  const mine = new Float64Array(values.length);
  let extreme = 0;
  for (let split = 0, at = 0; split < SPLITS; split++) {
    mine.fill(0);
    for (let i = 0; i < n; i++) mine[placed[drawn[at++]!]!]!++;
    let [below, under, worst] = [0, 0, 0];
    for (let v = 0; v < values.length; v++) {
      below += mine[v]!;
      under += all[v]! - mine[v]!;
      worst = Math.max(worst, Math.abs(below / n - under / m));
    }
    if (worst >= distance - 1e-12) extreme++;
  }
  return (extreme + 1) / (SPLITS + 1);
}

/** Up to so many people every pattern of signs is gone through: 4,096. */
const FEW_SIGNS = 12;

/**
 * The two-sided p of the mean of differences of the same people: under all patterns of signs (`exact`, up to 12
 * people), or under SPLITS drawn ones.
 */
export function shuffledSigns(differences: Numbers): { readonly p: number; readonly exact: boolean } {
  const n = differences.length;
  const total = (negative: (i: number) => boolean): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += negative(i) ? -differences[i]! : differences[i]!;
    return Math.abs(sum);
  };
  const far = total(() => false) * (1 - 1e-9) - 1e-12;
  let extreme = 0;
  if (n <= FEW_SIGNS) {
    for (let pattern = 0; pattern < 2 ** n; pattern++) if (total((i) => ((pattern >> i) & 1) === 1) >= far) extreme++;
    return { p: extreme / 2 ** n, exact: true };
  }
  const { unit } = rng(SEED, 'signs', n);
  for (let split = 0; split < SPLITS; split++) if (total(() => unit() < 0.5) >= far) extreme++;
  return { p: (extreme + 1) / (SPLITS + 1), exact: false };
}
