/**
 * What the tests against real weights run on: the Python environment of the trainer, and the tiny model that they serve and
 * tune. Both are made once and kept in the user's cache, for every copy of the project on this computer.
 *
 *     node test/real/environment.ts      makes them and that of Tinker's SDK, or says that they are there
 */
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../src/core/user-error.ts';
import { cacheFolder } from '../../src/disk/cache-folder.ts';
import { pythonEnvironment } from '../../src/trainer/environment.ts';
import { hashOf, keptFolder } from '../../src/trainer/kept-folder.ts';
import { pythonFile, REQUIREMENTS } from '../../src/trainer/python-files.ts';
import { ended, lastLine, PYTHON_FLAGS } from '../../src/trainer/python-program.ts';

export type Environment = {
  /** The Python that has the packages. */
  readonly python: string;
  /** The folder in which the model's folder lies: a server that stands in it calls the model by its name. */
  readonly models: string;
};

/** What the tiny model is called by its server. */
export const TINY = 'tiny';

const at = (file: string): string => join(import.meta.dirname, file);

/** The environment and the tiny model, made where they are missing or made from something else. Throws a UserError where they cannot be made. */
export async function environment(): Promise<Environment> {
  const { python } = await pythonEnvironment();
  const models = join(cacheFolder(), 'tiny-model');
  // Weights come from a seed, but through these packages.
  const from = hashOf([pythonFile(REQUIREMENTS), at('tiny_model.py')]);
  await keptFolder(models, from, async (folder, stop) => {
    const made = await ended(python, [...PYTHON_FLAGS, at('tiny_model.py'), join(folder, TINY)], {
      ...{ stop, limit: 600_000, env: { HF_HUB_OFFLINE: '1' } },
    });
    if (made.status !== 0) throw new UserError(`The tiny model could not be made: ${lastLine(made)}.`);
  });
  return { python, models };
}

if (process.argv[1] === import.meta.filename) {
  // It is made beside tests, which wait for clocks.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  try {
    const { python } = await environment();
    process.stderr.write(`The tests against real weights have their Python: ${python}\n`);
    // test/tune trains at Tinker's stand-in by its SDK.
    const { python: tinker } = await pythonEnvironment(undefined, 'tinker');
    process.stderr.write(`The tests of Tinker have theirs: ${tinker}\n`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
