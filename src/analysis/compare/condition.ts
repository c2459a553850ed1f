/**
 * What makes two matches comparable: the same game by the same rules, the same settings and the same opponent. Settings
 * are said as a preset and what differs from it; who sits opposite, and whether that was disclosed, is part of a condition.
 */
import { readOfflineAgent } from '../../agents/offline.ts';
import type { AnyGame, Taste } from '../../core/game.ts';
import { memo } from '../../core/memo.ts';
import { settingsOf, shown } from '../../core/settings.ts';
import type { SeatFacts, StoredMatch } from '../../core/stored-rows.ts';

/** One condition: a game by one version's rules, its settings, and who sat opposite. */
export type Condition = {
  readonly key: string;
  readonly game: AnyGame;
  /** Whether these are rules that the game has left behind. */
  readonly older: boolean;
  readonly config: unknown;
  readonly settings: string;
  readonly opponent: OpponentInformation;
  /** Where seats differ: which one; 0 where they are alike. */
  readonly seat: number;
};

export type OpponentInformation = {
  /** Tells conditions apart. */
  readonly key: string;
  /** "against moralis:0.5", or nothing where everybody answers alone. */
  readonly words: string;
  /** What a theory would have known of the other's taste: null where it was not disclosed, or nobody knows it. */
  readonly taste: Taste | null;
};

/** Where everybody answers alone, and where it does not matter who sat opposite. */
export const NO_OPPONENT: OpponentInformation = { key: '', words: '', taste: null };

/**
 * The conditions of stored matches, a memo over all of them: gives the condition of one seat of a match (`older`: folded by
 * rules that the game has left behind). The same settings give the same object, whichever object they were parsed into.
 */
export function newConditions() {
  const byKey = new Map<string, Condition>();
  const byConfig = new WeakMap<object, Map<string, Condition>>();
  const settingsTexts = new Map<string, string>();

  const bySettings = (
    match: StoredMatch,
    game: AnyGame,
    older: boolean,
    opponent: OpponentInformation,
    seat: number,
  ): Condition => {
    const settled = `${match.game} ${match.version} ${match.configText}`;
    const key = `${settled} ${opponent.key} ${seat}`;
    let condition = byKey.get(key);
    if (condition === undefined) {
      let settings = settingsTexts.get(settled);
      if (settings === undefined) settingsTexts.set(settled, (settings = settingsWords(game, match.config)));
      byKey.set(key, (condition = { key, game, older, config: match.config, settings, opponent, seat }));
    }
    return condition;
  };

  return (match: StoredMatch, game: AnyGame, older: boolean, at: number): Condition => {
    const opponent = opponentOf(game, match.config, match.seats, at, match.disclosed);
    const seat = game.seatsDiffer?.(match.config) ? at : 0;
    const config = typeof match.config === 'object' && match.config !== null ? match.config : NO_SETTINGS;
    let byOpponent = byConfig.get(config);
    if (byOpponent === undefined) byConfig.set(config, (byOpponent = new Map()));
    const short = `${match.version} ${opponent.key} ${seat}`;
    let condition = byOpponent.get(short);
    if (condition?.game !== game) byOpponent.set(short, (condition = bySettings(match, game, older, opponent, seat)));
    return condition;
  };
}

const NO_SETTINGS = {};

/** "gentle, against moralis:0.5, version 1": a condition among those of one game. */
export const conditionWords = ({ settings, opponent, older, game }: Condition): string =>
  [settings, opponent.words, older ? `version ${game.version}` : ''].filter(Boolean).join(', ');

/** Who sits opposite this seat. People among people and a model with itself are "its own kind". */
function opponentOf(
  game: AnyGame,
  config: unknown,
  seats: readonly SeatFacts[],
  seat: number,
  disclosed: boolean,
): OpponentInformation {
  if (game.seats(config).least < 2) return NO_OPPONENT;
  const me = seats[seat]!;
  const others = seats.filter((_, at) => at !== seat);
  const own = others.every((other) => other.kind === me.kind && (me.kind === 'human' || other.id === me.id));
  const names = own ? 'own kind' : others.map((other) => (other.kind === 'human' ? 'a person' : other.id)).join(', ');
  const undisclosed = disclosed || own ? '' : ', not told';
  return {
    key: names + undisclosed,
    words: `against ${own ? 'its own kind' : names}${undisclosed}`,
    taste: disclosed && others.length === 1 && others[0]!.kind === 'theory' ? tasteOf(others[0]!.id, game) : null,
  };
}

const tastes = memo((game: AnyGame) => memo((id: string) => readTaste(id, game)));

/** The taste of a theory agent, read from its id ("moralis:0.5/sellers"); null for whatever is none in this game. Never throws. */
export const tasteOf = (id: string, game: AnyGame): Taste | null => tastes(game)(id);

function readTaste(id: string, game: AnyGame): Taste | null {
  try {
    return readOfflineAgent(id, game).taste ?? null;
  } catch {
    return null;
  }
}

/** "gentle", "gentle, rounds 5", or the settings themselves: the preset with the fewest differences, and those. */
function settingsWords(game: AnyGame, config: unknown): string {
  const mine = asRecord(config);
  const keys = settingsOf(game).map(({ key }) => key);
  const distances = game.presets.map(({ name, config: set }) => {
    const theirs = asRecord(game.config.parse(set));
    const differing = keys.filter((key) => JSON.stringify(mine[key]) !== JSON.stringify(theirs[key]));
    return { name, differing };
  });
  const nearest = distances.toSorted((a, b) => a.differing.length - b.differing.length)[0];
  if (nearest === undefined) return keys.map((key) => `${key} ${shown(mine[key])}`).join(', ');
  return [nearest.name, ...nearest.differing.map((key) => `${key} ${shown(mine[key])}`)].join(', ');
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
