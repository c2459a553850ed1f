/** The game that a run's model is met in where nobody names one. */
import { join } from 'node:path';
import { jsonIn, readTextFile } from '../../disk/text-file.ts';
import { RUN_FILES } from '../../tune/run-folder.ts';
import { firstTrainable } from '../../tune/trainable-games.ts';
import { SET_FILES, trainingSet } from '../../tune/training-set.ts';

/** The name of the first game that the run of this folder learned from; of a set that says nothing of it the first that may be in one. */
export async function firstGameOf(folder: string): Promise<string> {
  const read = trainingSet.safeParse(jsonIn(readTextFile(join(folder, RUN_FILES.data, SET_FILES.set)) ?? ''));
  return read.data?.games[0] ?? (await firstTrainable()).name;
}
