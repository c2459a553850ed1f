/** What a tuning report is of: a run as its columns have it, the control that it is held against, and the set with its held-out choices. */
import { join } from 'node:path';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { baseKey, controlFit, type RunOfReport } from '../../evaluation/columns.ts';
import { type ChoiceRow, isChoiceRow } from '../../evaluation/held-out.ts';
import { baseIdIn, tunedIdIn } from '../../tune/model-ids.ts';
import { RUN_FILES, RUNS_FOLDER, type TuningEvent, type TuningRun } from '../../tune/run-folder.ts';
import { digestIn, type FoundRun, readEvents, readRun, runNamed, runsIn } from '../../tune/run-read.ts';
import { heldOutRows, readSetFile } from '../../tune/set-read.ts';
import type { TrainingSet } from '../../tune/training-set.ts';

/** The run that was trained on shuffled answers: as named, else the latest of this lab that fits; null: there is none. */
export function controlOf(lab: string, of: FoundRun, typed: string | null): (FoundRun & RunOfReport) | null {
  const found = ({ folder, run }: FoundRun): FoundRun & RunOfReport => {
    const events = readEvents(folder);
    return { folder, ...ofReport(run, events) };
  };
  if (typed !== null) {
    const named = runNamed(lab, typed);
    if (!named.run.data.control)
      throw new UserError(
        `${typed} is no control: its set was made without --control, as "${byHand('tune data --control')}" makes one.`,
      );
    if (baseKey(named.run) !== baseKey(of.run))
      throw new UserError(
        `${typed} was trained from ${named.run.base.given}, and ${of.run.name} from ${of.run.base.given}: a control has the same base.`,
      );
    return found(named);
  }
  const others = runsIn(lab).flatMap((name) => {
    const folder = join(lab, RUNS_FOLDER, name);
    const run = readable(folder);
    const fit = run === null ? 0 : controlFit(run, of.run);
    return run === null || fit === 0 ? [] : [{ ...found({ folder, run }), fit }];
  });
  return others.toSorted((a, b) => b.fit - a.fit || b.run.createdAt - a.run.createdAt)[0] ?? null;
}

/** A run as the columns of a report have it. */
export const ofReport = (run: TuningRun, events: readonly TuningEvent[]): RunOfReport => ({
  ...{ run, digest: digestIn(events), id: tunedIdIn(run, events), base: baseIdIn(run, events) },
});

/** Another run's folder may be broken: that is none of this report's business. */
function readable(folder: string): FoundRun['run'] | null {
  try {
    return readRun(folder);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** The set that a run was trained on, and its held-out choices. */
export function dataOf(folder: string): { readonly set: TrainingSet; readonly rows: readonly ChoiceRow[] } {
  const data = join(folder, RUN_FILES.data);
  return { set: readSetFile(data), rows: heldOutRows(data).filter(isChoiceRow) };
}
