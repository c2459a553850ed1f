/** `homines tune report RUN`: what came out, measured where it was not measured yet, on one page and in the terminal. */
import { join } from 'node:path';
import { loadGames } from '../../disk/games.ts';
import { version } from '../../disk/version.ts';
import { UserError } from '../../core/user-error.ts';
import { agreementRows } from '../../evaluation/agreement.ts';
import { evaluatedModels, FORM_WORDS } from '../../evaluation/answer-form.ts';
import { columnsFor, isControlOf, type RunOfReport } from '../../evaluation/columns.ts';
import { type ChoiceRow, isChoiceRow } from '../../evaluation/held-out.ts';
import { measure, measurePlan, type Measured } from '../../evaluation/measure.ts';
import { QUICK, STANDARD } from '../../evaluation/report-size.ts';
import { reportTasks } from '../../evaluation/report-task.ts';
import { subjectAnswers } from '../../evaluation/subject-answers.ts';
import { RUN_LIMIT_S, limitFrom } from '../../model/limit.ts';
import { openStore } from '../../store/open.ts';
import { readTextFile } from '../../disk/text-file.ts';
import { digestIn, readEvents, readRun, runNamed, runsIn } from '../../tune/run-read.ts';
import { RUN_FILES, RUNS_FOLDER } from '../../tune/run-folder.ts';
import { tuneRow } from '../../tune/row.ts';
import { SET_FILES, trainingSet, type TrainingSet } from '../../tune/training-set.ts';
import { DEFAULT_DB } from '../shared/flags.ts';
import { print, printProblem } from '../shared/print.ts';
import { modelsHere } from '../shared/resolve.ts';
import { catchSignals } from '../shared/signals.ts';
import { aligned } from '../shared/text-columns.ts';
import { trusting } from '../shared/trusting.ts';

/** What `tune report` takes. */
export type ReportFlags = {
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
  readonly quick?: boolean | undefined;
  readonly again?: boolean | undefined;
  readonly control?: string | undefined;
  readonly db?: string | undefined;
};

/** Questions at once: a server on a processor answers one after the other. */
const AT_ONCE = 2;

export async function report(flags: ReportFlags, typed: string | undefined): Promise<number> {
  if (typed === undefined) throw new UserError('homines tune report needs a run: name one, or the path of its folder.');
  const lab = process.cwd();
  const found = runNamed(lab, typed);
  const here: RunOfReport = { run: found.run, digest: digestIn(readEvents(found.folder)) };
  const { set, rows } = dataOf(found.folder);
  const control = controlOf(lab, found.run.name, here, flags.control);
  const { subjects } = columnsFor(here, set, control);
  const games = await loadGames();
  const store = await openStore(flags.db ?? DEFAULT_DB);
  const stopped = catchSignals();
  try {
    const measured: Measured = {
      ...{ subjects, games, rows, set: set.hash, size: flags.quick === true ? QUICK : STANDARD },
      tasks: reportTasks(games, set.taste),
      models: evaluatedModels(modelsHere(RUN_LIMIT_S, AT_ONCE)),
    };
    const plan = await trusting(false, () => measurePlan(store, measured));
    const end =
      flags.again === true
        ? null
        : await measure({
            ...{ store, measured, plan, version: version(), signal: stopped.signal, atOnce: AT_ONCE },
            limitMs: limitFrom(process.env, RUN_LIMIT_S),
            progress: ({ asked, of, subject }) => printProblem(`${asked} of ${of}: ${subject}`),
          });
    const now = await measurePlan(store, measured);
    for (const one of now.subjects) {
      const answers = await subjectAnswers(store, one, measured);
      for (const { form, heldOut } of answers.forms)
        print(
          aligned(
            agreementRows(heldOut).map(({ node, method, agreement, baseRate }) => [
              `${one.subject.name}, ${FORM_WORDS[form]}`,
              `${node} ${method}`,
              `${agreement.k} of ${agreement.n}`,
              baseRate.rate.toFixed(2),
            ]),
            2,
          ),
        );
    }
    return end === null ? 0 : stopped.exitCode();
  } finally {
    stopped.done();
    store.close();
  }
}

/** The run that was trained on shuffled answers: as named, else the latest of this lab that fits; null: there is none. */
function controlOf(lab: string, name: string, { run }: RunOfReport, typed: string | undefined): RunOfReport | null {
  const readIn = (folder: string, one: RunOfReport['run']): RunOfReport => ({
    run: one,
    digest: digestIn(readEvents(folder)),
  });
  if (typed !== undefined) {
    const found = runNamed(lab, typed);
    if (!found.run.data.control) throw new UserError(`${typed} is no control: its set was made without --control.`);
    return readIn(found.folder, found.run);
  }
  const others = runsIn(lab).flatMap((one) => {
    const folder = join(lab, RUNS_FOLDER, one);
    const other = readRun(folder);
    return one !== name && isControlOf(other, run) ? [readIn(folder, other)] : [];
  });
  return others.toSorted((a, b) => b.run.createdAt - a.run.createdAt)[0] ?? null;
}

const MOST_ROWS_BYTES = 500_000_000;

/** The set that a run was trained on, and its held-out choices. */
function dataOf(folder: string): { readonly set: TrainingSet; readonly rows: readonly ChoiceRow[] } {
  const data = join(folder, RUN_FILES.data);
  const set = trainingSet.parse(JSON.parse(readTextFile(join(data, SET_FILES.set)) ?? 'null'));
  const text = readTextFile(join(data, SET_FILES.heldOut), MOST_ROWS_BYTES) ?? '';
  const rows = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => tuneRow.parse(JSON.parse(line)))
    .filter(isChoiceRow);
  return { set, rows };
}
