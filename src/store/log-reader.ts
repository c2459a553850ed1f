/**
 * Databases read for comparing: finished matches with their answers, from one file or several, and again only what is new.
 * Everything of one look comes from one read transaction a file; the event loop gets a turn every few milliseconds.
 */
import { realpathSync } from 'node:fs';
import { breather } from '../core/breather.ts';
import { ALIKE, type CallCount, type SessionFacts, type StoredMatch } from '../core/stored-rows.ts';
import type { SeatRow, StoredAnswer } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import { connectReader, type Connection } from './connect.ts';
import { parsedOnce } from './parse-cache.ts';
import { behind } from './migrate.ts';
import { newCallCounts } from './call-counts.ts';
import { nameOf } from './queries.ts';
import { worded } from './database-errors.ts';

export type Which = {
  /** By code or by name; null: all of them. */
  readonly session: string | null;
  /** Sessions at a keyboard without a name too. One that is asked for by itself is always looked at. */
  readonly rehearsals: boolean;
  readonly game: string | null;
  /** A session that has not begun yet is no mistake: it is looked for again each time. */
  readonly lenient?: true;
};

export type LogOverview = {
  readonly sessions: readonly SessionFacts[];
  /** Matches without an ending: left half-way, or going on. */
  readonly open: number;
  /** Matches of rehearsals that were left out. */
  readonly rehearsals: number;
  readonly treatments: ReadonlyMap<string, string | null>;
  readonly calls: readonly CallCount[];
};

export type LogReader = {
  /** Whether another program, or another connection of this one, has committed anything since this was last asked. */
  changed(): boolean;
  /** Hands over every match that has ended since the last look; the first time all of them. */
  look(which: Which, each: (match: StoredMatch) => void): Promise<LogOverview>;
  close(): void;
};

/** Milliseconds of work between two turns of the event loop. */
const BREATH = 8;
const FIRST_PAGE = 64;
const MOST = 1024;

type SessionRecord = SessionFacts & { readonly id: number };
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
  ending: StoredMatch['ending'],
];
type AnswerRecord = readonly [
  match: number,
  id: number,
  turn: number,
  seat: number,
  key: string,
  position: number,
  answer: string | number,
  substituted: 0 | 1,
];

/** Opens files for reading. One that is missing, not ours, too old or named twice is refused in a sentence. */
export function openLog(files: readonly string[]): LogReader {
  refuseTwice(files);
  const opened: { readonly file: string; readonly db: Connection; readonly look: ReturnType<typeof looking> }[] = [];
  const close = (): void => {
    for (const { db } of opened) db.close();
  };
  const codes = files.length > 1 ? new Map<string, string>() : null;
  try {
    for (const file of files) {
      const db = connectReader(file);
      try {
        if (behind(db, file) > 0)
          throw new UserError(
            `${file} was kept by an older homines; open it once with "homines sessions --db ${file}" to bring it up to date.`,
          );
        opened.push({ file, db, look: looking(db, file, codes) });
      } catch (error) {
        db.close();
        throw worded(error, file);
      }
    }
  } catch (error) {
    close();
    throw error;
  }
  let versions = '';
  return {
    changed() {
      const now = opened.map(({ db }) => String(db.pragma('data_version', { simple: true }))).join(' ');
      const other = now !== versions;
      versions = now;
      return other;
    },
    async look(which, each) {
      const looks: LogOverview[] = [];
      for (const { look } of opened) looks.push(await look(which, each));
      const sessions = looks.flatMap((one) => one.sessions);
      if (which.session !== null && sessions.length === 0 && !which.lenient)
        throw new UserError(
          `There is no session "${which.session}" in ${files.join(', ')}; "homines sessions" lists what there is.`,
        );
      return {
        sessions,
        open: looks.reduce((sum, one) => sum + one.open, 0),
        rehearsals: looks.reduce((sum, one) => sum + one.rehearsals, 0),
        treatments: new Map(looks.flatMap((one) => [...one.treatments])),
        calls: looks.flatMap((one) => one.calls),
      };
    },
    close,
  };
}

function looking(db: Connection, file: string, codes: Map<string, string> | null) {
  const configs = parsedOnce();
  const tables = seatsOnce();
  const lists = answersOnce();
  const sessionsOf = db.prepare<[], SessionRecord>(
    `select s.id, s.code, s.kind, s.seed, s.version, ${nameOf('s.id')} as name from session s order by s.id`,
  );
  const countOf = db
    .prepare<[number, string | null, string | null], number>(
      'select count(*) from match where session = ? and (? is null or game = ?)',
    )
    .pluck();
  const matchColumns = `m.id, m.code, m.game, m.version, m.config, m.seed, m.language, m.wording, m.seats, m.disclosed, e.how`;
  const matchesAfter = db
    .prepare<[number, number, number], MatchRecord>(
      `select ${matchColumns} from match m left join ending e on e.match = m.id where m.session = ? and m.id > ? order by m.id limit ?`,
    )
    .raw() as unknown as { all(session: number, after: number, limit: number): MatchRecord[] };
  const oneMatch = db
    .prepare<[number], MatchRecord>(
      `select ${matchColumns} from match m left join ending e on e.match = m.id where m.id = ?`,
    )
    .raw() as unknown as { get(id: number): MatchRecord | undefined };
  // Sorted here: they come nearly in order, of which SQLite would make nothing.
  const answersBetween = db
    .prepare<[number, number], AnswerRecord>(
      "select match, id, turn, seat, key, position, answer, source = 'substituted' from decision where match between ? and ?",
    )
    .raw() as unknown as { all(from: number, to: number): AnswerRecord[] };
  const people = db.prepare<[], { code: string; treatment: string | null }>(
    'select code, treatment from participant where treatment is not null',
  );
  const counted = newCallCounts(db);

  /** By session: the last match that was seen, and those among the earlier ones that had not ended. */
  const seen = new Map<number, { last: number; open: readonly number[] }>();

  const hand = (
    session: SessionFacts,
    records: readonly MatchRecord[],
    which: Which,
    each: (match: StoredMatch) => void,
  ): number[] => {
    const mine = records.filter((record) => which.game === null || record[2] === which.game);
    const open = mine.filter((record) => record[10] === null).map((record) => record[0]);
    const ended = mine.filter((record) => record[10] !== null);
    const answers = answersFor(ended.map((record) => record[0]));
    for (const record of ended) {
      const [id, code, game, version, config, seed, language, wording, seats, disclosed, ending] = record;
      if (codes !== null) {
        const before = codes.get(code);
        if (before !== undefined)
          throw new UserError(
            `The match ${code} is in ${before} and in ${file} as well: the same match would count twice; name one of the two files.`,
          );
        codes.set(code, file);
      }
      const table = tables(seats);
      each({
        ...{ code, session, game, version, seed, language, wording, ending, disclosed: disclosed === 1 },
        config: configs(config),
        configText: config,
        ...table,
        answers: answers.get(id) ?? [],
      });
      counted.add(id, table.seats);
    }
    return open;
  };

  /** Answers by match; a run of neighbours is read in one go. */
  const answersFor = (ids: readonly number[]): ReadonlyMap<number, readonly StoredAnswer[]> => {
    const found = new Map<number, readonly StoredAnswer[]>();
    const [first, end] = [ids[0], ids.at(-1)];
    if (first === undefined || end === undefined) return found;
    const rows =
      end - first < 2 * ids.length ? answersBetween.all(first, end) : ids.flatMap((id) => answersBetween.all(id, id));
    rows.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    for (let from = 0, to = 0; from < rows.length; from = to) {
      const match = rows[from]![0];
      while (rows[to]?.[0] === match) to += 1;
      found.set(match, lists(rows.slice(from, to)));
    }
    return found;
  };

  return async (which: Which, each: (match: StoredMatch) => void): Promise<LogOverview> => {
    db.exec('begin');
    try {
      const all = sessionsOf.all();
      const wanted = all.filter(
        ({ code, name }) => which.session === null || code === which.session || name === which.session,
      );
      const chosen = wanted.filter(
        ({ kind, name }) => which.rehearsals || which.session !== null || kind === 'run' || name !== null,
      );
      const left = wanted.filter((session) => !chosen.includes(session));
      const breath = breather(BREATH);
      let page = FIRST_PAGE;
      for (const { id, ...session } of chosen) {
        const before = seen.get(id) ?? { last: 0, open: [] };
        const again = before.open.map((match) => oneMatch.get(match)).filter((record) => record !== undefined);
        const open = hand(session, again, which, each);
        let { last } = before;
        for (;;) {
          const since = performance.now();
          const records = matchesAfter.all(id, last, page);
          open.push(...hand(session, records, which, each));
          last = records.at(-1)?.[0] ?? last;
          const took = performance.now() - since;
          if (took > BREATH) page = Math.max(8, page >> 1);
          else if (took < BREATH / 3) page = Math.min(MOST, page << 1);
          if (breath.due()) await breath.turn();
          if (records.length === 0) break;
        }
        seen.set(id, { last, open });
      }
      const open = chosen.reduce((sum, { id }) => sum + (seen.get(id)?.open.length ?? 0), 0);
      return {
        sessions: chosen.map(({ id: _, ...session }) => session),
        open,
        rehearsals: left.reduce((sum, { id }) => sum + (countOf.get(id, which.game, which.game) ?? 0), 0),
        treatments: new Map(people.all().map(({ code, treatment }) => [code, treatment])),
        calls: counted.counts(),
      };
    } catch (error) {
      throw worded(error, file);
    } finally {
      db.exec('commit');
    }
  };
}

const LISTS = 1000;

/** One match's answers; the same few answers are the same list. */
function answersOnce(): (rows: readonly AnswerRecord[]) => readonly StoredAnswer[] {
  const known = new Map<string, readonly StoredAnswer[]>();
  return (rows) => {
    if (rows.length > ALIKE) return rows.map(answerOf);
    const values: unknown[] = [];
    for (const [, , turn, seat, key, position, answer, substituted] of rows)
      values.push(turn, seat, key, position, answer, substituted);
    const text = JSON.stringify(values);
    let list = known.get(text);
    if (list === undefined) {
      if (known.size >= LISTS) known.clear();
      known.set(text, (list = rows.map(answerOf)));
    }
    return list;
  };
}

const answerOf = ([, , turn, seat, key, position, answer, substituted]: AnswerRecord): StoredAnswer => ({
  ...{ turn, seat, key, position, answer, because: null, notes: null },
  source: substituted === 1 ? 'substituted' : 'chosen',
});

const PARTICIPANT = '"participant":"';

type Table = Pick<StoredMatch, 'seats' | 'participants'>;

/** Seats and who sat there: people's tables differ in their codes only, so each kind of table is parsed once. */
function seatsOnce(): (text: string) => Table {
  const parsed = parsedOnce();
  return (text) => {
    const codes: string[] = [];
    let [table, from] = ['', 0];
    for (let at = text.indexOf(PARTICIPANT); at >= 0; at = text.indexOf(PARTICIPANT, from)) {
      const start = at + PARTICIPANT.length;
      table += text.slice(from, start);
      from = text.indexOf('"', start);
      codes.push(text.slice(start, from));
    }
    const seats = parsed(table + text.slice(from)) as readonly SeatRow[];
    let next = 0;
    return {
      seats,
      participants: seats.map(({ participant }) => (participant === '' ? (codes[next++] ?? null) : participant)),
    };
  };
}

function refuseTwice(files: readonly string[]): void {
  const places = files.map((file) => {
    try {
      return realpathSync(file);
    } catch {
      return file;
    }
  });
  const twice = files.find((_, i) => places.indexOf(places[i]!) !== i);
  if (twice !== undefined) throw new UserError(`${twice} is named twice; name each database once.`);
}
