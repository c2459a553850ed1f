/** What stands beside the tables: a codebook of every column, a text to read first, and a description for Psych-DS. */
import { codebook } from './codebook.ts';
import type { Table } from './column.ts';
import type { Sink, Tally } from './job.ts';
import type { Selection } from './fill.ts';
import type { Places } from './names.ts';
import { dataset } from './dataset.ts';
import { readMe } from './read-me.ts';

/** What a game says of itself, in words; null where it does not know. */
export type Describe = {
  /** A question as it was put, and what it takes. */
  question(question: {
    readonly game: string;
    readonly version: number;
    readonly key: string;
    readonly config: unknown;
    readonly seats: number;
    readonly seed: number;
  }): Described | null;
  setting(game: string, name: string): Described | null;
};
export type Described = { readonly says: string; readonly type?: string; readonly range?: string; readonly unit?: string };

export type Written = {
  readonly tables: readonly Table[];
  readonly tally: Tally;
  readonly selection: Selection;
  readonly places: Places;
  readonly describe: Describe;
  readonly command: string;
  readonly version: string;
  readonly format: string;
  readonly excel: boolean;
};

export async function writeCompanions(written: Written, open: (path: string) => Promise<Sink>): Promise<void> {
  const { places } = written;
  (await open(places.codebook)).put(codebook(written));
  (await open(places.readMe)).put(readMe(written));
  (await open(places.description)).put(dataset(written));
}
