/**
 * What makes two matches comparable: the same game, rules, settings and opponent. Settings are told as a preset and what
 * differs from it; who sits opposite, and whether that was said, is a treatment too.
 */
import { readAgent } from '../../agents/index.ts';
import type { AnyGame, Taste } from '../../core/game.ts';
import { settingsOf, shown } from '../../core/settings.ts';
import type { SeatFacts } from '../../core/stored-rows.ts';
import { memo } from '../../core/memo.ts';

export type OpponentInformation = {
  /** Tells treatments apart. */
  readonly key: string;
  /** "against moralis:0.5", or nothing where everybody answers alone. */
  readonly words: string;
  /** What a theory would have been told of it: null where it was not disclosed, or nobody knows it. */
  readonly taste: Taste | null;
};

const ALONE: OpponentInformation = { key: '', words: '', taste: null };

/** Who sits opposite this seat. People among people and a model with itself are "its own kind". */
export function opponentOf(
  game: AnyGame,
  config: unknown,
  seats: readonly SeatFacts[],
  seat: number,
  disclosed: boolean,
): OpponentInformation {
  if (game.seats(config).least < 2) return ALONE;
  const me = seats[seat]!;
  const others = seats.filter((_, at) => at !== seat);
  const own = others.every((other) => other.kind === me.kind && (me.kind === 'human' || other.id === me.id));
  const names = own ? 'own kind' : others.map((other) => (other.kind === 'human' ? 'a person' : other.id)).join(', ');
  const told = disclosed || own ? '' : ', not told';
  return {
    key: names + told,
    words: `against ${own ? 'its own kind' : names}${told}`,
    taste: disclosed && others.length === 1 && others[0]!.kind === 'theory' ? tasteOf(others[0]!.id, game) : null,
  };
}

const tastes = memo((game: AnyGame) => memo((id: string) => tasteRead(id, game)));

/** What a solved agent wants, read from its id; null for whatever is none. */
export const tasteOf = (id: string, game: AnyGame): Taste | null => tastes(game)(id);

function tasteRead(id: string, game: AnyGame): Taste | null {
  try {
    return readAgent(id, game).taste ?? null;
  } catch {
    return null;
  }
}

/** "gentle", "gentle, rounds 5", or the settings themselves: the preset with the fewest differences, and those. */
export function settingsWords(game: AnyGame, config: unknown): string {
  const mine = asRecord(config);
  const keys = settingsOf(game).map(({ key }) => key);
  const told = game.presets.map(({ name, config: set }) => {
    const theirs = asRecord(game.config.parse(set));
    const differing = keys.filter((key) => JSON.stringify(mine[key]) !== JSON.stringify(theirs[key]));
    return { name, differing };
  });
  const nearest = told.toSorted((a, b) => a.differing.length - b.differing.length)[0];
  if (nearest === undefined) return keys.map((key) => `${key} ${shown(mine[key])}`).join(', ');
  return [nearest.name, ...nearest.differing.map((key) => `${key} ${shown(mine[key])}`)].join(', ');
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
