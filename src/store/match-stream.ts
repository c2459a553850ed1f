/**
 * Matches read whole, in pieces: what a comparison folds and an export writes. Where their records come from, SQLite or
 * PostgreSQL, is a `MatchSource`.
 */
import { breather } from '../core/breather.ts';
import type { LogReader, MatchReading } from '../core/log-reader.ts';
import { ALIKE, type AnswerCells, type LoggedMatch, type StoredMatch } from '../core/stored-rows.ts';
import {
  asMoves,
  asQuestions,
  distributionIn,
  type MoveCells,
  parsedOnce,
  presentationIn,
  type QuestionCells,
  readJson,
} from './parse-cache.ts';
import { seatsOnce } from './seats.ts';

/** Answers in a piece: a millisecond or two. How many matches hold so many is guessed from the piece before. */
const ANSWERS = 1000;
/** At first nothing is known: matches of a thousand rounds must not fill the memory. */
const FIRST_MATCHES = 8;
const MOST_MATCHES = 500;

/** A match as it comes from its table, with how and when it ended. */
export type StreamRecord = readonly [
  id: number,
  code: string,
  game: string,
  version: number,
  config: string,
  seed: number,
  language: string,
  wording: string,
  seats: string,
  disclosed: number,
  startedAt: number,
  ending: StoredMatch['ending'],
  endedAt: number | null,
  rotation: number | null,
  phrasing: number | null,
];
/** A decision as it comes from its table, the numbers of its match and its own before its cells: each reading has the first so many of these. */
type DecisionRecord = readonly [
  match: number,
  id: number,
  ...question: QuestionCells,
  role: string,
  answer: string | number,
  answeredAt: number,
  source: AnswerCells['everything']['source'],
  distribution: string | null,
  position: number,
  shownAt: number | null,
  ms: number | null,
  marks: string | null,
  options: string | null,
  because: string | null,
  notes: string | null,
];

const QUESTIONS = 'turn, seat, key, revision, round, practice';
const ANSWERED = `${QUESTIONS}, role, answer, answered_at, source, distribution`;
const EVERYTHING = `${ANSWERED}, position, shown_at, ms, marks, options, because, notes`;

/** The records of decisions that each of the other readings takes. */
export type CellRecords = {
  readonly answers: DecisionRecord;
  readonly everything: DecisionRecord;
};

/** Their columns: of moves and questions alone, else after the numbers of the match and of the decision. */
export const CELLS = {
  moves: 'turn, seat, key, position, answer, source, distribution',
  questions: QUESTIONS,
  answers: ANSWERED,
  everything: EVERYTHING,
} as const satisfies Record<keyof AnswerCells, string>;

/** Where records come from. Matches are named by their numbers, which grow in the order in which they began. */
export type MatchSource = {
  /** Reads what records hold: what goes wrong with the log is worded (a UserError). */
  reading<T>(work: () => T): Promise<T>;
  /** The matches of a session that began after the one of this number, at most so many, in their order. */
  matchesAfter(session: string, after: number, game: string | null, most: number): Promise<readonly StreamRecord[]>;
  matchCalled(code: string): Promise<readonly StreamRecord[]>;
  numberOf(code: string): Promise<number | null>;
  /** Of these matches, which come in their order; those of others may be among them. */
  payoffs(ids: readonly number[]): Promise<readonly (readonly [match: number, seat: number, points: number])[]>;
  /** In which of these matches models were called; others may be among them. */
  called(ids: readonly number[]): Promise<readonly number[]>;
  /**
   * The moves of these matches, a text each: JSON of a list of `MoveCells` in any order, but that what was answered again comes
   * after what was answered before. Those of others may be among them.
   */
  moves(ids: readonly number[]): Promise<readonly (readonly [match: number, moves: string])[]>;
  /** The questions of these matches, a text each: JSON of a list of `QuestionCells` in the order in which they were answered. Those of others may be among them. */
  questions(ids: readonly number[]): Promise<readonly (readonly [match: number, questions: string])[]>;
  /** The decisions of these matches, in any order; those of others may be among them. */
  decisions<Cells extends keyof CellRecords>(
    ids: readonly number[],
    cells: Cells,
  ): Promise<readonly CellRecords[Cells][]>;
};

type AnswersIn<Answer> = (ids: readonly number[]) => Promise<ReadonlyMap<number, readonly Answer[]>>;

/** Prepares `LogReader.played`. */
export function matchStream(source: MatchSource): LogReader['played'] {
  const configs = parsedOnce();
  const seatsOf = seatsOnce();
  const wordingOf = sameText();

  /** Answers by match. */
  const answersIn =
    <Cells extends keyof CellRecords>(
      cells: Cells,
      answerOf: (record: CellRecords[Cells]) => AnswerCells[Cells],
    ): AnswersIn<AnswerCells[Cells]> =>
    async (ids) => {
      const records = await source.decisions(ids, cells);
      return source.reading(() => {
        const found = new Map<number, AnswerCells[Cells][]>();
        let [match, list]: [number, AnswerCells[Cells][]] = [NaN, []];
        for (const record of inOrder(records)) {
          if (record[0] !== match) {
            [match, list] = [record[0], []];
            found.set(match, list);
          }
          list.push(answerOf(record));
        }
        return found;
      });
    };
  const movesIn = alikeOnce(ALIKE, (text) => asMoves(readJson(text)).toSorted(asAsked).map(moveOf));
  const questionsIn = alikeOnce(LONGEST, (text) => asQuestions(readJson(text)).map(questionIn));
  const textsIn = async <One>(
    texts: Promise<readonly (readonly [match: number, text: string])[]>,
    listIn: (text: string) => readonly One[],
  ): Promise<ReadonlyMap<number, readonly One[]>> => {
    const records = await texts;
    return source.reading(() => new Map(records.map(([match, text]) => [match, listIn(text)])));
  };
  const answers: { readonly [Cells in keyof AnswerCells]: AnswersIn<AnswerCells[Cells]> } = {
    moves: (ids) => textsIn(source.moves(ids), movesIn),
    questions: (ids) => textsIn(source.questions(ids), questionsIn),
    answers: answersIn('answers', answerOf),
    everything: answersIn('everything', everythingOf),
  };

  const whole = async <Cells extends keyof AnswerCells>(
    records: readonly StreamRecord[],
    { session, cells }: MatchReading<Cells>,
  ): Promise<readonly LoggedMatch<AnswerCells[Cells]>[]> => {
    const ids = records.filter((record) => cells !== 'moves' || record[11] !== null).map((record) => record[0]);
    const given = await answers[cells](ids);
    const called = new Set(await source.called(ids));
    const points = new Map<number, (number | undefined)[]>();
    if (cells !== 'moves')
      for (const [match, seat, earned] of await source.payoffs(ids)) {
        const mine = points.get(match) ?? [];
        mine[seat] = earned;
        points.set(match, mine);
      }
    return source.reading(() =>
      records.map((record) => {
        const [
          id,
          code,
          game,
          version,
          config,
          seed,
          language,
          wording,
          seats,
          disclosed,
          startedAt,
          ending,
          endedAt,
          rotation,
          phrasing,
        ] = record;
        const { seats: list, participants } = seatsOf(seats);
        // Written out: a spread takes as long as all the rest, and there are hundreds of thousands.
        return {
          code,
          session,
          game,
          version,
          seed,
          language,
          wording: wordingOf(wording),
          startedAt,
          ending,
          endedAt,
          config: configs(config),
          configText: config,
          seats: list,
          participants,
          seatsText: seats,
          disclosed: disclosed === 1,
          presentation: presentationIn(rotation, phrasing),
          payoffs: points.get(id) ?? NOTHING,
          called: called.has(id),
          answers: given.get(id) ?? NOTHING,
        };
      }),
    );
  };

  const called = async (codes: readonly string[]): Promise<readonly StreamRecord[]> => {
    const found: StreamRecord[] = [];
    for (const code of codes) found.push(...(await source.matchCalled(code)));
    return found;
  };

  return async function* played(reading) {
    const { session, game = null, after = null, codes } = reading;
    const breath = breather();
    const pieces = codes === undefined ? matchesSince(after) : matchesNamed(codes);
    async function* matchesSince(code: string | null) {
      let last = code === null ? 0 : ((await source.numberOf(code)) ?? 0);
      for (let size = FIRST_MATCHES; ;) {
        const records = await source.matchesAfter(session.code, last, game, size);
        const matches = await whole(records, reading);
        yield matches;
        if (records.length < size) return;
        last = records.at(-1)![0];
        const held = matches.reduce((sum, one) => sum + one.answers.length, 0);
        size = Math.max(1, Math.min(2 * size, MOST_MATCHES, Math.round((ANSWERS * records.length) / (held || 1))));
      }
    }
    async function* matchesNamed(wanted: readonly string[]) {
      for (let at = 0; at < wanted.length; at += FIRST_MATCHES)
        yield await whole(await called(wanted.slice(at, at + FIRST_MATCHES)), reading);
    }
    for await (const matches of pieces) {
      if (matches.length > 0) yield matches;
      if (breath.due()) await breath.turn();
    }
  };
}

const NOTHING: readonly never[] = [];

/** Records by match and in a match as they were stored. They come nearly so, of which a database that is asked for it would make nothing. */
function inOrder<Found extends DecisionRecord>(records: readonly Found[]): readonly Found[] {
  for (let i = 1; i < records.length; i++) if (order(records[i - 1]!, records[i]!) > 0) return records.toSorted(order);
  return records;
}

const order = (one: DecisionRecord, other: DecisionRecord): number => one[0] - other[0] || one[1] - other[1];

const answerOf = ([
  ,
  ,
  turn,
  seat,
  key,
  revision,
  round,
  practice,
  role,
  answer,
  answeredAt,
  source,
  distribution,
]: DecisionRecord): AnswerCells['answers'] => ({
  turn,
  seat,
  key,
  revision,
  round,
  practice: practice === 1,
  role,
  answer,
  answeredAt,
  source,
  distribution,
});

const everythingOf = ([
  ,
  ,
  turn,
  seat,
  key,
  revision,
  round,
  practice,
  role,
  answer,
  answeredAt,
  source,
  distribution,
  position,
  shownAt,
  ms,
  marks,
  options,
  because,
  notes,
  // One object, not put together of others: there are millions of them.
]: DecisionRecord): AnswerCells['everything'] => ({
  turn,
  seat,
  key,
  revision,
  round,
  practice: practice === 1,
  role,
  answer,
  answeredAt,
  source,
  distribution,
  position,
  shownAt,
  ms,
  marks,
  options,
  because,
  notes,
});

const LISTS = 1000;
/** Questions of a match up to which alike lists are one list: which were asked is alike more often than what was answered. */
const LONGEST = 64;

/** Turn by turn and seat by seat, as the questions were put; what was answered again stays in its order. */
const asAsked = (one: MoveCells, other: MoveCells): number =>
  one[0] - other[0] || one[1] - other[1] || one[3] - other[3] || (one[2] < other[2] ? -1 : Number(one[2] > other[2]));

/** One match's list, read from its text; lists of up to `longest` that are alike are the same list. */
function alikeOnce<One>(longest: number, read: (text: string) => readonly One[]): (text: string) => readonly One[] {
  const known = new Map<string, readonly One[]>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const list = read(text);
    if (list.length <= longest) {
      if (known.size >= LISTS) known.clear();
      known.set(text, list);
    }
    return list;
  };
}

const moveOf = ([turn, seat, key, position, answer, source, told]: MoveCells): AnswerCells['moves'] => ({
  turn,
  seat,
  key,
  position,
  answer,
  source,
  because: null,
  notes: null,
  distribution: told === null ? null : distributionIn(told),
});

const questionIn = ([turn, seat, key, revision, round, practice]: QuestionCells): AnswerCells['questions'] => ({
  turn,
  seat,
  key,
  revision,
  round,
  practice: practice === 1,
});

/** The same text as the one before, where they are alike: it is held once. */
function sameText(): (text: string) => string {
  let last = '';
  return (text) => (text === last ? last : (last = text));
}
