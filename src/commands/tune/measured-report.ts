/** A tuning report with everything that it takes: the run's folder, its control, a server where something is still to be asked, the database. */
import { lasting } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import type { Store } from '../../core/log.ts';
import { UserError } from '../../core/user-error.ts';
import { loadGames } from '../../disk/games.ts';
import { referenceTable } from '../../disk/reference-files.ts';
import { version } from '../../disk/version.ts';
import { evaluatedModels } from '../../evaluation/answer-form.ts';
import { columnsFor, type NoColumn } from '../../evaluation/columns.ts';
import { tuningReport, type TuningReport } from '../../evaluation/document.ts';
import {
  measure,
  type MeasureEnd,
  type MeasureFar,
  type Measured,
  type MeasurePlan,
  measurePlan,
} from '../../evaluation/measure.ts';
import type { ReportSize } from '../../evaluation/report-size.ts';
import type { Subject } from '../../evaluation/subject.ts';
import { reportTasks } from '../../evaluation/report-task.ts';
import { subjectAnswers } from '../../evaluation/subject-answers.ts';
import { readLab } from '../../model/lab-file.ts';
import { limitFrom, RUN_LIMIT_S } from '../../model/limit.ts';
import { clientOf, openModels } from '../../model/registry.ts';
import { openStore } from '../../store/open.ts';
import { runState, stateWords } from '../../trainer/state.ts';
import { tunedStanding } from '../../tune/proof.ts';
import { isAtProvider, TUNED } from '../../tune/run-folder.ts';
import { digestIn, type FoundRun, proofsIn, readEvents, runNamed } from '../../tune/run-read.ts';
import { keepLineage } from '../shared/lineage.ts';
import { waitLine } from '../shared/wait-line.ts';
import { printProblem } from '../shared/print.ts';
import { wrap } from '../shared/text-columns.ts';
import { trusting } from '../shared/trusting.ts';
import { isUnproved, proveMissing } from './prove.ts';
import { seatProviderRun } from './provider-seat.ts';
import { questionsIn, tellHere, tellThere } from './report-questions.ts';
import { controlOf, dataOf, ofReport } from './report-runs.ts';
import { seatRuns } from './seat.ts';
import { serveRuns } from './served.ts';
import { upgrading } from '../shared/upgrading.ts';

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
  const store = await openStore(options.db, { upgrade: upgrading() });
  try {
    const about = {
      ...{ games, rows, set: set.hash, size, tasks: reportTasks(games, set.taste) },
      // Whoever cannot be compared with anything is not asked.
      subjects: unfinished === null ? subjects.filter(({ role }) => size.roles.includes(role)) : [],
    };
    const hear = { told: (sentence: string): void => printProblem(wrap(sentence)) };
    const runs = [found, ...(control === null || control.digest === null ? [] : [control])];
    const asking: Asking = { about, runs, options, store, hear };
    const end = unfinished === null && !options.again ? await askMissing(asking) : null;
    const seats = unfinished === null ? seatedSubjects(asking) : { subjects: [], missing: [] };
    const models = unfinished === null ? await modelsOf(asking) : null;
    const measured = models === null ? null : { ...about, subjects: seats.subjects, models };
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
        missing: [...missing, ...seats.missing],
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
  /** Where it is said that a model has to wake first. */
  readonly hear: { told: (sentence: string) => void };
};

/** Those that can be asked: a provider may tune a base that it does not serve. */
function seatedSubjects({ about, runs, options: { lab } }: Asking): {
  readonly subjects: readonly Subject[];
  readonly missing: readonly NoColumn[];
} {
  if (!runs.some(({ run }) => isAtProvider(run))) return { subjects: about.subjects, missing: [] };
  const { agents } = readLab(lab);
  const isBase = ({ role }: Subject): boolean => role === 'base' || role === 'prompted';
  const gone = about.subjects.filter((one) => isBase(one) && agents[one.model]?.decision === undefined);
  return {
    subjects: about.subjects.filter((one) => !gone.includes(one)),
    missing: gone.map(({ role, model }) => ({
      role,
      why: `${model} is not asked there: it gave no answer when it was`,
    })),
  };
}

/** Whether the lab knows every model that is asked, from an earlier time that they were served. */
function isSeated(asking: Asking): boolean {
  const { lab } = asking.options;
  const { providers, agents } = readLab(lab);
  const there = asking.runs.some(({ run }) => isAtProvider(run));
  return (
    (there || providers[TUNED] !== undefined) &&
    seatedSubjects(asking).subjects.every(({ model }) => agents[model]?.decision !== undefined)
  );
}

/** The models of the lab, opened anew: its file may have changed. Throws a UserError where they were never served here. */
async function modelsOf(asking: Asking): Promise<Measured['models']> {
  const { lab } = asking.options;
  if (!isSeated(asking))
    throw new UserError(
      `The models of this report were not served from this folder yet, so nothing is measured: leave out --again.`,
    );
  const limitMs = limitFrom(process.env, RUN_LIMIT_S);
  return evaluatedModels(
    openModels({
      ...{ folder: lab, env: process.env, limitMs, atOnce: AT_ONCE },
      told: (sentence) => asking.hear.told(sentence),
    }),
  );
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
    if (runs.some(({ run }) => isAtProvider(run))) return askThere(asking);
    // Whoever has it served in another window has it proved there.
    if (await answersHere(lab, runs)) return questionsIn(plan) === 0 ? null : ask(asking, models, plan);
    tellHere(plan, about);
  } else if (runs.some(({ run }) => isAtProvider(run))) return askThere(asking);
  else printProblem(wrap(`${listedNames(about)} are served first, and asked then.`));
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

/** At a provider nothing is served from here: seated, proved, and asked there. Throws a UserError where cards are to be rented first. */
async function askThere(asking: Asking): Promise<MeasureEnd> {
  const { about, runs, options, store, hear } = asking;
  const { lab, signal } = options;
  const parts = { env: process.env, signal, say: (sentence: string) => hear.told(sentence) };
  for (const found of runs)
    if ((await seatProviderRun(lab, found, parts)).kind === 'to serve')
      throw new UserError(
        `Nothing of ${found.run.name} is asked before it is served: "${byHand(`tune serve ${found.run.name}`)}" says for how much an hour.`,
      );
  await keepLineage(store, lab);
  const models = await modelsOf(asking);
  const there = { ...asking, about: { ...about, subjects: seatedSubjects(asking).subjects } };
  const plan = await measurePlan(store, { ...there.about, models });
  return questionsIn(plan) === 0 ? null : ask(there, models, plan);
}

const listedNames = ({ subjects }: Asking['about']): string =>
  [...new Set(subjects.map(({ model }) => model))].join(', ');

async function ask(asking: Asking, models: Measured['models'], plan: MeasurePlan): Promise<MeasureEnd> {
  const { about, options, store, hear } = asking;
  if (asking.runs.some(({ run }) => isAtProvider(run))) tellThere(plan, about, options.lab);
  else tellHere(plan, about);
  const line = waitLine();
  const { told } = hear;
  hear.told = (sentence) => {
    line.clear();
    told(sentence);
  };
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
