/** The page that a person is on, made of where it stands and of the match as it is played. */
import { GUESSED, isGuessWho, type TableSetting } from '../lab/table-setting.ts';
import { revealed } from '../lab/guess.ts';
import { handKey, type Ledger, type RoomMatch, type RoomPerson } from './ledger.ts';
import type { Matches } from './matches.ts';
import { guessPage, handsPage, readingPage, resultPage, unpaidPage } from './page-id.ts';
import type { Place, RoomPlan } from './room.ts';
import { tableNamed } from '../lessons/facts.ts';
import { hasMore, type StandsAt, standingOf } from './standing.ts';
import type { Seat } from '../core/game.ts';
import type { Stage } from './stage.ts';
import { type RoomTables, tableFrom } from './tables.ts';
import type { Sitting } from './sitting.ts';

export type PlaceParts = {
  readonly plan: RoomPlan;
  readonly ledger: Ledger;
  readonly tables: RoomTables;
  readonly matches: Matches;
  readonly clock: () => number;
  /** Since when this person has been where it stands, as this program knows. */
  since(member: string, what: string): number;
};

/** Where this person is now. What is about to change by itself is waited for. */
export async function placeOf(person: RoomPerson, parts: PlaceParts): Promise<Place> {
  const { plan, ledger, matches } = parts;
  for (;;) {
    const standing = standingOf(person, ledger, plan);
    if (standing.at !== 'match' && standing.at !== 'over') return waitingOr(person, standing, parts);
    const { match, seat } = standing;
    const sitting =
      standing.at === 'match' ? await matches.sitting(match) : (matches.playedHere(match.row.code) ?? null);
    if (sitting?.moving() === true) {
      await sitting.settled();
      continue;
    }
    const now = standingOf(person, ledger, plan);
    if (now.at !== standing.at) continue;
    if (standing.at === 'over') return over(person, standing, parts);
    if (sitting === null) return paused(ledger) ?? waiting('others', `${match.row.code}.away`, match.row.startedAt);
    return inMatch(person, match, seat, sitting, parts);
  }
}

const waiting = (
  why: 'start' | 'partner' | 'others' | 'host' | 'pause',
  of: string | number,
  since: number,
): Place => ({
  ...{ kind: 'waiting', id: `w.${why}.${of}`, for: why, since, scene: null },
});

/** The page of a room that is paused, whatever a person does in it; null: it goes on. */
const paused = (ledger: Ledger): Place | null =>
  ledger.state() === 'paused' ? waiting('pause', ledger.pausedAt(), ledger.pausedAt()) : null;

function inMatch(
  { member, read }: RoomPerson,
  match: RoomMatch,
  seat: Seat,
  sitting: Sitting,
  parts: PlaceParts,
): Place {
  const { ledger } = parts;
  const { row } = match;
  const scene = sitting.scene(seat);
  const pause = paused(ledger);
  if (pause?.kind === 'waiting') return { ...pause, scene };
  const reading = readingPage(row.code);
  if (peopleIn(match) > 1 && !read.has(reading))
    return {
      ...{ kind: 'reading', id: reading, game: scene.game, table: tableFrom(sitting.choice, seat) },
      ...{ names: scene.names, disclosed: row.disclosed, seat, seats: row.seats },
    };
  const asked = sitting.asked(seat);
  if (asked === undefined) {
    const since = sitting.waitsSince(seat) ?? parts.since(member.code, row.code);
    const id = `w.others.${row.code}.${scene.turn}.${scene.saved}.${scene.replaced.length}`;
    return { kind: 'waiting', id, for: 'others', since, scene };
  }
  asked.shownAt ??= parts.clock();
  const { question, page } = asked;
  return { kind: 'asked', id: page, question, scene, given: sitting.given(seat), back: question.position > 0 };
}

async function over(
  { member, read: _ }: RoomPerson,
  { match, seat, unpaid }: StandsAt & { readonly at: 'over' },
  { plan, ledger, matches }: PlaceParts,
): Promise<Place> {
  const { code } = match.row;
  const more = hasMore(plan, match.stage);
  if (unpaid !== null) return paused(ledger) ?? { kind: 'unpaid', id: unpaidPage(code), why: unpaid, more };
  const told = await matches.result(match);
  const finished = { ...told, seat, choice: tableFrom(told.choice, seat) };
  const guessed = match.guesses.get(member.code) ?? null;
  if (isGuessWho(told.choice) && guessed === null)
    return paused(ledger) ?? { kind: 'guess', id: guessPage(code), finished, among: GUESSED };
  return {
    ...{ kind: 'result', id: resultPage(code), more, guessed },
    finished: guessed === null ? finished : revealed(finished),
    explained: isExplained(told.choice, more),
  };
}

const isExplained = ({ explain }: TableSetting, more: boolean): boolean =>
  explain === 'each' || (explain === 'last' && !more);

async function waitingOr(
  { member, hands, matches: played }: RoomPerson,
  standing: Exclude<StandsAt, { readonly at: 'match' | 'over' }>,
  { plan, ledger, tables, since }: PlaceParts,
): Promise<Place> {
  if (standing.at === 'ended') return { kind: 'ended', id: 'e' };
  if (standing.at === 'start') return waiting('start', '', since(member.code, 'start'));
  const pause = paused(ledger);
  if (pause !== null) return pause;
  switch (standing.at) {
    case 'done':
      return { kind: 'done', id: 'd', matches: played.length };
    case 'host':
      return waiting('host', ledger.stop() ?? '', since(member.code, `host ${ledger.stop()}`));
    case 'alone': {
      const { stage } = standing;
      return { kind: 'unpaid', id: unpaidPage(stage.key), why: 'gone', more: hasMore(plan, stage) };
    }
    case 'hands': {
      const { asked, stop } = standing;
      const given = hands.get(handKey({ ...handsAt(plan, asked.table), key: asked.key })) ?? null;
      return { kind: 'hands', id: handsPage(stop, given), asked, given };
    }
    case 'table': {
      const { stage } = standing;
      if (tables.people(stage, member) > 1) return waiting('partner', stage.key, since(member.code, stage.key));
      return reading(stage, member, tables);
    }
  }
}

/** The game and settings of a lesson's table, by its name. */
export function handsAt({ lesson }: RoomPlan, named: string): { readonly game: string; readonly config: unknown } {
  if (lesson === null) throw new Error('hands are asked for in a lesson alone');
  const { game, config } = tableNamed(named, lesson.tables);
  return { game: game.name, config };
}

async function reading(stage: Stage, member: RoomPerson['member'], tables: RoomTables): Promise<Place> {
  const { table, seed } = await tables.set(stage, [member]);
  const { rows, names, disclosed } = tables.seating(table, seed, [member.code]);
  const seat = rows.findIndex(({ participant }) => participant === member.code);
  return {
    ...{ kind: 'reading', id: readingPage(stage.key), game: table.game, table: tableFrom(table, seat) },
    ...{ names: names[seat]!, disclosed, seat, seats: rows },
  };
}

/** How many people sat down in a match. */
export const peopleIn = ({ row }: Pick<RoomMatch, 'row'>): number =>
  row.seats.filter(({ kind }) => kind === 'human').length;
