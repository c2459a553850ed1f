/** The records of matches in PostgreSQL, for reading matches whole. */
import type { AnswerCells } from '../../core/stored-rows.ts';
import { STREAM_COLUMNS } from '../match-source.ts';
import { CELLS, type CellRecords, type MatchSource, type StreamRecord } from '../match-stream.ts';
import { worded } from './errors.ts';
import type { MoveCells, QuestionCells } from '../parse-cache.ts';
import type { Query } from './connection.ts';
import { numbers } from './questions.ts';

type Match = {
  id: number;
  code: string;
  game: string;
  version: number;
  config: string;
  seed: number;
  language: string;
  wording: string;
  seats: string;
  disclosed: number;
  started_at: number;
  how: StreamRecord[11];
  at: number | null;
  rotation: number | null;
  phrasing: number | null;
};

type Decision = {
  match: number;
  id: number;
  turn: number;
  seat: number;
  key: string;
  position: number;
  revision: number;
  round: number;
  practice: number;
  role: string;
  answer: string;
  answer_number: number | null;
  answered_at: number;
  source: MoveCells[5];
  distribution: string | null;
  shown_at: number | null;
  ms: number | null;
  marks: string | null;
  options: string | null;
  because: string | null;
  notes: string | null;
};

const MATCHES = `select ${STREAM_COLUMNS.replace('m.disclosed', 'm.disclosed::int as disclosed')} from match m left join ending e on e.match = m.id`;

/** The columns of a reading: yes and no are 1 and 0 as in a file, and an answer that is a number is one. */
const columnsOf = (cells: keyof AnswerCells): string =>
  CELLS[cells].replace('practice', 'practice::int as practice').replace(/\banswer\b/, 'answer, answer_number');

/** A decision as the record of each reading. */
const RECORDS: { readonly [Cells in keyof CellRecords]: (row: Decision) => CellRecords[Cells] } = {
  answers: whole,
  everything: whole,
};

const movesOf = (d: Decision): MoveCells => [
  ...([d.turn, d.seat, d.key, d.position, d.answer_number ?? d.answer, d.source, d.distribution] as const),
];

const questionOf = (d: Decision): QuestionCells => [d.turn, d.seat, d.key, d.revision, d.round, d.practice];

/** The records of each match as one text. */
const textsOf = (rows: readonly Decision[], cellsOf: (d: Decision) => MoveCells | QuestionCells) =>
  [...Map.groupBy(rows, ({ match }) => match)].map(
    ([match, mine]) => [match, JSON.stringify(mine.map(cellsOf))] as const,
  );

/** What was not asked for is undefined, and not looked at. */
function whole(d: Decision): CellRecords['everything'] {
  return [
    ...([d.match, d.id, d.turn, d.seat, d.key, d.revision, d.round, d.practice, d.role] as const),
    ...([d.answer_number ?? d.answer, d.answered_at, d.source, d.distribution] as const),
    ...([d.position, d.shown_at, d.ms, d.marks, d.options, d.because, d.notes] as const),
  ];
}

const matchRecord = (m: Match): StreamRecord => [
  ...([m.id, m.code, m.game, m.version, m.config, m.seed, m.language, m.wording, m.seats, m.disclosed] as const),
  ...([m.started_at, m.how, m.at, m.rotation, m.phrasing] as const),
];

/** The records, asked by `ask`. */
export const matchSource = (ask: Query, address: string): MatchSource => ({
  async reading(work) {
    try {
      return work();
    } catch (error) {
      throw worded(error, address);
    }
  },
  matchesAfter: async (session, after, game, most) =>
    (
      await ask<Match>(
        `${MATCHES} where m.session = (select id from session where code = $1) and m.id > $2 and ($3::text is null or m.game = $3)
         order by m.id limit $4`,
        ...[session, after, game, most],
      )
    ).map(matchRecord),
  matchCalled: async (code) => (await ask<Match>(`${MATCHES} where m.code = $1`, code)).map(matchRecord),
  numberOf: async (code) => (await ask<{ id: number }>('select id from match where code = $1', code))[0]?.id ?? null,
  payoffs: async (ids) =>
    (
      await ask<{ match: number; seat: number; points: number }>(
        'select match, seat, points from payoff where match = any($1::bigint[])',
        numbers(ids),
      )
    ).map(({ match, seat, points }) => [match, seat, points] as const),
  called: async (ids) =>
    (await ask<{ match: number }>('select distinct match from call where match = any($1::bigint[])', numbers(ids))).map(
      ({ match }) => match,
    ),
  async moves(ids) {
    const rows = await ask<Decision>(
      `select match, id, ${columnsOf('moves')} from decision where match = any($1::bigint[]) order by match, turn, seat, key, revision`,
      numbers(ids),
    );
    return textsOf(rows, movesOf);
  },
  async questions(ids) {
    const rows = await ask<Decision>(
      `select match, id, ${columnsOf('questions')} from decision where match = any($1::bigint[]) order by match, id`,
      numbers(ids),
    );
    return textsOf(rows, questionOf);
  },
  async decisions(ids, cells) {
    const rows = await ask<Decision>(
      `select match, id, ${columnsOf(cells)} from decision where match = any($1::bigint[])`,
      numbers(ids),
    );
    return rows.map(RECORDS[cells]);
  },
});
