/**
 * A sequence of matches that the same people play one after another, without feedback in between. It is kept as an event of
 * its session, with the order of its protocols and the seed of every match, and each match says its place in it: whoever
 * opens it again goes on where it stood, after whatever ended it.
 */
import type { EventBody } from '../../core/events.ts';
import type { EventRow, Hold, MatchSummary, Store } from '../../core/log.ts';
import type { AnyGame } from '../../core/game.ts';
import { canonical } from '../../core/distribution.ts';
import { firstAnswer, questionsPlayed } from '../../core/dry-match.ts';
import { newSeed } from '../../core/ids.ts';
import { rng } from '../../core/rng.ts';
import { UserError } from '../../core/user-error.ts';
import { resumedMatch } from '../history.ts';
import { type LiveMatch, type LivePlace, newLiveMatch } from '../live-match.ts';
import { called, type Participants } from '../participants.ts';
import { peopleOf, type TableSetting } from '../table-setting.ts';
import { orderFor } from './order.ts';
import { listed } from '../../core/format.ts';
import { type Battery, gamesIn, tablesOf } from './protocols.ts';
import { type BatterySetting, listedTables, peopleIn, tableOf } from './setting.ts';

/** What a session keeps of one sequence. */
export type SequenceFacts = EventBody<'battery'>;

/** A sequence and where it stands. */
export type Sequence = SequenceFacts & {
  readonly session: string;
  /** A table for every place, in order. */
  readonly tables: readonly TableSetting[];
  /** By place the match that was begun last; null: none was. */
  readonly matches: readonly (MatchSummary | null)[];
  /** The place, from 0, of the first protocol that has not come to its end; how many there are: all have. */
  readonly at: number;
};

/** Where sequences are kept, and the games that there are, each in its own language. */
export type SequencePlace = LivePlace & { readonly games: readonly AnyGame[] };

/** Whether every protocol has come to its end. */
export const isOver = ({ at, tables }: Sequence): boolean => at >= tables.length;

/** Whether the protocol at this place is the first of its block: of another game than the one before. */
export const opensBlock = ({ protocols }: Pick<SequenceFacts, 'protocols'>, at: number): boolean =>
  protocols[at]?.game !== protocols[at - 1]?.game;

/**
 * The people at the keyboard begin a battery, or go on with theirs; on disk when it resolves. Of two programs that begin at
 * once each has an order of its own. Throws a UserError where one of them has finished it in this session.
 */
export async function begunSequence(
  { store, clock, games }: SequencePlace,
  participants: Participants,
  setting: BatterySetting,
): Promise<Sequence> {
  const { battery, against, language, explained } = setting;
  const { codes, before } = await participants.sitDown(peopleIn(setting), clock());
  const session = participants.current.code;
  const hold = await patient(store, `${session}-battery`);
  try {
    const earlier = await factsIn(store, session);
    const mine = earlier.findLast(({ people }) => people.some((code) => codes.includes(code)));
    if (mine !== undefined) {
      const found = await sequenceOf({ store, games }, session, mine);
      const who = called(codes.find((code) => mine.people.includes(code)) ?? '', participants.current.people);
      if (!isOver(found)) {
        if (samePeople(mine.people, codes)) return found;
        const known = await store.participants(session);
        const all = listed(mine.people.map((code) => called(code, known)));
        throw new UserError(
          `${who} is in the middle of a battery in this session that ${all} began: seat exactly them, or others with labels of their own.`,
        );
      }
      throw new UserError(
        `${who} has been through all ${found.tables.length} protocols in this session: seat somebody else, with a label of their own.`,
      );
    }
    const seed = setting.seed ?? earlier[0]?.seed ?? newSeed();
    const number = earlier.length + 1;
    const order = setting.order ?? number;
    const tables = await listedTables(games, setting);
    const placed = orderFor(blockSizes(battery), seed, order);
    const facts: SequenceFacts = {
      ...{ number, order, seed, people: codes, against, language, explained, settings: battery.settings },
      protocols: placed.map(({ protocol, turned }, at) => ({
        ...battery.protocols[protocol]!,
        seed: seedFor(tables[protocol]!, turned, (tried) => rng(seed, 'battery', number, at, tried).below(2 ** 31)),
        turned,
      })),
      paid: paidOf(seed, number, placed.length),
    };
    const row: EventRow = {
      ...{ session, match: null, participant: codes[0] ?? null, kind: 'battery', body: facts, at: clock() },
    };
    await store.record([...before, { table: 'event', row }]);
    participants.written(before);
    return await sequenceOf({ store, games }, session, facts);
  } finally {
    hold.release();
  }
}

/** Whoever numbers participants holds it for a moment; so often it is tried, every so many milliseconds. */
const TRIES = 400;
const EVERY_MS = 25;

async function patient(store: Store, code: string): Promise<Hold> {
  for (let tried = 0; tried < TRIES; tried++) {
    const hold = await store.hold(code);
    if (hold !== null) return hold;
    await new Promise((done) => setTimeout(done, EVERY_MS));
  }
  throw new UserError(
    'Another program is beginning a battery in this session and does not come to its end: try again.',
  );
}

/** How many protocols each block has, in the order of the list. */
const blockSizes = ({ protocols }: Battery): readonly number[] =>
  [...Map.groupBy(protocols, ({ game }) => game).values()].map((block) => block.length);

/** Choices of one protocol and beliefs of another: who is paid for both in one could insure one with the other. */
function paidOf(seed: number, number: number, of: number): SequenceFacts['paid'] {
  const chance = rng(seed, 'battery', number, 'paid');
  const choices = chance.below(of);
  return { choices: choices + 1, beliefs: of === 1 ? 1 : ((choices + 1 + chance.below(of - 1)) % of) + 1 };
}

/** So many seeds are tried: where lots decide about two people's options, one in four is right. */
const SEEDS = 200;

/**
 * A seed with which the game's own lot turns the options of the person who chose the table as wanted, and those of another
 * person the other way. Where the game turns none, the first.
 */
function seedFor(table: TableSetting, turned: boolean, draw: (tried: number) => number): number {
  const people = peopleOf(table);
  for (let tried = 0; tried < SEEDS; tried++) {
    const seed = draw(tried);
    const first = new Map<number, boolean>();
    for (const { seat, input } of questionsPlayed(table.game, table.config, seed, 2, firstAnswer))
      if (input.kind === 'choice' && !first.has(seat))
        first.set(seat, canonical(input.options)[0]!.value !== input.options[0]!.value);
    if (first.get(0) === turned && (people < 2 || first.get(1) === !turned)) return seed;
  }
  return draw(0);
}

/** What a session keeps of its sequences, in the order in which they began. */
async function factsIn(store: Store, session: string): Promise<readonly SequenceFacts[]> {
  return (await store.events(session)).flatMap((event) => (event.kind === 'battery' ? [event.body] : []));
}

/** A sequence with its tables and its matches as they are on disk. */
async function sequenceOf(
  { store, games }: Pick<SequencePlace, 'store' | 'games'>,
  session: string,
  facts: SequenceFacts,
): Promise<Sequence> {
  const { protocols, settings, language, against, number } = facts;
  const spoken = await gamesIn(games, { settings, protocols }, language);
  const tables = tablesOf(spoken, settings, protocols).map((table, at) => tableOf(table, against, protocols[at]!.seed));
  const places = new Map(
    (await store.events(session)).flatMap((event) =>
      event.kind === 'protocol' && event.body.battery === number ? [[event.match, event.body.place - 1] as const] : [],
    ),
  );
  const matches: (MatchSummary | null)[] = tables.map(() => null);
  const participant = facts.people[0];
  for (const match of await store.matches({ session, ...(participant === undefined ? {} : { participant }) })) {
    const place = places.get(match.code);
    if (place !== undefined) matches[place] = match;
  }
  const at = matches.findIndex((match) => match?.ending !== 'finished');
  return { ...facts, session, tables, matches, at: at < 0 ? tables.length : at };
}

/** A sequence as it stands on disk now. */
export async function readAgain(place: Pick<SequencePlace, 'store' | 'games'>, known: Sequence): Promise<Sequence> {
  const { tables: _t, matches: _m, at: _a, session, ...facts } = known;
  return sequenceOf(place, session, facts);
}

/** Whether these are the same people, whoever is named first. */
export const samePeople = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((code) => others.includes(code));

/** The latest sequence of a session that has not come to its end, that no other window goes on with, and that is `wanted`. */
export async function unfinishedSequence(
  place: Pick<SequencePlace, 'store' | 'games'>,
  session: string,
  wanted: (facts: SequenceFacts) => boolean = () => true,
): Promise<Sequence | null> {
  for (const facts of (await factsIn(place.store, session)).toReversed()) {
    if (!wanted(facts)) continue;
    const hold = await holdSequence(place.store, { session, number: facts.number });
    hold?.release();
    if (hold === null) continue;
    const found = await sequenceOf(place, session, facts);
    if (!isOver(found)) return found;
  }
  return null;
}

/** The sequence that a match belongs to; null: to none. */
export async function sequenceWith(
  place: Pick<SequencePlace, 'store' | 'games'>,
  match: string,
): Promise<Sequence | null> {
  const found = await place.store.match(match);
  if (found === null) return null;
  const { session } = found;
  const events = await place.store.events(session);
  const said = events.flatMap((event) => (event.kind === 'protocol' && event.match === match ? [event.body] : []))[0];
  const facts = events.flatMap((event) => (event.kind === 'battery' ? [event.body] : []));
  const mine = facts.find(({ number }) => number === said?.battery);
  return mine === undefined ? null : sequenceOf(place, session, mine);
}

/** Holds a sequence for whoever goes through it; null: another window does. */
export const holdSequence = (
  store: Store,
  { session, number }: Pick<Sequence, 'session' | 'number'>,
): Promise<Hold | null> => store.hold(`${session}-battery-${number}`);

/**
 * The match of the place where a sequence stands: the one that was left there, at the question where it stood, or a new one.
 * Its first rows are on disk when this resolves.
 */
export async function nextMatchOf(
  place: SequencePlace,
  participants: Participants,
  sequence: Sequence,
): Promise<LiveMatch> {
  const { at, tables, matches, number, session, people } = sequence;
  const open = matches[at] ?? null;
  if (open !== null && open.ending === null) return resumedMatch(place, open.code, participants);
  const table = tables[at];
  if (table === undefined) throw new Error(`battery ${number} has no protocol ${at + 1}`);
  const { current } = participants;
  if (current.code !== session || people.some((code, seat) => current.people[seat]?.code !== code))
    await participants.goOn({ code: session, name: (await place.store.session(session))?.name ?? null }, people);
  return newLiveMatch(place, participants, table, table.seed ?? 0, false, (match) => [
    {
      table: 'event',
      row: {
        ...{ session, match: match.code, participant: null, kind: 'protocol', at: place.clock() },
        body: { battery: number, place: at + 1, of: tables.length },
      },
    },
  ]);
}
