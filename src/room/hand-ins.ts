/** What people hand in: answers, steps back, pages that were read, guesses, hands that go up. Each is a row before it is acknowledged. */
import { read } from '../core/game.ts';
import type { EventRow, LogRow, MatchRow, Store } from '../core/log.ts';
import { isGuessWho } from '../lab/table-setting.ts';
import { replay } from '../match/replay.ts';
import { handKey, type RoomMatch, type RoomPerson, seatIn } from './ledger.ts';
import type { Matches } from './matches.ts';
import { guessPage, isHandsPage, questionIn, readingPage, resultPage, unpaidPage } from './page-id.ts';
import { handsAt, peopleIn } from './place.ts';
import type { GivenAnswer, HandedIn, Room } from './room.ts';
import type { RoomParts } from './room-parts.ts';
import { standingOf } from './standing.ts';
import type { RoomTables } from './tables.ts';

export type HandInsParts = RoomParts & {
  readonly store: Pick<Store, 'decisions'>;
  readonly tables: RoomTables;
  readonly matches: Matches;
  /** Rejects with a UserError for a code that is no member's. */
  personOf(member: string): Promise<RoomPerson>;
  /** This person's machine is there. */
  here(member: string): void;
  /** This person is on another page now. */
  moved(member: string): void;
};

export type HandIns = Pick<Room, 'answer' | 'back' | 'goOn' | 'guess' | 'hand'>;

const STORED: HandedIn = { took: 'stored' };
const PAST: HandedIn = { took: 'past' };

/** What the people of this room hand in. */
export function newHandIns(parts: HandInsParts): HandIns {
  const { plan, session, ledger, log, store, tables, matches, clock, personOf, here, moved } = parts;

  const readOn = (participant: string, page: string): LogRow => ({
    table: 'event',
    row: { ...{ session, match: null, participant, at: clock() }, kind: 'read on', body: { page } },
  });

  /** What one person hands in is done one after the other. */
  const turns = new Map<string, Promise<unknown>>();
  const inTurn = <T>(member: string, work: () => Promise<T>): Promise<T> => {
    const mine = (turns.get(member) ?? Promise.resolve()).then(work, work);
    turns.set(member, mine);
    const over = (): void => {
      if (turns.get(member) === mine) turns.delete(member);
    };
    mine.then(over, over);
    return mine;
  };

  /** Of a page that is not open any more: whether this person's own answer to it is on disk, and is the one that is given. */
  const storedBefore = async ({ member, matches: played }: RoomPerson, given: GivenAnswer): Promise<HandedIn> => {
    const asked = questionIn(given.page);
    const match = asked === null ? undefined : ledger.matches.get(asked.match);
    if (asked === null || match === undefined || !played.includes(match)) return PAST;
    const { code, config, seed, seats, presentation } = match.row;
    const mine = seatIn(match, member.code);
    const rows = await store.decisions(code);
    const found = rows.find(
      ({ seat, turn, key, revision }) =>
        seat === mine && turn === asked.turn && key === asked.key && revision === asked.revision,
    );
    if (found === undefined || found.source === 'substituted') return PAST;
    const { game } = await tables.kept(match.row, match.stage);
    const { pending } = replay(game, config, seed, seats.length, rows, asked.turn, presentation);
    const decision = pending.find(({ seat, key }) => seat === mine && key === asked.key);
    const said = decision && read(decision.input, given.answer);
    return said?.ok === true && said.answer === found.answer ? STORED : PAST;
  };

  /** The match in which this person is asked, played here; null: there is none. */
  const askedIn = async (person: RoomPerson) => {
    const standing = standingOf(person, ledger, plan);
    if (standing.at !== 'match') return null;
    const sitting = await matches.sitting(standing.match);
    if (sitting === null) return null;
    await sitting.settled();
    return { sitting, ...standing };
  };

  const goOn = async (member: string, page: string): Promise<HandedIn> => {
    const person = await personOf(member);
    if (person.read.has(page)) return STORED;
    const standing = standingOf(person, ledger, plan);
    switch (standing.at) {
      case 'table': {
        const { stage } = standing;
        if (page !== readingPage(stage.key) || tables.people(stage, person.member) > 1) return PAST;
        await log.alone(async () => {
          const now = standingOf(person, ledger, plan);
          if (now.at === 'table' && now.stage.key === stage.key)
            await matches.begin(stage, [person.member], 0, [readOn(member, page)]);
        });
        break;
      }
      case 'match':
        if (page !== readingPage(standing.match.row.code) || peopleIn(standing.match) < 2) return PAST;
        await log.keep([readOn(member, page)]);
        break;
      case 'over': {
        const { match, unpaid } = standing;
        if (page !== (unpaid === null ? resultPage : unpaidPage)(match.row.code)) return PAST;
        await log.keep([readOn(member, page)]);
        if (person.matches.at(-1) === match && match.row.seats.every((seat) => hasRead(seat.participant, match)))
          matches.forget(match.row.code);
        break;
      }
      case 'alone':
        if (page !== unpaidPage(standing.stage.key)) return PAST;
        await log.keep([readOn(member, page)]);
        break;
      default:
        return PAST;
    }
    moved(member);
    return STORED;
  };
  const hasRead = (participant: string | null, { row }: RoomMatch): boolean => {
    const read = participant === null ? undefined : ledger.people.get(participant)?.read;
    return read === undefined || read.has(resultPage(row.code)) || read.has(unpaidPage(row.code));
  };

  const guess = async (
    member: string,
    given: { readonly page: string; readonly guess: string; readonly confidence: number },
  ): Promise<HandedIn> => {
    const person = await personOf(member);
    const match = person.matches.find(({ row }) => given.page === guessPage(row.code));
    if (match === undefined || ledger.state() === 'ended') return PAST;
    if (match.guesses.has(member)) return STORED;
    const standing = standingOf(person, ledger, plan);
    if (standing.at !== 'over' || standing.match !== match || standing.unpaid !== null) return PAST;
    const { choice } = await matches.result(match);
    if (!isGuessWho(choice)) return PAST;
    const truth = truthOf(match.row, standing.seat);
    const confidence = Math.round(
      Math.min(100, Math.max(0, Number.isFinite(given.confidence) ? given.confidence : 50)),
    );
    const row: EventRow = {
      ...{ session, match: match.row.code, participant: member, kind: 'guess', at: clock() },
      body: { guess: given.guess, confidence, truth },
    };
    await log.keep([{ table: 'event', row }]);
    moved(member);
    return STORED;
  };

  const hand = async (
    member: string,
    given: { readonly page: string; readonly answer: unknown },
  ): Promise<HandedIn> => {
    const person = await personOf(member);
    const standing = standingOf(person, ledger, plan);
    if (standing.at !== 'hands' || !isHandsPage(given.page, standing.stop)) return PAST;
    const { asked } = standing;
    const option = asked.options.find(
      ({ answer, label }) => String(answer) === String(given.answer) || label === given.answer,
    );
    if (option === undefined)
      return {
        took: 'problem',
        problem: `Choose ${asked.options.map(({ label }) => label).join(' or ')}; got "${String(given.answer).slice(0, 40)}".`,
      };
    const body = { ...handsAt(plan, asked.table), key: asked.key, answer: option.answer };
    if (person.hands.get(handKey(body)) === option.answer) return STORED;
    await log.keep([
      { table: 'event', row: { ...{ session, match: null, participant: member, at: clock() }, kind: 'hand', body } },
    ]);
    moved(member);
    return STORED;
  };

  return {
    async answer(member, given) {
      const person = await personOf(member);
      here(member);
      const asked = ledger.state() === 'ended' ? null : await askedIn(person);
      const took = asked === null ? PAST : await asked.sitting.answer(asked.seat, given);
      return took.took === 'past' ? storedBefore(person, given) : took;
    },
    async back(member, page) {
      const person = await personOf(member);
      here(member);
      const asked = ledger.state() === 'ended' ? null : await askedIn(person);
      return asked === null ? PAST : asked.sitting.back(asked.seat, page);
    },
    goOn: (member, page) => {
      here(member);
      return inTurn(member, () => goOn(member, page));
    },
    guess: (member, given) => {
      here(member);
      return inTurn(member, () => guess(member, given));
    },
    hand: (member, given) => {
      here(member);
      return inTurn(member, () => hand(member, given));
    },
  };
}

const truthOf = ({ seats }: MatchRow, seat: number): string => seats.find((_, other) => other !== seat)?.id ?? '';
