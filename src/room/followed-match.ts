/** A match that another program plays, as its rows have it: shown here, and handed in to whoever plays it. */
import { type AnyGame, read, type Seat } from '../core/game.ts';
import type { DecisionRow } from '../core/log.ts';
import { problemIn } from '../core/problem-sentence.ts';
import { ofPeople } from '../lab/unfinished.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import { namesFor } from '../match/disclosure.ts';
import { replay } from '../match/replay.ts';
import { questionPage } from './page-id.ts';
import type { RoomMatch } from './ledger.ts';
import type { GivenAnswer, HandedIn } from './room.ts';
import type { OpenPage, OpenSaid, Sitting } from './sitting.ts';

/** What is handed in, for whoever plays the match; `null`: back to the question before. */
export type HandInElsewhere = (seat: Seat, page: string, given: GivenAnswer | null) => Promise<HandedIn>;

/** The match as these rows have it. `said`: what whoever plays it said last; null: nothing. */
export function followedMatch(
  { row, replaced }: RoomMatch,
  { game, choice }: { readonly game: AnyGame; readonly choice: TableSetting },
  decisions: readonly DecisionRow[],
  said: readonly OpenSaid[] | null,
  handIn: HandInElsewhere,
): Sitting {
  const { config, seed, seats, presentation, disclosed } = row;
  const played = replay(game, config, seed, seats.length, decisions, Infinity, presentation);
  const names = namesFor(
    seats.map(({ shown }) => shown),
    game.called.you,
  );
  const now = decisions.filter(({ turn }) => turn === played.turns);
  const timesOf = (seat: Seat, key: string): number => now.filter((one) => one.seat === seat && one.key === key).length;
  const isPerson = (seat: Seat): boolean => seats[seat]?.kind === 'human' && !replaced.has(seat);

  const askedOf = (seat: Seat): OpenPage | undefined => {
    if (!isPerson(seat)) return undefined;
    const group = played.pending.filter((decision) => decision.seat === seat);
    const last = now.findLast((one) => one.seat === seat);
    const told = said?.find((one) => one.seat === seat && one.turn === played.turns);
    const after = last === undefined ? 0 : group.findIndex(({ key }) => key === last.key) + 1;
    // What was said before the last answer was read is past.
    const again =
      told?.revision === (told === undefined ? null : timesOf(seat, told.key))
        ? group.findIndex(({ key }) => key === told?.key)
        : -1;
    const position = again >= 0 ? again : after;
    const decision = group[position];
    if (decision === undefined) return undefined;
    const revision = timesOf(seat, decision.key);
    return {
      page: questionPage({ match: row.code, turn: played.turns, key: decision.key, revision }),
      question: { seat, decision, position, of: group.length, view: played.views[seat], names: names[seat]! },
      ...{ turn: played.turns, since: decisions.at(-1)?.answeredAt ?? row.startedAt, shownAt: null, taking: null },
    };
  };
  const open = new Map(
    seats.flatMap((_, seat) => {
      const asked = askedOf(seat);
      return asked === undefined ? [] : [[seat, asked] as const];
    }),
  );
  const lastOf = (seat: Seat) => {
    const mine = decisions.findLast((one) => one.seat === seat);
    if (mine === undefined) return null;
    const decision =
      [...played.moves.map((move) => move.decision), ...played.pending].findLast(
        (one) => one.seat === seat && one.key === mine.key,
      ) ?? null;
    return decision === null ? null : { decision, answer: mine.answer };
  };

  return {
    choice,
    asked: (seat) => open.get(seat),
    moving: () => false,
    settled: async () => undefined,
    scene: (seat) => ({
      ...{ match: row.code, game, config, view: played.views[seat], seat, names: names[seat]! },
      ...{ seats, disclosed, last: lastOf(seat), turn: played.turns, replaced: [...replaced.keys()] },
      saved: ofPeople(row, decisions).length,
    }),
    given(seat) {
      const asked = open.get(seat);
      return now.findLast((one) => one.seat === seat && one.key === asked?.question.decision.key)?.answer ?? null;
    },
    waitsSince: (seat) =>
      open.has(seat) ? null : (decisions.findLast((one) => one.seat === seat)?.answeredAt ?? null),
    async answer(seat, given) {
      const asked = open.get(seat);
      if (asked === undefined || asked.page !== given.page) return { took: 'past' };
      const understood = read(asked.question.decision.input, given.answer);
      if (!understood.ok) return { took: 'problem', problem: problemIn(understood.problem, game.language) };
      return handIn(seat, given.page, { ...given, answer: understood.answer });
    },
    async back(seat, page) {
      const asked = open.get(seat);
      if (asked === undefined || asked.page !== page || asked.question.position === 0) return { took: 'past' };
      return handIn(seat, page, null);
    },
  };
}
