/**
 * The same people over several sets of payoffs of one game: everybody's mean over all of them is one observation
 * (economics.md, section 9), and groups are compared by it.
 */
import type { AnyGame } from '../../core/game.ts';
import { gameText } from '../preferences/from-matches.ts';
import { mean } from '../stats/resampling.ts';
import type { Bucket, Condition, Observed } from './observed.ts';
import type { Group } from './group.ts';
import { type MeasureEstimate, estimate, FEW, type Measured, measured } from './estimate.ts';
import { grouped, type Grouped, type Grouping } from './groups.ts';
import { groupSize } from './sentences.ts';
import { between, type Test } from './tests.ts';
import type { Breathe, ObservationUnit } from './units.ts';

export type Overall = {
  /** The conditions by their keys, and their sets of payoffs in plain words. */
  readonly conditions: readonly string[];
  readonly payoffs: readonly string[];
  readonly against: string;
  readonly groups: readonly (Pick<Group, 'label' | 'mark' | 'size'> & {
    readonly measures: readonly MeasureEstimate[];
  })[];
  readonly tests: readonly Test[];
};

/** Beyond so many observations nobody waits for it. */
const MOST = 20_000;

/** Conditions that differ in nothing but the payoffs that presets set: `mine` are the buckets of one game. */
export async function overall(
  game: AnyGame,
  mine: readonly Bucket[],
  met: ReadonlyMap<string, string>,
  ask: Grouping,
  breathe: Breathe,
): Promise<readonly Overall[]> {
  const people = mine.filter(({ seat, condition }) => seat.kind === 'human' && condition.game === game);
  if (game.plans === undefined || people.reduce((sum, { observed }) => sum + observed.length, 0) > MOST) return [];
  const found: Overall[] = [];
  for (const buckets of Map.groupBy(people, ({ condition }) => besidesPayoffs(game, condition)).values()) {
    const where = new Map(
      buckets.flatMap(({ condition, observed }) => observed.map((one) => [one, condition] as const)),
    );
    const groups = (await grouped(buckets, ask, breathe)).map((group) => ({
      ...group,
      units: byUnit(group, where, met),
    }));
    const conditions = [...new Set(where.values())];
    const playedIn = ({ units }: Gathered): readonly Condition[] =>
      conditions.filter((condition) => [...units.values()].filter((unit) => unit.has(condition)).length >= FEW);
    const several = groups.filter((group) => playedIn(group).length > 1);
    const shared = conditions.filter((condition) => several.every((group) => playedIn(group).includes(condition)));
    if (several.length > 0 && shared.length > 1) found.push(compared(game, several, shared));
    await breathe();
  }
  return found;
}

function besidesPayoffs(game: AnyGame, { config, opponent }: Condition): string {
  const payoffs = new Set(game.presets.flatMap((preset) => Object.keys(preset.config)));
  const rest = Object.entries(config ?? {}).filter(([name]) => !payoffs.has(name));
  return `${opponent.key} ${JSON.stringify(rest)}`;
}

type Conditions = ReadonlyMap<Condition, readonly Observed[]>;

/** What each participant, or matching group, did in each condition. */
function byUnit({ lists }: Grouped, where: ReadonlyMap<Observed, Condition>, met: ReadonlyMap<string, string>) {
  const units = new Map<string, Map<Condition, Observed[]>>();
  for (const one of lists.flat()) {
    if (one.participant === null) continue;
    const key = met.get(one.participant) ?? one.participant;
    const [unit, condition] = [units.get(key) ?? new Map<Condition, Observed[]>(), where.get(one)!];
    units.set(key, unit.set(condition, [...(unit.get(condition) ?? []), one]));
  }
  return units;
}

type Gathered = Grouped & { readonly units: ReadonlyMap<string, Conditions> };

function compared(game: AnyGame, groups: readonly Gathered[], shared: readonly Condition[]): Overall {
  const sides = groups.map(({ label, mark, units }) => {
    const whole = [...units.values()].filter((unit) => shared.every((condition) => unit.has(condition)));
    const subjects = new Set(whole.flatMap((unit) => [...unit.values()].flat().map(({ participant }) => participant)))
      .size;
    const samples = game.measures.map((_, m) =>
      measured(
        whole.map((unit) => over(unit, shared, m)),
        0,
      ),
    );
    const unit = whole.length < subjects ? 'matching group' : 'participant';
    return {
      label,
      mark,
      size: groupSize({ kind: 'people', subjects, unit, units: whole.length, matches: 0 }),
      samples,
    };
  });
  const declared = game.comparison?.declared ?? [];
  return {
    conditions: shared.map(({ key }) => key),
    payoffs: shared.map(({ config }) => gameText(game, config)),
    against: shared[0]!.opponent.words,
    groups: sides.map(({ label, mark, size, samples }) => ({
      ...{ label, mark, size },
      measures: game.measures.flatMap((measure, m) =>
        declared.includes(measure.name) ? [estimate(samples[m]!, measure)] : [],
      ),
    })),
    tests: sides.flatMap((one, i) =>
      sides.slice(i + 1).flatMap((other) =>
        game.measures.flatMap((measure, m) => {
          const side = ({ label, samples }: { readonly label: string; readonly samples: readonly Measured[] }) => ({
            label,
            sample: samples[m]!,
          });
          return declared.includes(measure.name) ? (between(side(one), side(other), measure, 'declared') ?? []) : [];
        }),
      ),
    ),
  };
}

/** One value a condition, so that each weighs the same; nothing where one of them has none. */
function over(unit: Conditions, shared: readonly Condition[], measure: number): ObservationUnit {
  const values = shared.map((condition) => unit.get(condition)!.flatMap((one) => one.values[measure] ?? []));
  return { values: [values.every((some) => some.length > 0) ? values.map((some) => mean(some)) : []], path: [] };
}
