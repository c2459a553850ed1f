/** Matches read whole, in pieces: what a comparison folds and an export writes. */
import { breather } from '../core/breather.ts';
import type { LogReader, MatchReading } from '../core/log-reader.ts';
import type { SeatRow } from '../core/log.ts';
import { memo } from '../core/memo.ts';
import { ALIKE, type AnswerCells, type LoggedMatch, type SeatFacts, type StoredMatch } from '../core/stored-rows.ts';
import type { Connection } from './connect.ts';
import { asSeats, distributionIn, parsedOnce, presentationIn } from './parse-cache.ts';
import type { Attempt } from './retry.ts';

/** Answers in a piece: a millisecond or two. How many matches hold so many is guessed from the piece before. */
const ANSWERS = 1000;
/** At first nothing is known: matches of a thousand rounds must not fill the memory. */
const FIRST_MATCHES = 8;
const MOST_MATCHES = 500;

type MatchRecord = readonly [
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
/** A decision as it comes from its table, number of its match and of its own before its cells. */
type AnswerRecord = readonly [match: number, id: number, ...cells: unknown[]];
type MoveRecord = readonly [
  match: number,
  id: number,
  turn: number,
  seat: number,
  key: string,
  position: number,
  answer: string | number,
  source: AnswerCells['moves']['source'],
  distribution: string | null,
];
/** The cells of the other readings, each the first so many of these. */
type DecisionRecord = readonly [
  match: number,
  id: number,
  turn: number,
  seat: number,
  key: string,
  revision: number,
  round: number,
  practice: number,
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

type AnswersIn<Answer> = (ids: readonly number[]) => ReadonlyMap<number, readonly Answer[]>;

/** Prepares `LogReader.played` for a file. */
export function matchStream(db: Connection, attempt: Attempt): LogReader['played'] {
  const configs = parsedOnce();
  const seatsOf = seatsOnce();
  const columns = `m.id, m.code, m.game, m.version, m.config, m.seed, m.language, m.wording, m.seats, m.disclosed,
    m.started_at, e.how, e.at, m.rotation, m.phrasing`;
  const matchesAfter = db.prepare<[string, number, string | null, string | null, number], MatchRecord>(
    `select ${columns} from match m left join ending e on e.match = m.id
     where m.session = (select id from session where code = ?) and m.id > ? and (? is null or m.game = ?)
     order by m.id limit ?`,
  );
  const matchCalled = db.prepare<[string], MatchRecord>(
    `select ${columns} from match m left join ending e on e.match = m.id where m.code = ?`,
  );
  for (const statement of [matchesAfter, matchCalled]) statement.raw();
  const idOf = db.prepare<[string], number>('select id from match where code = ?').pluck();
  const payoffsBetween = db
    .prepare<[number, number], [match: number, seat: number, points: number]>(
      'select match, seat, points from payoff where match between ? and ?',
    )
    .raw();
  const calledBetween = db
    .prepare<[number, number], number>('select distinct match from call where match between ? and ?')
    .pluck();

  /** Answers by match, read in one go where the matches are neighbours. */
  const answersIn = <Record extends AnswerRecord, Answer>(
    cells: string,
    list: (records: readonly Record[]) => readonly Answer[],
  ): AnswersIn<Answer> => {
    const between = db
      .prepare<[number, number], Record>(`select match, id, ${cells} from decision where match between ? and ?`)
      .raw();
    return (ids) => {
      const found = new Map<number, readonly Answer[]>();
      const records = rangesOf(ids).flatMap(([first, last]) => between.all(first, last));
      // Sorted here: they come nearly in order, of which SQLite would make nothing.
      records.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
      for (let from = 0, to = 0; from < records.length; from = to) {
        const match = records[from]![0];
        while (records[to]?.[0] === match) to += 1;
        found.set(match, list(records.slice(from, to)));
      }
      return found;
    };
  };
  const answers: { readonly [Cells in keyof AnswerCells]: AnswersIn<AnswerCells[Cells]> } = {
    moves: answersIn('turn, seat, key, position, answer, source, distribution', movesOnce()),
    questions: answersIn(QUESTIONS, (records: readonly DecisionRecord[]) =>
      records.map(([, , turn, seat, key, revision, round, practice]) => ({
        ...{ turn, seat, key, revision, round },
        practice: practice === 1,
      })),
    ),
    answers: answersIn(ANSWERED, (records: readonly DecisionRecord[]) =>
      records.map(
        ([, , turn, seat, key, revision, round, practice, role, answer, answeredAt, source, distribution]) => ({
          ...{ turn, seat, key, revision, round, role, answer, answeredAt, source, distribution },
          practice: practice === 1,
        }),
      ),
    ),
    everything: answersIn(EVERYTHING, (records: readonly DecisionRecord[]) => records.map(everythingOf)),
  };

  const whole = <Cells extends keyof AnswerCells>(
    records: readonly MatchRecord[],
    { session, cells }: MatchReading<Cells>,
  ): readonly LoggedMatch<AnswerCells[Cells]>[] => {
    const ids = records.filter((record) => cells !== 'moves' || record[11] !== null).map((record) => record[0]);
    const ranges = rangesOf(ids);
    const given = answers[cells](ids);
    const called = new Set(ranges.flatMap(([first, last]) => calledBetween.all(first, last)));
    const points = new Map<number, (number | undefined)[]>();
    if (cells !== 'moves')
      for (const [match, seat, earned] of ranges.flatMap(([first, last]) => payoffsBetween.all(first, last))) {
        const mine = points.get(match) ?? [];
        mine[seat] = earned;
        points.set(match, mine);
      }
    return records.map((record) => {
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
      return {
        ...{ code, session, game, version, seed, language, wording, startedAt, ending, endedAt },
        ...{ config: configs(config), configText: config, ...seatsOf(seats), seatsText: seats },
        disclosed: disclosed === 1,
        presentation: presentationIn(rotation, phrasing),
        payoffs: points.get(id) ?? NOTHING,
        called: called.has(id),
        answers: given.get(id) ?? NOTHING,
      };
    });
  };

  return async function* played(reading) {
    const { session, game = null, after = null, codes } = reading;
    const breath = breather();
    const pieces = codes === undefined ? matchesSince(after) : matchesNamed(codes);
    async function* matchesSince(code: string | null) {
      let last = code === null ? 0 : ((await attempt(() => idOf.get(code))) ?? 0);
      for (let size = FIRST_MATCHES; ;) {
        const records = await attempt(() => matchesAfter.all(session.code, last, game, game, size));
        const matches = await attempt(() => whole(records, reading));
        yield matches;
        if (records.length < size) return;
        last = records.at(-1)![0];
        const held = matches.reduce((sum, one) => sum + one.answers.length, 0);
        size = Math.max(1, Math.min(2 * size, MOST_MATCHES, Math.round((ANSWERS * records.length) / (held || 1))));
      }
    }
    async function* matchesNamed(wanted: readonly string[]) {
      for (let at = 0; at < wanted.length; at += FIRST_MATCHES)
        yield await attempt(() =>
          whole(
            wanted.slice(at, at + FIRST_MATCHES).flatMap((code) => matchCalled.all(code)),
            reading,
          ),
        );
    }
    for await (const matches of pieces) {
      if (matches.length > 0) yield matches;
      if (breath.due()) await breath.turn();
    }
  };
}

const NOTHING: readonly never[] = [];

/** What is read of a table for these matches: all in one go, unless others lie between them, as where sessions were played at the same time. */
function rangesOf(ids: readonly number[]): readonly (readonly [first: number, last: number])[] {
  const [first, last] = [ids[0], ids.at(-1)];
  if (first === undefined || last === undefined) return NOTHING;
  return last - first < 2 * ids.length ? [[first, last]] : ids.map((id) => [id, id]);
}

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
]: DecisionRecord): AnswerCells['everything'] => ({
  ...{ turn, seat, key, revision, round, role, answer, answeredAt, source, position, shownAt },
  ...{ practice: practice === 1, ms, marks, options, because, notes, distribution },
});

const LISTS = 1000;

/** One match's answers; the same few answers are the same list. */
function movesOnce(): (records: readonly MoveRecord[]) => readonly AnswerCells['moves'][] {
  const known = new Map<string, readonly AnswerCells['moves'][]>();
  return (records) => {
    if (records.length > ALIKE) return records.map(moveOf);
    const values: unknown[] = [];
    for (const [, , turn, seat, key, position, answer, source, distribution] of records)
      values.push(turn, seat, key, position, answer, source, distribution);
    const text = JSON.stringify(values);
    let list = known.get(text);
    if (list === undefined) {
      if (known.size >= LISTS) known.clear();
      known.set(text, (list = records.map(moveOf)));
    }
    return list;
  };
}

const moveOf = ([, , turn, seat, key, position, answer, source, told]: MoveRecord): AnswerCells['moves'] => ({
  ...{ turn, seat, key, position, answer, source, because: null, notes: null },
  distribution: distributionIn(told),
});

const PARTICIPANT = '"participant":"';

type Seated = Pick<StoredMatch, 'seats' | 'participants'>;

/** Seats and who sat there: people's tables differ in their codes only, so each kind of table is parsed once. */
function seatsOnce(): (text: string) => Seated {
  const parsed = parsedOnce();
  const withoutPeople = memo((seats: readonly SeatRow[]) => seats.map(({ participant }) => participant));
  const split = (text: string): Seated => {
    const codes: string[] = [];
    let [table, from] = ['', 0];
    for (let at = text.indexOf(PARTICIPANT); at >= 0; at = text.indexOf(PARTICIPANT, from)) {
      const start = at + PARTICIPANT.length;
      table += text.slice(from, start);
      from = text.indexOf('"', start);
      codes.push(text.slice(start, from));
    }
    const seats = asSeats(parsed(table + text.slice(from)));
    let next = 0;
    return {
      seats: seats satisfies readonly SeatFacts[],
      participants:
        codes.length === 0
          ? withoutPeople(seats)
          : seats.map(({ participant }) => (participant === '' ? (codes[next++] ?? null) : participant)),
    };
  };
  let last: string | null = null;
  let made: Seated;
  return (text) => {
    if (text !== last) made = split(text);
    last = text;
    return made;
  };
}
