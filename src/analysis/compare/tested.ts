/** Which groups and which answers of one condition are tested against each other. */
import type { AnyGame } from '../../core/game.ts';
import type { Measured } from './estimate.ts';
import type { Group } from './group.ts';
import { between, type Test, within } from './tests.ts';
import type { Breathe, Units } from './units.ts';

/** Groups that are compared pairwise: beyond so many, only the largest are. */
const MOST_GROUPS = 6;

/** A group with what its tests are made of. */
export type ComparedGroup = {
  readonly group: Group;
  readonly units: Units['units'];
  readonly samples: readonly Measured[];
};

export async function tested(
  game: AnyGame,
  groups: readonly ComparedGroup[],
  breathe: Breathe,
): Promise<readonly Test[]> {
  const declared = game.comparison?.declared ?? [];
  const largest = groups.toSorted((a, b) => b.group.units - a.group.units).slice(0, MOST_GROUPS);
  const kept = groups.filter((one) => largest.includes(one));
  const tests: Test[] = [];
  const keep = async (test: Test | null): Promise<void> => {
    if (test !== null) tests.push(test);
    await breathe();
  };
  for (const [i, one] of kept.entries())
    for (const other of kept.slice(i + 1))
      for (const [at, measure] of game.measures.entries()) {
        const side = ({ group, samples }: ComparedGroup) => ({ label: group.label, sample: samples[at]! });
        await keep(
          between(side(one), side(other), measure, declared.includes(measure.name) ? 'declared' : 'exploratory'),
        );
      }
  for (const { group, units } of kept)
    for (const [one, other] of game.comparison?.within ?? []) {
      const [i, j] = [
        game.measures.findIndex(({ name }) => name === one),
        game.measures.findIndex(({ name }) => name === other),
      ];
      if (i >= 0 && j >= 0)
        await keep(within({ units, label: group.label }, [game.measures[i]!, i], [game.measures[j]!, j]));
    }
  return tests;
}
