/** The tables at which matches were played: what is the same for thousands of them is worked out once. */
import type { AnyGame, Taste } from '../../core/game.ts';
import type { SeatFacts, StoredMatch } from '../../core/stored-rows.ts';
import { type Condition, newConditions, tasteOf } from './condition.ts';
import type { KeptObservation } from './kept-observation.ts';
import type { MatchObservation } from './observations.ts';

/** A table: matches with the same rules, settings and kinds of players. What is the same for all of them is worked out once. */
export type MatchTable = {
  readonly game: AnyGame;
  readonly config: unknown;
  readonly disclosed: boolean;
  readonly language: string;
  /** By seat: its taste where the others knew it, so that distances are taken under the belief that an agent would have held. */
  readonly tastes: readonly (Taste | null)[];
  readonly conditions: readonly Condition[];
  /** The key of the question whose answers are followed over the rounds. */
  readonly path: string | null;
  /** Whether nobody sits here alone. */
  readonly together: boolean;
  /** By list of answers: what was observed of a match with them. */
  readonly observed: Map<StoredMatch['answers'], MatchObservation>;
  /** By what was kept of matches: what was observed of them. */
  readonly kept: WeakMap<KeptObservation, MatchObservation>;
};

/** The table of a match: found by the identity of its list of seats and of its settings, which are parsed once each. */
export function newTables() {
  const { conditionOf, known } = newConditions();
  const tables = new WeakMap<readonly SeatFacts[], MatchTable[]>();
  const tableOf = (match: StoredMatch, game: AnyGame, older: boolean): MatchTable => {
    const { seats, disclosed, config } = match;
    let mine = tables.get(seats);
    if (mine === undefined) tables.set(seats, (mine = []));
    let table = mine.find(
      (one) =>
        one.config === config && one.game === game && one.disclosed === disclosed && one.language === match.language,
    );
    if (table === undefined) {
      table = {
        ...{ game, config, disclosed, language: match.language },
        tastes: seats.map((seat) => (disclosed && seat.kind === 'theory' ? tasteOf(seat.id, game) : null)),
        conditions: seats.map((_, at) => conditionOf(match, game, older, at, gridOf(match, at))),
        path: game.comparison?.path?.(config, 0)?.key ?? null,
        together: game.seats(config).least > 1,
        observed: new Map(),
        kept: new WeakMap(),
      };
      mine.push(table);
    }
    return table;
  };
  return { tableOf, known };
}

/** From how many numbers a seat that was asked on a grid chose; null: it was not. */
function gridOf({ seats, answers }: StoredMatch, at: number): number | null {
  if (seats[at]!.ask !== 'grid') return null;
  const sizes = answers.flatMap(({ seat, distribution: told }) =>
    seat === at && told?.grid ? [told.options.length] : [],
  );
  return sizes.reduce<number | null>((most, one) => Math.max(most ?? 0, one), null);
}
