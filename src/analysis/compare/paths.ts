/** The mean path of a group over the rounds, and its units' own where they are few. */
import { meanInterval } from '../stats/resamples.ts';
import { sampleOf } from '../stats/sorted.ts';
import { FEW } from './estimate.ts';
import type { Group } from './group.ts';
import type { Breathe, Units } from './units.ts';

/** Units whose own paths are drawn: beyond so many they are a thicket. */
const MOST_PATHS = 12;

export async function pathsOf(
  { units }: Pick<Units, 'units'>,
  breathe: Breathe,
): Promise<Pick<Group, 'path' | 'paths'>> {
  const rounds: number[][] = [];
  for (const [at, { path }] of units.entries()) {
    for (let i = 0; i < path.length; i++) {
      const values = (rounds[i] ??= []);
      const value = path[i];
      if (value !== null && value !== undefined) values.push(value);
    }
    if (at % 8192 === 0) await breathe();
  }
  const path: Group['path'][number][] = [];
  for (const [i, values] of rounds.entries()) {
    const n = values.length;
    const sample = sampleOf(Float64Array.from(values));
    path.push({
      round: i + 1,
      mean: n === 0 ? null : sample.mean,
      n,
      interval: n < FEW ? null : (meanInterval(sample)?.interval ?? null),
    });
    await breathe();
  }
  return { path, paths: units.length > MOST_PATHS || rounds.length === 0 ? [] : units.map((unit) => unit.path) };
}
