/** What the lab keeps in the folder that it is called in, by its names alone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Language models, and who plays whom. */
export const LAB_FILE = 'homines.config.json';

/** Runs of tuning, one folder each. */
export const RUNS_FOLDER = 'tunes';

/** Whether this folder has anything to say of language models: then it has to be read before home stands. */
export const knowsModels = (folder: string): boolean =>
  [LAB_FILE, RUNS_FOLDER].some((name) => existsSync(join(folder, name)));
