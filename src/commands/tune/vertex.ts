/** `homines tune start --on files --model gemini-…`: a folder with rows for Vertex AI and the steps by hand. Needs no Python and no account. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { temporaryFor } from '../../disk/atomic-write.ts';
import { wordedOutput } from '../../disk/file-errors.ts';
import { fromHere, makeFolderOf, removeEmpty } from '../../disk/folder.ts';
import { servedAs } from '../../trainer/base-model.ts';
import { freeRunName, refuseName } from '../../trainer/run-made.ts';
import { agentWords } from '../../trainer/run-planned.ts';
import { proveLabels } from '../../tune/labels-proof.ts';
import { RUNS_FOLDER } from '../../tune/run-folder.ts';
import { readTrainingSet } from '../../tune/set-read.ts';
import { flagName } from '../shared/flag-name.ts';
import { print, printJson } from '../shared/print.ts';
import { wrap } from '../shared/text-columns.ts';
import type { StartFlags } from './run-flags.ts';
import { vertexFiles } from './vertex-folder.ts';

/** What Vertex takes of how it trains, beside where and under which name. */
const TAKES: readonly (keyof StartFlags)[] = ['on', 'model', 'name', 'epochs', 'rank', 'yes', 'json'];

/** Gives the exit code. Throws a UserError for whatever is in the way; nothing is written then. */
export async function forVertex(flags: StartFlags, data: string, model: string): Promise<number> {
  const stray = Object.entries(flags).find(
    ([name, value]) => value !== undefined && !TAKES.some((one) => one === name),
  );
  if (stray !== undefined)
    throw new UserError(
      `Of how ${model} is trained Vertex takes --epochs and --rank alone; leave --${flagName(stray[0])} out.`,
    );
  const lab = process.cwd();
  const read = readTrainingSet(data);
  const name = flags.name ?? freeRunName(lab, servedAs(`${agentWords(read.set)}-${model}`));
  refuseName(lab, name);
  const labels = await proveLabels(data);
  if (!labels.passed && read.set.labels === 'ours')
    throw new UserError(
      `${data} is not prepared: its labels are not those of its utility (${labels.fault ?? labels.figure}); make the set again with "${byHand('tune data')}".`,
    );
  const { epochs, rank } = flags;
  const files = vertexFiles(read, { model, name, epochs: epochs ?? null, rank: rank ?? null, labels });
  const folder = written(join(lab, RUNS_FOLDER, name), files);
  if (flags.json ?? false) return printJson({ folder, files: [...files.keys()] });
  print(
    wrap(
      `${fromHere(folder)} is ready: rows for Vertex AI, and in README.md the steps from the bucket to the table. Nothing was sent, and homines follows no job there.`,
    ),
  );
  return 0;
}

/** A folder, whole or not at all. */
function written(folder: string, files: ReadonlyMap<string, string>): string {
  const made = temporaryFor(folder);
  try {
    makeFolderOf(folder);
    for (const [name, text] of files) {
      mkdirSync(dirname(join(made, name)), { recursive: true });
      writeFileSync(join(made, name), text, { flag: 'wx' });
    }
    if (existsSync(folder)) throw new UserError(`${folder} is there already: give another name with --name.`);
    renameSync(made, folder);
    return folder;
  } catch (error) {
    throw wordedOutput(error, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
    removeEmpty(dirname(folder));
  }
}
