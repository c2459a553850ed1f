/** Where a person stands in the room, as its rows tell: in a match, between two, or waiting. No page yet: what is open in a match only whoever plays it knows. */
import type { Seat } from '../core/game.ts';
import type { HandsAsked } from '../lessons/lesson.ts';
import { handsOf } from '../lessons/stops.ts';
import { type Ledger, type RoomMatch, type RoomPerson, seatIn } from './ledger.ts';
import { alonePage, resultPage, unpaidPage } from './page-id.ts';
import type { RoomPlan } from './room.ts';
import { type Stage, stageOf } from './stage.ts';

export type StandsAt =
  | { readonly at: 'start' | 'host' | 'done' | 'ended' }
  /** A match that goes on, with this person in this seat. */
  | { readonly at: 'match'; readonly match: RoomMatch; readonly seat: Seat }
  /** A match that is over for this person, who has not gone on from it. `unpaid`: why there is no result; null: there is one. */
  | {
      readonly at: 'over';
      readonly match: RoomMatch;
      readonly seat: Seat;
      readonly unpaid: 'model' | 'gone' | 'replaced' | null;
    }
  /** Nothing is played yet at this table, and the person is to sit down at it; `alone`: nobody came, and nobody will. */
  | { readonly at: 'table' | 'alone'; readonly stage: Stage }
  | { readonly at: 'hands'; readonly stop: number; readonly asked: HandsAsked };

/** Where this person stands. */
export function standingOf(person: RoomPerson, ledger: Ledger, plan: RoomPlan): StandsAt {
  if (ledger.state() === 'ended') return { at: 'ended' };
  if (ledger.state() === 'gathering') return { at: 'start' };
  for (const match of person.matches) {
    const found = inMatch(person, match);
    if (found !== null) return found;
  }
  const stage = nextStage(person, ledger, plan);
  if (stage !== null) return { at: person.read.has(alonePage(stage.key)) ? 'alone' : 'table', stage };
  const stop = ledger.stop();
  if (plan.lesson === null || stop === null) return { at: 'done' };
  const now = plan.lesson.lesson.stops[stop];
  const asked = now === undefined ? null : handsOf(now);
  return asked === null ? { at: 'host' } : { at: 'hands', stop, asked };
}

function inMatch(person: RoomPerson, match: RoomMatch): StandsAt | null {
  const { code } = match.row;
  const seat = seatIn(match, person.member.code);
  const replaced = match.replaced.has(seat);
  if (!replaced && match.ending === null) return { at: 'match', match, seat };
  if (!replaced && match.ending === 'finished')
    return person.read.has(resultPage(code)) ? null : { at: 'over', match, seat, unpaid: null };
  if (person.read.has(unpaidPage(code))) return null;
  return { at: 'over', match, seat, unpaid: replaced ? 'replaced' : whyUnpaid(match) };
}

/** Of a match in which people alone sat with agents that answer at once, somebody went away; else a model had no answer. */
const whyUnpaid = ({ row }: RoomMatch): 'model' | 'gone' =>
  row.seats.filter(({ kind }) => kind === 'human').length > 1 && row.seats.every(({ kind }) => kind !== 'model')
    ? 'gone'
    : 'model';

/** The table at which a person who is in no match is to sit down next; null: there is none now. */
function nextStage({ matches, read }: RoomPerson, ledger: Ledger, { tables, lesson }: RoomPlan): Stage | null {
  const fresh = (stage: Stage): boolean =>
    matches.every((match) => match.stage.key !== stage.key) && !read.has(unpaidPage(stage.key));
  if (lesson === null) return tables.map((_, table) => stageOf(table, null)).find(fresh) ?? null;
  const stop = ledger.stop();
  if (stop === null || lesson.lesson.stops[stop]?.kind !== 'play') return null;
  const stage = stageOf(0, stop);
  return fresh(stage) ? stage : null;
}

/** Whether anything may come for a person after this stage. */
export const hasMore = ({ tables, lesson }: RoomPlan, { table, stop }: Stage): boolean =>
  stop === null || lesson === null ? table + 1 < tables.length : stop + 1 < lesson.lesson.stops.length;
