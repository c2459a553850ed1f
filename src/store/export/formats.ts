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

/** By name: what writes its tables, how their files end, and what its first table has a row for. */
export const formats: Readonly<
  Record<FormatName, { readonly write: TableWriter; readonly ending: string; readonly says: string }>
> = {
  long: { write: long, ending: '.csv', says: 'one row a decision' },
  wide: { write: wide, ending: '.csv', says: "one row a person or agent's seat, as oTree's table of all apps" },
  otree: {
    write: otree,
    ending: '.csv',
    says: "oTree's files under oTree's names in a folder: all_apps_wide, one a game, PageTimes",
  },
  jsonl: { write: jsonl, ending: '.jsonl', says: 'every row of every table as it is stored' },
  parquet: { write: parquet, ending: '.parquet', says: 'the long table with typed columns' },
};

/** The format that a name asks for: choices.parquet, events.jsonl. Everything else is the long table. */
export const formatOf = (out: string): FormatName =>
  /\.parquet$/i.test(out) ? 'parquet' : /\.(jsonl|ndjson)$/i.test(out) ? 'jsonl' : 'long';
