/** What is played at a table: everything that the set-up screen decides, before anybody sits down. */
import { readAgent } from '../agents/index.ts';
import { isHuman, withoutAsk } from '../agents/offline.ts';
import type { Agent } from '../match/agent.ts';
import type { Models } from '../model/agent.ts';
import type { AnyGame, Names, Seat } from '../core/game.ts';
import type { EventBody } from '../core/events.ts';
import type { SeatRow } from '../core/log.ts';
import { seatsBriefly } from '../core/seat-groups.ts';
import { UserError } from '../core/user-error.ts';
import { seatRow } from '../match/record-match.ts';
import { rng } from '../core/rng.ts';
import type { LivePolicy } from '../core/no-answer.ts';
import { namesFor, toldApart, unnamed } from '../match/disclosure.ts';

export type Explain = 'each' | 'last' | 'never';

/** Typed where an agent is asked for: one of three is drawn, and is not named before the guess. */
export const GUESS = 'guess';

/** Who takes a seat that the game needs and nobody was named for: moralis, or a person where the game has no theory. */
export const usualOpponent = (game: AnyGame): string => (game.theory === undefined ? 'human' : 'moralis:0.5');

/** The three that Guess who draws from, with equal chance. */
export const GUESSED = ['economicus', 'moralis:0.5', 'baseline'] as const;

export type TableSetting = {
  readonly game: AnyGame;
  /** As `game.config` parsed it. */
  readonly config: unknown;
  /** The preset's plain name; null for settings of one's own. */
  readonly preset: string | null;
  /** The name of one of `game.roles`. */
  readonly role: string;
  /**
   * Who takes the other seats, one a seat in their order: an agent's id, `human` for another person at this keyboard;
   * or `guess` alone.
   */
  readonly against: readonly string[];
  readonly explain: Explain;
  /** Of the first match; later ones count up. null: drawn for each match. */
  readonly seed: number | null;
  /** What follows when a model has no answer; absent: the stand-in takes its seat. */
  readonly onFailure?: LivePolicy;
  /** Who sits down instead, because a model cannot, and why, in a sentence. */
  readonly instead?: { readonly against: readonly string[]; readonly why: string };
};

/** A table as an event keeps it: who sits down instead for now is decided anew each time. */
export function storedTable(table: TableSetting): EventBody<'hosted'>['tables'][number] {
  const { game, config, preset, role, against, explain, onFailure, seed } = table;
  return {
    ...{ game: game.name, language: game.language, config, preset, role, against, explain, seed },
    ...(onFailure === undefined ? {} : { onFailure }),
  };
}

export const DEFAULT_ON_FAILURE: LivePolicy = 'stand-in';

/** Who takes the other seats in the end, one a seat in their order. */
export const opponentsOf = ({ against, instead }: Pick<TableSetting, 'against' | 'instead'>): readonly string[] =>
  instead?.against ?? against;

/** Whether one of three programs is drawn, to be guessed afterwards. */
export const isGuessWho = ({ against }: Pick<TableSetting, 'against'>): boolean => against[0] === GUESS;

/** How many people sit down: the one who chose the table, and every further `human`. */
export const peopleOf = (choice: Pick<TableSetting, 'against' | 'instead'>): number =>
  1 + opponentsOf(choice).filter(isHuman).length;

/**
 * Who takes the other seats where these are named, one a seat in their order. Whoever is named alone takes every seat that the
 * game needs; beyond several such a seat goes to the usual opponent. Guess who is played one against one. Throws a UserError
 * where the game has no such table.
 */
export function filledSeats(game: AnyGame, config: unknown, named: readonly string[]): readonly string[] {
  const { least, most } = game.seats(config);
  if (most < 2) return [];
  const others = most - 1;
  const got = `got ${others === 1 ? '' : `${named.length} in `}"${seatsBriefly(named)}"`;
  if (named.length > others)
    throw new UserError(
      others === 1
        ? `${game.name} seats two: name one opponent, such as --against ${usualOpponent(game)}; ${got}.`
        : `${game.name} seats ${least === most ? most : `${least} to ${most}`}: name at most ${others} others, such as --against ${others > 2 ? `human,${others - 1}x` : 'human,'}${usualOpponent(game)}; ${got}.`,
    );
  if (named.includes(GUESS) && (named.length > 1 || least > 2))
    throw new UserError(
      `${GUESS} is played one against one: name it alone, in a game of two; got "${seatsBriefly(named)}".`,
    );
  const missing = Math.max(0, Math.max(2, least) - 1 - named.length);
  const [alone] = named;
  const filling = named.length === 1 && alone !== undefined ? alone : usualOpponent(game);
  return [...named, ...Array.from({ length: missing }, () => filling)];
}

/** The same table once more: a seed that was given counts up, so that the next match draws afresh and can be repeated. */
export const nextTable = (choice: TableSetting): TableSetting =>
  choice.seed === null ? choice : { ...choice, seed: choice.seed + 1 };

/** The seat of the person who chose the table, by the role. */
export const seatOf = ({ game, role }: Pick<TableSetting, 'game' | 'role'>): Seat =>
  (game.roles.find((r) => r.name === role) ?? game.roles[0])?.seat ?? 0;

/** The name of the role in which this seat reads the instructions: its own place's, whoever chose the table. */
export function roleAt(choice: Pick<TableSetting, 'game' | 'role'>, seat: Seat): string {
  if (seatOf(choice) === seat) return choice.role;
  return choice.game.roles.find((r) => r.seat === seat)?.name ?? choice.role;
}

export type Seating = {
  readonly agents: readonly Agent[];
  readonly rows: readonly SeatRow[];
  readonly names: readonly Names[];
  readonly disclosed: boolean;
};

/** The id that one of `against` stands for in the match of this seed: Guess who draws one of three. */
export const opponentOf = (against: string, seed: number): string =>
  against === GUESS ? rng(seed, 'guess who').pick(GUESSED) : against;

/**
 * Everybody takes a seat. `people` are the participants' codes: the person who chose, and then the others in the order of
 * their seats. `person` makes the agent that asks at this keyboard. Throws where a person at the table has no code.
 */
export function seated(
  choice: TableSetting,
  seed: number,
  people: readonly string[],
  person: () => Agent,
  read: (id: string) => Agent = (id) => readAgent(id, choice.game),
): Seating {
  const me = seatOf(choice);
  const ids = opponentsOf(choice)
    .map((id) => opponentOf(id, seed))
    .toSpliced(me, 0, 'human');
  const agents = ids.map((id) => (isHuman(id) ? person() : read(id)));
  const [mine, ...further] = people;
  const waiting = further.values();
  const hidden = isGuessWho(choice) || choice.game.neutral?.(choice.config) === true;
  const { called } = choice.game;
  const shown = shownNames(agents, hidden, called);
  const rows = agents.map((agent, seat) => {
    if (agent.kind !== 'human') return seatRow(agent, shown[seat]);
    const code = seat === me ? mine : waiting.next().value;
    if (code === undefined) throw new Error(`seat ${seat} of ${choice.game.name} has no participant's code`);
    return seatRow(agent, shown[seat], code);
  });
  return { agents, rows, names: namesFor(shown, called.you), disclosed: !hidden };
}

/** One name a seat, as the others see it: two players need no number, and among more nobody shares a name. */
function shownNames(agents: readonly Agent[], hidden: boolean, words: AnyGame['called']): readonly string[] {
  if (hidden) return unnamed(agents.length, words);
  const nobody = unnamed(agents.length, words);
  return toldApart(agents.map((agent, seat) => (agent.kind === 'human' ? nobody[seat]! : calledOf(agent))));
}

/** What a player is called on the others' screens: a model without a name of its own by the end of its id, however it is asked. */
export function calledOf({ id, label, kind }: Pick<Agent, 'id' | 'label' | 'kind'>): string {
  if (kind !== 'model' || label !== id) return label;
  const told = withoutAsk(id);
  const name = told.slice(told.lastIndexOf('/', told.includes('+') ? told.lastIndexOf('+') : told.length) + 1);
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
}
const LONGEST = 20;

/** The same people and agents in the same seats, from the rows of a match that was left. Throws a UserError for an unknown agent. */
export function seatedAgain(
  game: AnyGame,
  rows: readonly SeatRow[],
  disclosed: boolean,
  person: () => Agent,
  models: Models | undefined,
): Seating {
  const agents = rows.map((row) => (row.kind === 'human' ? person() : readAgent(row.id, game, models)));
  return {
    agents,
    rows,
    names: namesFor(
      rows.map(({ shown }) => shown),
      game.called.you,
    ),
    disclosed,
  };
}
