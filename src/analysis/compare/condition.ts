/**
 * What makes two matches comparable: the same game by the same rules, the same settings and the same opponent. Settings
 * are said as a preset and what differs from it; who sits opposite, and whether that was disclosed, is part of a condition.
 */
import { readOfflineAgent } from '../../agents/offline.ts';
import { listed, settingText } from '../../core/format.ts';
import type { AnyGame, Standing, Taste } from '../../core/game.ts';
import { memo } from '../../core/memo.ts';
import type { Others } from '../../core/published-figures.ts';
import { conditionPresets, settingsOf } from '../../core/settings.ts';
import { PERSON, tallied, timesEach } from '../../core/seat-groups.ts';
import type { SeatFacts, StoredMatch } from '../../core/stored-rows.ts';
import { isSameTaste } from '../../core/taste.ts';
import { nameAsked } from './agent-name.ts';

/** One condition: a game by one version's rules, its settings, who sat opposite, and what its players were told. */
export type Condition = {
  readonly key: string;
  readonly game: AnyGame;
  /** Whether these are rules that the game has left behind. */
  readonly older: boolean;
  /** With every default filled in: settings that were stored before one was added are the same settings. */
  readonly config: unknown;
  readonly settings: string;
  readonly opponent: OpponentInformation;
  /** Where seats differ: which one; 0 where they are alike. */
  readonly seat: number;
  /** "as seller 2"; nothing where seats are alike. */
  readonly as: string;
  /** What this kind of player is told and others are not ("with a calculator", "on a grid of 11"), and a language other than English; or nothing. */
  readonly told: string;
};

export type OpponentInformation = {
  /** Tells conditions apart. */
  readonly key: string;
  /** "against moralis:0.5", or nothing where everybody answers alone. */
  readonly words: string;
  /**
   * What a theory would have known of the other's taste, of several others where they share it: null where it was not disclosed,
   * or nobody knows it.
   */
  readonly taste: Taste | null;
  /** Of several others: what a theory would have known of each, in the order of their names. */
  readonly others?: readonly (Taste | null)[];
};

/** Where a theory would stand in this condition. */
export const standingIn = ({ seat, opponent: { taste, others } }: Condition): Standing => ({
  seat,
  other: taste,
  ...(others === undefined ? {} : { others }),
});

/** Where everybody answers alone, and where it does not matter who sat opposite. */
export const NO_OPPONENT: OpponentInformation = { key: '', words: '', taste: null };

/** What of a match makes its condition. */
type MatchFacts = Pick<StoredMatch, 'game' | 'version' | 'config' | 'configText' | 'seats' | 'disclosed' | 'language'>;

/**
 * The conditions of stored matches, a memo over all of them: gives the condition of one seat of a match (`older`: folded by
 * rules that the game has left behind; `grid`: from how many numbers it could choose, where it was not free to name any, which
 * is another condition). The same settings give the same object, whichever object they were parsed into.
 */
export function newConditions() {
  const byKey = new Map<string, Condition>();
  const byConfig = new WeakMap<object, Map<string, Condition>>();
  const settled = new Map<string, { readonly config: unknown; readonly text: string; readonly settings: string }>();

  const settingsFor = (match: MatchFacts, game: AnyGame) => {
    const stored = `${match.game} ${match.version} ${match.configText}`;
    let found = settled.get(stored);
    if (found === undefined) {
      const config = withDefaults(game, match.config);
      found = { config, text: JSON.stringify(config), settings: settingsWords(game, config) };
      settled.set(stored, found);
    }
    return found;
  };

  const conditionOf = (
    match: MatchFacts,
    game: AnyGame,
    older: boolean,
    at: number,
    grid: number | null = null,
  ): Condition => {
    const opponent = opponentOf(game, match.config, match.seats, at, match.disclosed);
    const seat = game.seatsDiffer?.(match.config) ? at : 0;
    const me = match.seats[at]!;
    const knows = [game.informed?.(match.config, me) ?? '', grid === null ? '' : `on a grid of ${grid}`]
      .filter(Boolean)
      .join(', ');
    const raw = typeof match.config === 'object' && match.config !== null ? match.config : NO_SETTINGS;
    let mine = byConfig.get(raw);
    if (mine === undefined) byConfig.set(raw, (mine = new Map()));
    const short = `${match.version} ${match.language} ${opponent.key} ${at} ${knows}`;
    let condition = mine.get(short);
    if (condition?.game !== game) {
      const { config, text, settings } = settingsFor(match, game);
      const told = [knows, languageWords(match.language)].filter(Boolean).join(', ');
      const key = [match.game, match.version, text, opponent.key, seat, ...(told === '' ? [] : [told])].join(' ');
      condition = byKey.get(key);
      if (condition === undefined) {
        const as = game.seatsDiffer?.(match.config)
          ? `as ${game.seatName?.(match.config, at) ?? `seat ${at + 1}`}`
          : '';
        byKey.set(key, (condition = { key, game, older, config, settings, opponent, seat, as, told }));
      }
      mine.set(short, condition);
    }
    return condition;
  };
  return {
    conditionOf,
    /** One that was kept: matches in it are in this very condition. */
    known(condition: Condition): Condition {
      const before = byKey.get(condition.key);
      if (before === undefined) byKey.set(condition.key, condition);
      return before ?? condition;
    },
  };
}

const NO_SETTINGS = {};

/** Settings as the rules read them now; those that they do not read stay as they are stored. */
function withDefaults(game: AnyGame, config: unknown): unknown {
  const read = game.config.safeParse(config);
  return read.success ? read.data : config;
}

/** "in German": English is what nothing is said of. */
const languageWords = (language: string): string => (language === 'en' ? '' : `in ${languageName(language)}`);

/** Node reads what all languages are called for the first that is asked for. */
const languageName = memo(
  (code: string): string => new Intl.DisplayNames('en', { type: 'language', fallback: 'code' }).of(code) ?? code,
);

/** What tells a condition from the others of its game, in the order in which a title says it. */
export const conditionParts = (one: {
  readonly settings: string;
  readonly against: string;
  readonly as: string;
  readonly told: string;
  readonly older: boolean;
  readonly version: number;
}): readonly string[] =>
  [one.settings, one.against, one.as, one.told, one.older ? `version ${one.version}` : ''].filter(Boolean);

/** "gentle, against moralis:0.5, as first mover, version 1": a condition among those of one game. */
export const conditionWords = ({ settings, opponent, as, told, older, game }: Condition): string =>
  conditionParts({ settings, against: opponent.words, as, told, older, version: game.version }).join(', ');

/**
 * Who sits opposite this seat. People among people and a model with itself are "its own kind". Several others are counted: in
 * which order they sit is no part of it.
 */
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
  const own = others.every(
    (other) => other.kind === me.kind && (me.kind === 'human' || (other.id === me.id && other.ask === me.ask)),
  );
  const undisclosed = disclosed ? '' : ', not told';
  const tasteTold = ({ kind, id }: SeatFacts): Taste | null =>
    disclosed && kind === 'theory' ? tasteOf(id, game) : null;
  const named = (other: SeatFacts): string => (own ? 'own kind' : nameOf(other, game));
  if (others.length === 1) {
    const name = named(others[0]!);
    return {
      key: name + undisclosed,
      words: `against ${own ? 'its own kind' : name}${undisclosed}`,
      taste: tasteTold(others[0]!),
    };
  }
  const inOrder = others.toSorted((one, two) => byName(nameOf(one, game), nameOf(two, game)));
  const names = inOrder.map(named);
  const tastes = inOrder.map(tasteTold);
  const [first = null] = tastes;
  return {
    key:
      tallied(names)
        .map(([name, count]) => `${count} × ${name}`)
        .join(', ') + undisclosed,
    words: `against ${own ? `${others.length} of its own kind` : listed(timesEach(names))}${undisclosed}`,
    taste: first !== null && tastes.every((taste) => taste !== null && isSameTaste(taste, first)) ? first : null,
    others: tastes,
  };
}

/** People first, and then by their ids. */
const byName = (one: string, two: string): number =>
  Number(two === PERSON) - Number(one === PERSON) || (one < two ? -1 : one > two ? 1 : 0);

/**
 * Who sits opposite: people where nobody but people does, or a seat's own kind; else programs. `ofPeople`: whether people are
 * compared in this condition; else its own kind are programs.
 */
export const othersIn = ({ opponent: { key } }: Condition, ofPeople: boolean): Others =>
  key === ''
    ? null
    : key
          .split(', ')
          .every(
            (one) => one === 'not told' || /(^|× )a person$/.test(one) || (ofPeople && /(^|× )own kind$/.test(one)),
          )
      ? 'people'
      : 'programs';

/** One agent has one name, however its id was written: "moralis" is "moralis:0.5". */
function nameOf({ kind, id, ask }: SeatFacts, game: AnyGame): string {
  if (kind === 'human') return PERSON;
  return kind === 'theory' ? readId(id, game) : kind === 'model' ? nameAsked(id, ask) : id;
}

function readId(id: string, game: AnyGame): string {
  try {
    return readOfflineAgent(id, game).id;
  } catch {
    return id;
  }
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
  const settings = settingsOf(game);
  const keys = settings.map(({ key }) => key);
  // A setting may be left out where it is as usual.
  const usual = new Map(settings.map(({ key, default: value }) => [key, value]));
  const said = (key: string): string => `${key} ${settingText(mine[key] ?? usual.get(key))}`;
  const distances = conditionPresets(game).map(({ name, config: set }) => {
    const theirs = asRecord(game.config.parse(set));
    const differing = keys.filter((key) => JSON.stringify(mine[key]) !== JSON.stringify(theirs[key]));
    return { name, differing };
  });
  const nearest = distances.toSorted((a, b) => a.differing.length - b.differing.length)[0];
  if (nearest === undefined) return keys.map(said).join(', ');
  return [nearest.name, ...nearest.differing.map(said)].join(', ');
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
