/** A tuning report with everything that it takes: the run's folder, its control, a server where something is still to be asked, the database. */
import { join } from 'node:path';
import { counted, lasting } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import type { Store } from '../../core/log.ts';
import { UserError } from '../../core/user-error.ts';
import { loadGames } from '../../disk/games.ts';
import { referenceTable } from '../../disk/reference-files.ts';
import { version } from '../../disk/version.ts';
import { evaluatedModels } from '../../evaluation/answer-form.ts';
import { baseKey, columnsFor, controlFit, type RunOfReport } from '../../evaluation/columns.ts';
import { tuningReport, type TuningReport } from '../../evaluation/document.ts';
import { type ChoiceRow, isChoiceRow } from '../../evaluation/held-out.ts';
import {
  measure,
  type MeasureEnd,
  type MeasureFar,
  type Measured,
  type MeasurePlan,
  measurePlan,
  usualTime,
} from '../../evaluation/measure.ts';
import type { ReportSize } from '../../evaluation/report-size.ts';
import { reportTasks } from '../../evaluation/report-task.ts';
import { subjectAnswers } from '../../evaluation/subject-answers.ts';
import { readLab } from '../../model/lab-file.ts';
import { limitFrom, RUN_LIMIT_S } from '../../model/limit.ts';
import { clientOf, openModels } from '../../model/registry.ts';
import { openStore } from '../../store/open.ts';
import { runState, stateWords } from '../../trainer/state.ts';
import { tunedStanding } from '../../tune/proof.ts';
import { baseIdIn, tunedIdIn } from '../../tune/model-ids.ts';
import { RUN_FILES, RUNS_FOLDER, TUNED, type TuningEvent, type TuningRun } from '../../tune/run-folder.ts';
import { digestIn, type FoundRun, proofsIn, readEvents, readRun, runNamed, runsIn } from '../../tune/run-read.ts';
import { heldOutRows, readSetFile } from '../../tune/set-read.ts';
import type { TrainingSet } from '../../tune/training-set.ts';
import { keepLineage } from '../shared/lineage.ts';
import { waitLine } from '../shared/wait-line.ts';
import { printProblem } from '../shared/print.ts';
import { wrap } from '../shared/text-columns.ts';
import { trusting } from '../shared/trusting.ts';
import { isUnproved, proveMissing } from './prove.ts';
import { seatRuns } from './seat.ts';
import { serveRuns } from './served.ts';

export type ReportOptions = {
  /** The lab folder. */
  readonly lab: string;
  readonly size: ReportSize;
  /** Nothing is asked: what is missing is said to be. */
  readonly again: boolean;
  /** The control's run, as typed; null: found by its data. */
  readonly control: string | null;
  /** The database. */
  readonly db: string;
  readonly signal: AbortSignal;
};

/** A report, and why not everything was asked; null: it was. */
export type MeasuredReport = { readonly report: TuningReport; readonly end: MeasureEnd };

/** Questions at once: a server on a processor answers one after the other, and never waits for us. */
const AT_ONCE = 2;

/**
 * Asks what is missing, and gives the report. Progress goes to stderr. Throws a UserError where there is no such run or control,
 * the set was damaged, or nothing can be served.
 */
export async function measuredReport(typed: string, options: ReportOptions): Promise<MeasuredReport> {
  const { lab, size } = options;
  const found = runNamed(lab, typed);
  const events = readEvents(found.folder);
  const control = controlOf(lab, found, options.control);
  const { set, rows } = dataOf(found.folder);
  const digest = digestIn(events);
  const unfinished =
    digest !== null
      ? null
      : `${found.run.name} is not finished (${stateWords(runState(found.folder))}): nothing of it can be measured yet.`;
  const { subjects, missing } = columnsFor(ofReport(found.run, events), set, control);
  const games = await loadGames();
  const store = await openStore(options.db);
  try {
    const about = {
      ...{ games, rows, set: set.hash, size, tasks: reportTasks(games, set.taste) },
      // Whoever cannot be compared with anything is not asked.
      subjects: unfinished === null ? subjects.filter(({ role }) => size.roles.includes(role)) : [],
    };
    const runs = [found, ...(control === null || control.digest === null ? [] : [control])];
    const asking = { about, runs, options, store };
    const end = unfinished === null && !options.again ? await askMissing(asking) : null;
    const models = unfinished === null ? await modelsOf(asking) : null;
    const measured = models === null ? null : { ...about, models };
    const plan: MeasurePlan = measured === null ? EMPTY : await measurePlan(store, measured);
    const answers = [];
    for (const one of measured === null ? [] : plan.subjects) answers.push(await subjectAnswers(store, one, measured!));
    const report = tuningReport({
      // Proofs may have been made by now.
      ...{
        run: found.run,
        set,
        events: readEvents(found.folder),
        unfinished,
        missing,
        plan,
        answers,
        size: about.size,
        tasks: about.tasks,
      },
      controlStanding: control === null ? null : tunedStanding(proofsIn(readEvents(control.folder))),
      people: referenceTable,
    });
    return { report, end };
  } finally {
    store.close();
  }
}

const EMPTY: MeasurePlan = { subjects: [], calls: { words: 0, json: 0, decision: 0, plain: 0 }, closed: [] };

type Asking = {
  readonly about: Omit<Measured, 'models'>;
  readonly runs: readonly FoundRun[];
  readonly options: ReportOptions;
  readonly store: Store;
};

/** Whether the lab knows every model that is asked, from an earlier time that they were served. */
function isSeated({ about, options: { lab } }: Asking): boolean {
  const { providers, agents } = readLab(lab);
  return providers[TUNED] !== undefined && about.subjects.every(({ model }) => agents[model]?.decision !== undefined);
}

/** The models of the lab, opened anew: its file may have changed. Throws a UserError where they were never served here. */
async function modelsOf(asking: Asking): Promise<Measured['models']> {
  const { lab } = asking.options;
  if (!isSeated(asking))
    throw new UserError(
      `The models of this report were not served from this folder yet, so nothing is measured: leave out --again.`,
    );
  const limitMs = limitFrom(process.env, RUN_LIMIT_S);
  return evaluatedModels(openModels({ folder: lab, env: process.env, limitMs, atOnce: AT_ONCE }));
}

/** Serves what it needs and asks what is missing. */
async function askMissing(asking: Asking): Promise<MeasureEnd> {
  const { about, runs, options, store } = asking;
  const { lab, signal } = options;
  if (isSeated(asking)) {
    const models = await modelsOf(asking);
    const plan = await trusting(false, () => measurePlan(store, { ...about, models }));
    const proved = runs.every(({ folder }) => !isUnproved(folder));
    if (questionsIn(plan) === 0 && proved) return null;
    // Whoever has it served in another window has it proved there.
    if (await answersHere(lab, runs)) return questionsIn(plan) === 0 ? null : ask(asking, models, plan);
    tell(plan, about);
  } else printProblem(wrap(`${listedNames(about)} are served first, and asked then.`));
  const served = await serveRuns({ lab, runs, signal });
  try {
    await seatRuns(lab, runs, served, signal);
    await proveMissing(lab, runs, served, signal);
    await keepLineage(store, lab);
    const models = await modelsOf(asking);
    const plan = await trusting(false, () => measurePlan(store, { ...about, models }));
    return await ask(asking, models, plan);
  } finally {
    await served.stop();
  }
}

const listedNames = ({ subjects }: Asking['about']): string =>
  [...new Set(subjects.map(({ model }) => model))].join(', ');
const questionsIn = ({ calls }: MeasurePlan): number => Object.values(calls).reduce((sum, n) => sum + n, 0);

/** How long it may take: what is said before. */
function tell(plan: MeasurePlan, { subjects, size }: Asking['about']): void {
  const { words, json, decision, plain } = plan.calls;
  printProblem(
    wrap(
      `${counted(questionsIn(plan), 'question')} to ${counted(subjects.length, 'model')} (${size.name}: ${words} in words, ${json} in JSON, ${decision} decisions, ${plain} off topic): about ${lasting(usualTime(plan))} with a model of 135 million parameters on two processor cores. Ctrl-C keeps what was answered; the same command goes on.`,
    ),
  );
}

async function ask(
  { about, options, store }: Asking,
  models: Measured['models'],
  plan: MeasurePlan,
): Promise<MeasureEnd> {
  tell(plan, about);
  const line = waitLine();
  const since = performance.now();
  const progress = ({ done, of, asked, questions, subject, form }: MeasureFar): void => {
    const spent = performance.now() - since;
    const left = done === 0 ? '' : `, ${lasting((spent * (of - done)) / done)} left`;
    line.draw(`${asked} of ${questions} questions, ${subject} (${form})${left}`);
  };
  try {
    return await measure({
      ...{ store, plan, version: version(), signal: options.signal, atOnce: AT_ONCE, progress },
      measured: { ...about, models },
      limitMs: limitFrom(process.env, RUN_LIMIT_S),
    });
  } finally {
    line.clear();
  }
}

/** Whether the server that the lab names answers, and has all of these models. */
async function answersHere(lab: string, runs: readonly FoundRun[]): Promise<boolean> {
  const named = readLab(lab).providers[TUNED];
  if (named === undefined) return false;
  const client = clientOf({ name: TUNED, address: named.address }, null);
  const http = await client.get('/models', AbortSignal.timeout(LOOK_MS));
  if (http.trouble !== null) return false;
  const names = runs.flatMap(({ run }) => [run.name, run.base.name]);
  return names.every((name) => http.raw.includes(`"${name}"`));
}
const LOOK_MS = 15_000;

/** The run that was trained on shuffled answers: as named, else the latest of this lab that fits; null: there is none. */
function controlOf(lab: string, of: FoundRun, typed: string | null): (FoundRun & RunOfReport) | null {
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
const ofReport = (run: TuningRun, events: readonly TuningEvent[]): RunOfReport => ({
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
function dataOf(folder: string): { readonly set: TrainingSet; readonly rows: readonly ChoiceRow[] } {
  const data = join(folder, RUN_FILES.data);
  return { set: readSetFile(data), rows: heldOutRows(data).filter(isChoiceRow) };
}
