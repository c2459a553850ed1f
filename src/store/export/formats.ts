/** The shapes that an export can have. */
import type { TableWriter } from './table-writer.ts';
import { jsonl } from './jsonl.ts';
import { long } from './long.ts';
import { otree } from './otree.ts';
import { parquet } from './parquet.ts';
import { wide } from './wide.ts';

/** The names of the formats, as they are typed. */
export const FORMATS = ['long', 'wide', 'otree', 'jsonl', 'parquet'] as const;
export type FormatName = (typeof FORMATS)[number];

type Format = {
  readonly write: TableWriter;
  /** How its files end. */
  readonly ending: string;
  /** What its first table has a row for. */
  readonly says: string;
  /** How often it reads every match. */
  readonly reads: number;
};

/** By name. */
export const formats: Readonly<Record<FormatName, Format>> = {
  long: { write: long, ending: '.csv', reads: 1, says: 'one row a decision' },
  wide: {
    write: wide,
    ending: '.csv',
    reads: 2,
    says: "one row a person or agent's seat, as oTree's table of all apps",
  },
  otree: {
    write: otree,
    ending: '.csv',
    reads: 2,
    says: "oTree's files under oTree's names in a folder: all_apps_wide, one a game, PageTimes",
  },
  jsonl: { write: jsonl, ending: '.jsonl', reads: 1, says: 'every row of every table as it is stored' },
  parquet: {
    write: parquet,
    ending: '.parquet',
    reads: 1,
    says: 'the long table with typed columns; into a folder, parts by session that are read as one table',
  },
};

/** The format that a name asks for: choices.parquet, events.jsonl. Everything else is the long table. */
export const formatOf = (out: string): FormatName =>
  /\.parquet$/i.test(out) ? 'parquet' : /\.(jsonl|ndjson)$/i.test(out) ? 'jsonl' : 'long';
