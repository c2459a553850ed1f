/** The records of matches in a file, for reading matches whole. */
import type { Connection } from './connect.ts';
import { CELLS, type CellRecords, type MatchSource, type StreamRecord } from './match-stream.ts';
import type { Attempt } from './retry.ts';

/** The columns of a match and its ending, in the order of a `StreamRecord`. */
export const STREAM_COLUMNS = `m.id, m.code, m.game, m.version, m.config, m.seed, m.language, m.wording, m.seats, m.disclosed,
    m.started_at, e.how, e.at, m.rotation, m.phrasing`;

/** Prepares reading the records of a file. */
export function matchSource(db: Connection, attempt: Attempt): MatchSource {
  const matchesAfter = db.prepare<[string, string, number, string | null, string | null, number], MatchRow>(
    `select ${STREAM_COLUMNS.replace('m.config', "iif(m.config = ?, '', m.config)")} from match m left join ending e on e.match = m.id
     where m.session = (select id from session where code = ?) and m.id > ? and (? is null or m.game = ?)
     order by m.id limit ?`,
  );
  const matchCalled = db.prepare<[string], StreamRecord>(
    `select ${STREAM_COLUMNS} from match m left join ending e on e.match = m.id where m.code = ?`,
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
  // In the order of the index by which they are found: to have them sorted takes a third longer, and they are sorted afterwards.
  const movesBetween = db
    .prepare<[number, number], [match: number, moves: string]>(
      `select match, json_group_array(json_array(${CELLS.moves})) from decision where match between ? and ? group by match`,
    )
    .raw();
  const questionsBetween = db
    .prepare<[number, number], [match: number, questions: string]>(
      `select match, json_group_array(json_array(${CELLS.questions}) order by id) from decision where match between ? and ? group by match`,
    )
    .raw();
  const between = <Cells extends keyof CellRecords>(cells: Cells) =>
    db
      .prepare<[number, number], CellRecords[Cells]>(
        `select match, id, ${CELLS[cells]} from decision where match between ? and ?`,
      )
      .raw();
  const decisions: {
    readonly [Cells in keyof CellRecords]: {
      all(first: number, last: number): CellRecords[Cells][];
    };
  } = {
    answers: between('answers'),
    everything: between('everything'),
  };
  const inRanges = <Found>(
    ids: readonly number[],
    read: (first: number, last: number) => readonly Found[],
  ): Promise<readonly Found[]> =>
    attempt(() => {
      const [range, ...others] = rangesOf(ids).map(([first, last]) => read(first, last));
      return range === undefined ? NOTHING : others.length === 0 ? range : range.concat(...others);
    });

  /** The settings of the last match that was read: what is the same is not handed over again. */
  let config = '';
  return {
    reading: attempt,
    matchesAfter: (session, after, game, most) =>
      attempt(() => {
        const records = matchesAfter.all(config, session, after, game, game, most);
        const same = config;
        for (const record of records) config = record[CONFIG] ||= same;
        return records;
      }),
    matchCalled: (code) => attempt(() => matchCalled.all(code)),
    numberOf: (code) => attempt(() => idOf.get(code) ?? null),
    payoffs: (ids) => inRanges(ids, (first, last) => payoffsBetween.all(first, last)),
    called: (ids) => inRanges(ids, (first, last) => calledBetween.all(first, last)),
    moves: (ids) => inRanges(ids, (first, last) => movesBetween.all(first, last)),
    questions: (ids) => inRanges(ids, (first, last) => questionsBetween.all(first, last)),
    decisions: (ids, cells) => inRanges(ids, (first, last) => decisions[cells].all(first, last)),
  };
}

/** A record while its settings are filled in, and where they stand. */
type MatchRow = { -readonly [Cell in keyof StreamRecord]: StreamRecord[Cell] };
const CONFIG = 4;

const NOTHING: readonly never[] = [];

/** What is read of a table for these matches: all in one go, unless others lie between them, as where sessions were played at the same time. */
function rangesOf(ids: readonly number[]): readonly (readonly [first: number, last: number])[] {
  const [first, last] = [ids[0], ids.at(-1)];
  if (first === undefined || last === undefined) return NOTHING;
  return last - first < 2 * ids.length ? [[first, last]] : ids.map((id) => [id, id]);
}
