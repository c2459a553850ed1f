/** A table: matches with the same rules, settings and seats. Whatever is the same for all of them is worked out once. */
import type { AnyGame, Taste } from '../../core/game.ts';
import type { Condition, MatchObservation } from './observed.ts';
import type { SeatFacts, StoredMatch } from '../../core/stored-rows.ts';
import { opponentOf, type OpponentInformation, settingsWords, tasteOf } from './treatment.ts';

export type Accumulator = {
  readonly game: AnyGame;
  readonly seats: readonly SeatFacts[];
  readonly config: unknown;
  readonly disclosed: boolean;
  readonly tastes: readonly (Taste | null)[];
  readonly conditions: readonly Condition[];
  /** The question whose answers are followed over the rounds. */
  readonly path: string | null;
  /** Whether nobody sits here alone. */
  readonly together: boolean;
  readonly heard: Map<StoredMatch['answers'], MatchObservation>;
};

const NO_SETTINGS = {};

/** The table of a match. */
export function newTables() {
  const known = new Map<string, Condition>();
  const quick = new WeakMap<object, Map<string, Condition>>();
  const words = new Map<string, string>();

  const conditionOf = (match: StoredMatch, game: AnyGame, older: boolean, seat: number): Condition => {
    const opponent = opponentOf(game, match.config, match.seats, seat, match.disclosed);
    const object = typeof match.config === 'object' && match.config !== null ? match.config : NO_SETTINGS;
    let byOpponent = quick.get(object);
    if (byOpponent === undefined) quick.set(object, (byOpponent = new Map()));
    const short = `${match.version} ${opponent.key}`;
    let found = byOpponent.get(short);
    if (found?.game !== game) byOpponent.set(short, (found = slowly(match, game, older, opponent)));
    return found;
  };

  /** The same settings as another object are the same condition. */
  const slowly = (match: StoredMatch, game: AnyGame, older: boolean, opponent: OpponentInformation): Condition => {
    const settled = `${match.game} ${match.version} ${match.configText}`;
    const key = `${settled} ${opponent.key}`;
    let found = known.get(key);
    if (found === undefined) {
      let settings = words.get(settled);
      if (settings === undefined) words.set(settled, (settings = settingsWords(game, match.config)));
      known.set(key, (found = { key, game, older, config: match.config, settings, opponent }));
    }
    return found;
  };

  const tables = new WeakMap<readonly SeatFacts[], Accumulator[]>();
  return (match: StoredMatch, game: AnyGame, older: boolean): Accumulator => {
    const { seats, disclosed, config } = match;
    let mine = tables.get(seats);
    if (mine === undefined) tables.set(seats, (mine = []));
    let table = mine.find((one) => one.config === config && one.game === game && one.disclosed === disclosed);
    if (table === undefined) {
      table = {
        ...{ game, seats, config, disclosed },
        tastes: tastesTold(match, game),
        conditions: seats.map((_, at) => conditionOf(match, game, older, at)),
        path: game.comparison?.path?.(config)?.key ?? null,
        together: game.seats(config).least > 1,
        heard: new Map(),
      };
      mine.push(table);
    }
    return table;
  };
}

/** Each seat's taste, where the others were told it: distances are taken under the belief that an agent would have held. */
const tastesTold = ({ seats, disclosed }: StoredMatch, game: AnyGame): readonly (Taste | null)[] =>
  seats.map((seat) => (disclosed && seat.kind === 'theory' ? tasteOf(seat.id, game) : null));
