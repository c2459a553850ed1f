/** What stands beside the tables: a codebook of every column, a text to read first, and a description for Psych-DS. */
import { codebook } from './codebook.ts';
import type { Sink } from './job.ts';
import { dataset } from './dataset.ts';
import { readMe } from './read-me.ts';
import type { Written } from './written.ts';

export async function writeCompanions(written: Written, open: (path: string) => Promise<Sink>): Promise<void> {
  const { places } = written;
  (await open(places.codebook)).put(codebook(written));
  (await open(places.readMe)).put(readMe(written));
  (await open(places.description)).put(dataset(written));
}
