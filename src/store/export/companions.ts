/** What stands beside the tables: a codebook of every column, a text to read first, a description for Psych-DS, and the figures in R and Python. */
import { cleanText } from '../../core/outside-text.ts';
import { analysisScripts } from './analysis-scripts.ts';
import { codebook } from './codebook.ts';
import type { Sink } from './pages.ts';
import { dataset } from './psych-ds.ts';
import { readMe } from './read-me.ts';
import type { ExportContents } from './contents.ts';

/** Writes all of them for the tables that were exported; `open` gives the file of a path, to be settled by the caller. */
export async function writeCompanions(written: ExportContents, open: (path: string) => Promise<Sink>): Promise<void> {
  const { places } = written;
  (await open(places.codebook)).put(codebook(written));
  (await open(places.readMe)).put(cleanText(readMe(written)));
  (await open(places.description)).put(dataset(written));
  const scripts = analysisScripts(written);
  if (scripts === null) return;
  (await open(places.analysis('R'))).put(scripts.r);
  (await open(places.analysis('py'))).put(scripts.python);
}
