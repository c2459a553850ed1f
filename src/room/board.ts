/** What whoever hosts a room sees: who is where, since when, and what has been counted. */
import { isGuessWho } from '../lab/table-setting.ts';
import { type RoomCounts, questionOf } from './counts.ts';
import { handKey, type Ledger, type RoomPerson, seatIn } from './ledger.ts';
import type { Matches } from './matches.ts';
import { readingPage } from './page-id.ts';
import { handsAt, peopleIn } from './place.ts';
import type { Attendance } from './attendance.ts';
import type { Board, BoardLine, RoomPlan } from './room.ts';
import { hasMore, standingOf, type StandsAt } from './standing.ts';
import type { RoomTables } from './tables.ts';

/** Somebody who takes less than this is not slow, however quick the others are, in milliseconds. */
const SLOW = 20_000;

export type BoardParts = {
  readonly code: string;
  readonly session: string;
  readonly name: string | null;
  readonly plan: RoomPlan;
  readonly ledger: Ledger;
  readonly matches: Matches;
  readonly tables: RoomTables;
  readonly counts: RoomCounts;
  readonly presence: Attendance;
  readonly clock: () => number;
  readonly troubles: readonly string[];
  /** Whether language models may sit in this room. */
  readonly models: boolean;
  since(member: string, what: string): number;
};

/** The board at this moment. */
export function boardOf(parts: BoardParts): Board {
  const { code, session, name, plan, ledger, counts, troubles, models } = parts;
  const lines = [...ledger.people.values()].map((person) => lineOf(person, parts));
  const all = { joined: 0, reading: 0, deciding: 0, waiting: 0, finished: 0, gone: 0 };
  for (const { doing } of lines) all[doing] += 1;
  const open = [...ledger.matches.values()].filter(({ ending }) => ending === null).length;
  return {
    ...{ code, session, name, lines, counts: all, troubles },
    ...{ state: ledger.state(), stop: plan.lesson === null ? null : ledger.stop(), message: ledger.message() },
    saved: counts.saved(),
    matches: { open, over: ledger.matches.size - open },
    models: models ? counts.models() : null,
  };
}

function lineOf(person: RoomPerson, parts: BoardParts): BoardLine {
  const { plan, ledger, counts, presence, clock, since: when } = parts;
  const { member } = person;
  const now = clock();
  const standing = standingOf(person, ledger, plan);
  const stage =
    standing.at === 'match' || standing.at === 'over'
      ? standing.match.stage
      : 'stage' in standing
        ? standing.stage
        : null;
  const last = person.matches.at(-1);
  const away = presence.gone(member.code, now) ? presence.awaySince(member.code, now) : null;
  const { doing, since, question } = doingOf(person, parts);
  const median = question === null ? null : counts.median(question);
  const line = (what: BoardLine['doing'], from: number): BoardLine => ({
    ...{ member, doing: what, since: from },
    table:
      stage === null
        ? null
        : stage.stop === null
          ? { at: stage.table + 1, of: plan.tables.length }
          : { at: stage.stop + 1, of: plan.lesson?.lesson.stops.length ?? 1 },
    answers: counts.answers(member.code),
    slow: what === 'deciding' && median !== null && now - from > Math.max(SLOW, 2 * median),
    replacedBy: last?.ending === null ? (last.replaced.get(seatIn(last, member.code)) ?? null) : null,
  });
  if (away !== null)
    return hasLeft(person, standing, plan) ? line('finished', when(member.code, 'finished')) : line('gone', away);
  return line(doing, since ?? when(member.code, doing));
}

/** Whether nothing is left for somebody to do, who may put the machine away: a last result need not be gone on from. */
function hasLeft({ member }: RoomPerson, standing: StandsAt, plan: RoomPlan): boolean {
  if (standing.at !== 'over') return standing.at === 'done' || standing.at === 'ended';
  const { match, unpaid } = standing;
  const table = plan.tables[match.stage.table];
  const guesses = table !== undefined && isGuessWho(table) && !match.guesses.has(member.code);
  return unpaid === null && !guesses && !hasMore(plan, match.stage);
}

/** What somebody does who is there. `question`: which, where one is open; `since`: null where only this program's eyes tell. */
function doingOf(
  person: RoomPerson,
  { plan, ledger, matches, tables }: BoardParts,
): { readonly doing: BoardLine['doing']; readonly since: number | null; readonly question: string | null } {
  const standing = standingOf(person, ledger, plan);
  const simply = (doing: BoardLine['doing'], since: number | null = null) => ({ doing, since, question: null });
  switch (standing.at) {
    case 'start':
      return simply('joined', person.joinedAt);
    case 'ended':
    case 'done':
      return simply('finished');
    case 'host':
      return simply('waiting');
    case 'over':
      return simply('reading');
    case 'hands': {
      const { asked } = standing;
      // Whoever has raised a hand is waited for by nobody.
      return simply(
        person.hands.has(handKey({ ...handsAt(plan, asked.table), key: asked.key })) ? 'waiting' : 'deciding',
      );
    }
    case 'alone':
      return simply('reading');
    case 'table':
      return tables.people(standing.stage, person.member) > 1 ? simply('waiting') : simply('reading');
    case 'match': {
      const { match, seat } = standing;
      if (peopleIn(match) > 1 && !person.read.has(readingPage(match.row.code)))
        return simply('reading', match.row.startedAt);
      const sitting = matches.playedHere(match.row.code);
      const asked = sitting?.asked(seat);
      if (asked === undefined) return simply('waiting', sitting?.waitsSince(seat) ?? null);
      const question = questionOf(match.stage.key, asked.turn, asked.question.decision.key);
      return { doing: 'deciding', since: asked.since, question };
    }
  }
}
