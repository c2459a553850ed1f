/**
 * What an export reads: each file in one read transaction, so that what others commit meanwhile is not seen, and in
 * pages, so that neither memory nor the event loop is held by a large file.
 */
import type { SeatRow } from '../../core/log.ts';
import { connectReader, type Connection } from '../connect.ts';
import { parsedOnce } from '../parse-cache.ts';
import { openStore } from '../open.ts';
import { patiently, PATIENCE_MS } from '../retry.ts';
import { nameOf } from '../queries.ts';
import { worded } from '../database-errors.ts';

/** Decisions a page, and matches a list: a millisecond or two each. */
const PAGE = 1000;
const LIST = 500;

export type StoredSession = {
  readonly id: number;
  readonly code: string;
  /** null: a rehearsal, unless it ran without a screen. */
  readonly name: string | null;
  readonly kind: 'lab' | 'run';
  readonly seed: number;
  readonly version: string;
  readonly startedAt: number;
  readonly matches: number;
};

export const isRehearsal = ({ kind, name }: StoredSession): boolean => kind === 'lab' && name === null;

/** One file, open for reading until `close`. */
export type Source = {
  readonly file: string;
  readonly db: Connection;
  readonly sessions: readonly StoredSession[];
  close(): void;
};

export type Person = {
  readonly id: number;
  readonly code: string;
  readonly label: string | null;
  readonly treatment: string | null;
  readonly joinedAt: number;
};

/** Which question a decision answers. */
export type DecisionKey = {
  readonly match: number;
  readonly id: number;
  readonly turn: number;
  readonly seat: number;
  readonly key: string;
  readonly revision: number;
  readonly round: number;
  readonly practice: number;
};

/** And the answer. */
export type DecisionAnswer = DecisionKey & {
  readonly role: string;
  readonly answer: string | number;
  readonly answeredAt: number;
  readonly source: string;
};

/** And everything else. */
export type DecisionFacts = DecisionAnswer & {
  readonly position: number;
  readonly shownAt: number | null;
  readonly ms: number | null;
  readonly marks: string | null;
  readonly options: string | null;
  readonly because: string | null;
  readonly notes: string | null;
};

const ASKED = 'match, id, turn, seat, key, revision, round, practice';
const ANSWERED = `${ASKED}, role, answer, answered_at as answeredAt, source`;
const WHOLE = `${ANSWERED}, position, shown_at as shownAt, ms, marks, options, because, notes`;

/** A call to a model; request and response are its text, long. */
export type CallFacts = {
  readonly turn: number;
  readonly seat: number;
  readonly key: string;
  readonly attempt: number;
  readonly provider: string;
  readonly model: string;
  readonly request: string;
  readonly response: string;
  readonly outcome: string;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  readonly cost: number | null;
  readonly ms: number;
  readonly at: number;
};

/** A match with everything that belongs to it. `config` and `seats` are JSON: the same text for thousands of matches. */
export type ExportMatch<D extends DecisionKey = DecisionFacts> = {
  readonly id: number;
  readonly code: string;
  readonly game: string;
  readonly version: number;
  readonly config: string;
  readonly seed: number;
  readonly language: string;
  readonly wording: string;
  readonly seats: string;
  /** `seats`, parsed. */
  readonly seated: readonly SeatRow[];
  readonly disclosed: number;
  readonly startedAt: number;
  readonly status: string | null;
  readonly endedAt: number | null;
  /** By seat. */
  readonly payoffs: readonly (number | undefined)[];
  /** As answered. */
  readonly decisions: readonly D[];
  /** Reads them when asked: there are none for most. */
  calls(): readonly CallFacts[];
};

/** Opens a file and begins the transaction in which all of it is read. An older one is brought up to date first. */
export async function openSource(file: string): Promise<Source> {
  (await openStore(file, { readonly: true })).close();
  const db = await patiently(() => connectReader(file), PATIENCE_MS).catch((error: unknown) => {
    throw worded(error, file);
  });
  try {
    // Pages are read in order: a large cache would only take memory.
    db.pragma('cache_size = -4000');
    db.exec('begin');
    const sessions = db
      .prepare<[], StoredSession>(
        `select s.id, s.code, ${nameOf('s.id')} as name, s.kind, s.seed, s.version, s.started_at as startedAt,
           (select count(*) from match m where m.session = s.id) as matches
         from session s order by s.id`,
      )
      .all();
    return { file, db, sessions, close: () => db.close() };
  } catch (error) {
    db.close();
    throw worded(error, file);
  }
}

/** Reads something; trouble with the file is told as such. */
export function reading<T>({ file }: Source, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw worded(error, file);
  }
}

/** Whether anything was answered in these sessions. */
export const anyDecision = (source: Source, sessions: readonly StoredSession[]): boolean =>
  reading(source, () => {
    const found = source.db.prepare<[number]>(
      'select 1 from match m join decision d on d.match = m.id where m.session = ? limit 1',
    );
    return sessions.some(({ id }) => found.get(id) !== undefined);
  });

export const peopleOf = (source: Source, session: StoredSession): readonly Person[] =>
  reading(source, () =>
    source.db
      .prepare<[number], Person>(
        'select id, code, label, treatment, joined_at as joinedAt from participant where session = ? order by id',
      )
      .all(session.id),
  );

const parsed = parsedOnce();

type Pending<D extends DecisionKey> = ExportMatch<D> & {
  readonly payoffs: (number | undefined)[];
  readonly decisions: D[];
};
type PayoffFacts = { readonly match: number; readonly seat: number; readonly points: number };
type Matches<D extends DecisionKey> = Generator<readonly ExportMatch<D>[], void>;

/** The matches of a session in the order in which they began, whole, some at a time: about as many as a page of decisions. */
export const matchesOf = (source: Source, session: StoredSession): Matches<DecisionFacts> =>
  pages<DecisionFacts>(source, session, WHOLE);

/** The same with the answers only: quicker where nothing else is wanted. */
export const answersOf = (source: Source, session: StoredSession): Matches<DecisionAnswer> =>
  pages<DecisionAnswer>(source, session, ANSWERED);

/** The same with the questions only. */
export const questionsOf = (source: Source, session: StoredSession): Matches<DecisionKey> =>
  pages<DecisionKey>(source, session, ASKED);

function* pages<D extends DecisionKey>(source: Source, session: StoredSession, columns: string): Matches<D> {
  try {
    yield* read<D>(source, session, columns);
  } catch (error) {
    throw worded(error, source.file);
  }
}

function* read<D extends DecisionKey>(source: Source, session: StoredSession, columns: string): Matches<D> {
  const { db } = source;
  const list = db.prepare<[number, number], Omit<ExportMatch, 'seated' | 'payoffs' | 'decisions' | 'calls'>>(
    `select m.id, m.code, m.game, m.version, m.config, m.seed, m.language, m.wording, m.seats, m.disclosed,
       m.started_at as startedAt, e.how as status, e.at as endedAt
     from match m left join ending e on e.match = m.id
     where m.session = ? and m.id > ? order by m.id limit ${LIST}`,
  );
  const payoffs = db.prepare<[number, number], PayoffFacts>(
    'select match, seat, points from payoff where match between ? and ?',
  );
  const called = db
    .prepare<[number, number], number>('select distinct match from call where match between ? and ?')
    .pluck();
  const callsOf = db.prepare<[number], CallFacts>(
    `select turn, seat, key, attempt, provider, model, request, response, outcome,
       tokens_in as tokensIn, tokens_out as tokensOut, cost, ms, at
     from call where match = ? order by id`,
  );
  const page = db.prepare<[number, number, number, number], D>(
    `select ${columns}
     from decision where match between ? and ? and (match > ? or id > ?) order by match, id limit ${PAGE}`,
  );

  for (let after = 0; ;) {
    const found = list.all(session.id, after);
    for (const run of runsOf(found)) {
      const [first, last] = [run[0]!.id, run.at(-1)!.id];
      const withCalls = new Set(called.all(first, last));
      const matches = run.map((match): Pending<D> => ({
        ...match,
        seated: parsed(match.seats) as readonly SeatRow[],
        payoffs: [],
        decisions: [],
        calls: () => (withCalls.has(match.id) ? reading(source, () => callsOf.all(match.id)) : []),
      }));
      for (const { match, seat, points } of payoffs.all(first, last)) matches[match - first]!.payoffs[seat] = points;
      let given = 0;
      for (let [match, id] = [first, 0]; ;) {
        const rows = page.all(match, last, match, id);
        for (const row of rows) matches[row.match - first]!.decisions.push(row);
        const end = rows.at(-1);
        if (end === undefined || rows.length < PAGE) break;
        [match, id] = [end.match, end.id];
        // The last match of a page may have more on the next one.
        yield matches.slice(given, match - first);
        given = match - first;
      }
      yield matches.slice(given);
    }
    if (found.length < LIST) return;
    after = found.at(-1)!.id;
  }
}

/** Parts of a list without gaps between their numbers: sessions that were played at the same time lie interleaved. */
function runsOf<T extends { readonly id: number }>(found: readonly T[]): readonly (readonly T[])[] {
  const runs: T[][] = [];
  for (const one of found) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1)!.id + 1 === one.id) run.push(one);
    else runs.push([one]);
  }
  return runs;
}

export type EventFacts = {
  readonly match: string | null;
  readonly participant: string | null;
  readonly kind: string;
  /** JSON. */
  readonly body: string | null;
  readonly at: number;
};

export const eventsOf = (source: Source, session: StoredSession): readonly EventFacts[] =>
  reading(source, () =>
    source.db
      .prepare<[number], EventFacts>(
        `select m.code as match, p.code as participant, e.kind, e.body, e.at
         from event e left join match m on m.id = e.match left join participant p on p.id = e.participant
         where e.session = ? order by e.id`,
      )
      .all(session.id),
  );

/** In how many matches of a session each person sits. */
export function matchesByPerson(source: Source, session: StoredSession): ReadonlyMap<string, number> {
  const seats = source.db
    .prepare<[number], [string, number]>(
      `select value ->> 'participant', count(*) from match, json_each(match.seats)
       where session = ? and value ->> 'participant' is not null group by 1`,
    )
    .raw();
  return new Map(reading(source, () => seats.all(session.id)));
}
