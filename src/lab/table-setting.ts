/** What is played at a table: everything that the set-up screen decides, before anybody sits down. */
import { isHuman, readAgent } from '../agents/index.ts';
import type { Agent } from '../match/agent.ts';
import type { Models } from '../model/agent.ts';
import type { AnyGame, Names, Seat } from '../core/game.ts';
import type { SeatRow } from '../core/log.ts';
import { seatRow } from '../match/record-match.ts';
import { rng } from '../core/rng.ts';
import type { LiveFailurePolicy } from './live-seat.ts';
import { namesFor } from '../match/disclosure.ts';

export type Explain = 'each' | 'last' | 'never';

/** Typed where an agent is asked for: one of three is drawn, and is not named before the guess. */
export const GUESS = 'guess';

/** What an undisclosed or second player is called on the other's screen. */
export const OTHER = 'the other player';

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
  /** An agent's id, `human` for a second person, or `guess`. */
  readonly against: string;
  readonly explain: Explain;
  /** Of the first match; later ones count up. null: drawn for each match. */
  readonly seed: number | null;
  /** What follows when a model has no answer; absent: the stand-in takes its seat. */
  readonly onFailure?: LiveFailurePolicy;
  /** Who sits down instead, because the model cannot, and why, in a sentence. */
  readonly instead?: { readonly against: string; readonly why: string };
};

export const DEFAULT_ON_FAILURE: LiveFailurePolicy = 'stand-in';

/** Who sits down in the end. */
export const againstOf = ({ against, instead }: Pick<TableSetting, 'against' | 'instead'>): string =>
  instead?.against ?? against;

/** The person's seat. */
export const seatOf = ({ game, role }: Pick<TableSetting, 'game' | 'role'>): Seat =>
  (game.roles.find((r) => r.name === role) ?? game.roles[0])?.seat ?? 0;

/** The name of the role in which this seat reads the instructions: the other one's, where two people play. */
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

/** The id that `against` stands for in the match of this seed: Guess who draws one of three. */
export const opponentOf = (against: string, seed: number): string =>
  against === GUESS ? rng(seed, 'guess who').pick(GUESSED) : against;

/**
 * Everybody takes a seat. `people` are the participants' codes: the person who chose, and a second one where two play.
 * `person` makes the agent that asks at this keyboard.
 */
export function seated(
  choice: TableSetting,
  seed: number,
  people: readonly [string, string],
  person: () => Agent,
  read: (id: string) => Agent = (id) => readAgent(id, choice.game),
): Seating {
  const me = seatOf(choice);
  const { least, most } = choice.game.seats(choice.config);
  const count = Math.min(Math.max(2, least), most);
  const id = opponentOf(againstOf(choice), seed);
  const hidden = choice.against === GUESS;
  const agents: Agent[] = [];
  const rows: SeatRow[] = [];
  for (let seat = 0; seat < count; seat++) {
    const mine = seat === me;
    const agent = mine || isHuman(id) ? person() : read(id);
    const shown = mine || isHuman(id) ? OTHER : hidden ? OTHER : calledOf(agent);
    agents.push(agent);
    rows.push(seatRow(agent, shown, agent.kind === 'human' ? (mine ? people[0] : people[1]) : null));
  }
  return { agents, rows, names: namesFor(rows.map(({ shown }) => shown)), disclosed: !hidden };
}

/** What a player is called on the others' screens: a model without a name of its own by the end of its id. */
function calledOf({ id, label, kind }: Agent): string {
  if (kind !== 'model' || label !== id) return label;
  const name = id.slice(id.lastIndexOf('/', id.includes('+') ? id.lastIndexOf('+') : id.length) + 1);
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
}
const LONGEST = 20;

/** The same table, from the rows of a match that was left. */
export function seatedAgain(
  game: AnyGame,
  rows: readonly SeatRow[],
  disclosed: boolean,
  person: () => Agent,
  models: Models | undefined,
): Seating {
  const agents = rows.map((row) => (row.kind === 'human' ? person() : readAgent(row.id, game, models)));
  return { agents, rows, names: namesFor(rows.map(({ shown }) => shown)), disclosed };
}
