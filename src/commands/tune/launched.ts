/** A run is brought to its provider, with lines that tell how far it is: from its beginning, or from where somebody was killed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../../jobs/launch.ts';
import { plannedFile, writeRows, writtenRows } from '../../jobs/rows-file.ts';
import { TUNER_FACTS } from '../../jobs/tuners.ts';
import type { JobOrder, TuningProvider } from '../../jobs/tuning-provider.ts';
import { uploadedCheck } from '../../jobs/uploaded-check.ts';
import { RUN_FILES, type ProviderRun } from '../../tune/run-folder.ts';
import { appendEvent } from '../../tune/run-read.ts';
import { readTrainingSet } from '../../tune/set-read.ts';
import { printProblem } from '../shared/print.ts';
import { wrap } from '../shared/text-columns.ts';
import { waitLine } from '../shared/wait-line.ts';
import { byHand } from '../../core/shell.ts';
import { agreedAfter } from './agreed-plan.ts';

/** Gives the job's id. `sure`: nobody is asked. Throws a UserError for what is in the way. */
export async function launched(
  { folder, run }: { readonly folder: string; readonly run: ProviderRun },
  provider: TuningProvider,
  sure: boolean,
  signal: AbortSignal,
): Promise<string> {
  const wait = waitLine();
  const say = (line: string): void => {
    wait.clear();
    printProblem(wrap(`${run.name}: ${line}`));
  };
  try {
    return await launch({
      ...{ folder, run, provider, say, signal },
      files: sentFiles(folder, run),
      progress: (part, sent, of) =>
        wait.draw(
          `Sending ${part === 'train' ? 'rows' : 'held-out rows'}: ${Math.floor((100 * sent) / of)} % of ${of.toLocaleString('en')} bytes`,
        ),
      before: async (order) => {
        wait.clear();
        await checked(folder, run, provider, order, sure, signal);
      },
    });
  } catch (error) {
    if (signal.aborted) say(`stopped: "${byHand(`tune resume ${run.name}`)}" goes on.`);
    throw error;
  } finally {
    wait.clear();
  }
}

/** The files that are sent, made anew of the run's own set where a killed program left none. */
function sentFiles(folder: string, run: ProviderRun) {
  const parts =
    TUNER_FACTS[run.on].heldOut && run.data.heldOut > 0 ? (['train', 'held-out'] as const) : (['train'] as const);
  if (parts.some((part) => !existsSync(join(folder, 'sent', `${part}.jsonl`)))) {
    const set = readTrainingSet(join(folder, RUN_FILES.data));
    writeRows(
      folder,
      parts.map((part) => plannedFile(run.on, part, part === 'train' ? set.train : set.heldOut)),
    );
  }
  return writtenRows(folder);
}

/** What the provider says of the rows when it has them. */
async function checked(
  folder: string,
  run: ProviderRun,
  tuning: TuningProvider,
  order: JobOrder,
  sure: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { train } = readTrainingSet(join(folder, RUN_FILES.data));
  const found = await uploadedCheck({ tuning, order, train, price: run.price, now: Date.now(), signal });
  if (found.mask !== null) appendEvent(folder, { kind: 'proof', at: found.mask.at, proof: found.mask });
  await agreedAfter(run.name, found, sure);
}
