/**
 * Which settings a model is evaluated in, and so never trained in: the presets of a game, and whatever is the same game as one
 * of them in other units. 160, 150, 60, 40 is the gentle dilemma: with all points doubled, or ten added to each, nobody of any
 * preference does otherwise.
 */
import type { AnyGame, Plans } from '../core/game.ts';
import { memo } from '../core/memo.ts';

/**
 * What the points of some settings come to once their units are gone: all pairs of points (mine, the other's) where each of two
 * players follows the first or the last plan, the least point being 0 and the most 1. The first and the last plan of a game differ
 * at every node, so that all its points are met. Settings with the same text are one game to whoever cares about points alone.
 * Null where all points are the same, or the game has no plans.
 */
function unitless(plans: Plans): string | null {
  const last = plans.names.length - 1;
  const met = new Map<string, readonly [mine: number, others: number]>();
  let [least, most] = [Infinity, -Infinity];
  for (const x of [0, last])
    for (const y of [0, last])
      for (const [, mine, others] of plans.outcomes(x, y)) {
        met.set(`${mine} ${others}`, [mine, others]);
        least = Math.min(least, mine, others);
        most = Math.max(most, mine, others);
      }
  if (!(most > least)) return null;
  const millionths = (value: number): number => Math.round((1_000_000 * (value - least)) / (most - least));
  return [...met.values()]
    .map(([mine, others]) => `${millionths(mine)} ${millionths(others)}`)
    .sort()
    .join(' · ');
}

/**
 * The same of one's own points alone, in order: what they come to where oneself and all others follow the first plan or the last. A
 * public good of three in which a point pays .5 is by that the one of four in which it pays .4: whoever cares about own points, and
 * about what all would get, does the same in both. Null where what comes about is not certain: then pairs tell games apart.
 */
function ownUnitless(plans: Plans): string | null {
  const last = plans.names.length - 1;
  const own: number[] = [];
  for (const x of [0, last])
    for (const y of [0, last]) {
      const [only, more] = plans.outcomes(x, y);
      if (only === undefined || more !== undefined) return null;
      own.push(only[1]);
    }
  const [least, most] = [Math.min(...own), Math.max(...own)];
  return most > least ? own.map((one) => Math.round((1_000_000 * (one - least)) / (most - least))).join(' ') : null;
}

/** What settings of a game come to, by all pairs of points. */
export const unitlessOf = (game: AnyGame, config: unknown): string | null => comesTo(game, config, unitless);

function comesTo(game: AnyGame, config: unknown, by: (plans: Plans) => string | null): string | null {
  const plans = game.plans?.(config);
  return plans === undefined ? null : by(plans);
}

/** What all of these settings come to that the game can read. */
const allComeTo = (
  game: AnyGame,
  settings: readonly object[],
  by: (plans: Plans) => string | null,
): ReadonlySet<string> =>
  new Set(
    settings.flatMap((one) => {
      const parsed = game.config.safeParse(one);
      return (parsed.success ? comesTo(game, parsed.data, by) : null) ?? [];
    }),
  );

const presetsOf = ({ presets }: AnyGame): readonly object[] => presets.map(({ config }) => config);

/** What the presets come to as they are, by pairs of points and by one's own alone. */
const evaluated = memo((game: AnyGame) => allComeTo(game, presetsOf(game), unitless));
const evaluatedOwn = memo((game: AnyGame) => allComeTo(game, presetsOf(game), ownUnitless));

const NUMBERS_OF_LENGTH: readonly string[] = ['rounds', 'delta', 'steps'];

/** What the presets come to with their numbers in this form, which is all of settings that is no number. */
const inForm = memo((game: AnyGame) =>
  memo((form: string) => {
    const settings: object = JSON.parse(form);
    const formed = presetsOf(game).map((config) => {
      const points = Object.entries(config).filter(
        ([key, value]) => typeof value === 'number' && !NUMBERS_OF_LENGTH.includes(key),
      );
      return { ...settings, ...Object.fromEntries(points) };
    });
    return allComeTo(game, formed, unitless);
  }, 64),
);

/** Settings that change what points come to, and are no points. */
const FORMS: readonly string[] = ['timing', 'told', 'steps'];

/**
 * Whether these settings are those of a preset, or one of them in other units (every point times a number, plus a number), by pairs
 * of points or by one's own alone. `said`: what they come to without units, where that was worked out already.
 */
export function isEvaluated(game: AnyGame, config: unknown, said = unitlessOf(game, config)): boolean {
  if (said === null || typeof config !== 'object' || config === null) return false;
  if (evaluated(game).has(said) || evaluatedOwn(game).has(comesTo(game, config, ownUnitless) ?? '')) return true;
  const settings: Readonly<Record<string, unknown>> = { ...config };
  const form: Record<string, unknown> = {};
  for (const key of FORMS) if (key in config) form[key] = settings[key];
  return inForm(game)(JSON.stringify(form)).has(said);
}
