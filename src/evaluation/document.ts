/** What came out of a tuning run, as one document: all figures of a report, worked out from stored rows and the run's folder. */
import { trainingProgress } from '../tune/training-progress.ts';
import type { ReferenceTable } from '../core/published-figures.ts';
import { type PeopleRow, peopleRows } from '../profile/people.ts';
import type { Profiled } from '../profile/answers.ts';
import { PROOFS, type ProofName, tunedStanding, type TunedStanding } from '../tune/proof.ts';
import { digestIn, proofsIn } from '../tune/run-read.ts';
import type { TuningEvent, TuningRun } from '../tune/run-folder.ts';
import type { TrainingSet } from '../tune/training-set.ts';
import type { AnswerForm } from '../tune/row-words.ts';
import { type AgreementRow, agreementRows, type CountedRate, rateOf } from './agreement.ts';
import { FORMS } from './answer-form.ts';
import { type NoColumn, standingName } from './columns.ts';
import { type KappaFigure, kappaFigures } from './kappa.ts';
import { learnedFrom, type LevelsFinding } from './levels.ts';
import { isMissing, type MeasurePlan } from './measure.ts';
import { OFF_TOPIC } from './off-topic.ts';
import type { ReportSize } from './report-size.ts';
import type { ReportTask } from './report-task.ts';
import type { FormAnswers, QuestionOutcome, SubjectAnswers } from './subject-answers.ts';
import type { SubjectRole } from './subject.ts';
import { type TheoryScoreRow, scoreRows, type TaskRow, taskRows } from './task-rows.ts';

/** One proof as a report tells it: passed, failed, or not made yet. */
export type ProofLine = {
  readonly name: ProofName;
  readonly state: 'passed' | 'failed' | 'missing';
  readonly figure: string | null;
  readonly fault: string | null;
};

/** The course of training. */
export type TuningCurves = {
  readonly loss: readonly { readonly step: number; readonly loss: number }[];
  readonly heldOut: readonly {
    readonly step: number;
    readonly all: CountedRate;
    readonly byNode: Readonly<Record<string, CountedRate>>;
  }[];
};

export type ReportColumn = {
  readonly role: SubjectRole;
  /** What its server calls it. */
  readonly name: string;
  /** What may stand over its column: a run that is not proven is not called tuned. */
  readonly head: string;
  /** The sessions in which its answers are. */
  readonly sessions: readonly string[];
};

/** Held-out questions of one form: a row for all and one a node; cells in the order of the columns. */
export type HeldOutTable = {
  readonly form: AnswerForm;
  readonly rows: readonly {
    readonly node: string;
    readonly method: AgreementRow['method'];
    readonly n: number;
    readonly baseRate: AgreementRow['baseRate'];
    readonly cells: readonly (AgreementRow | null)[];
  }[];
};

/** Protocols and transfer in one form. */
export type TaskTable = {
  readonly form: AnswerForm;
  readonly rows: readonly (TaskRow & { readonly part: ReportTask['part'] })[];
  readonly scores: readonly TheoryScoreRow[];
  readonly people: readonly PeopleRow[];
  /** Tasks that are not reported since the base could not answer them: of its questions how many it answered. */
  readonly left: readonly { readonly task: string; readonly answered: CountedRate }[];
};

export type OutcomeRow = {
  readonly role: SubjectRole;
  readonly form: AnswerForm;
  /** A task, or "held-out". */
  readonly task: string;
  readonly questions: number;
  readonly outcomes: Readonly<Record<QuestionOutcome, number>>;
};

export type TuningReport = {
  readonly version: 1;
  readonly run: TuningRun;
  readonly set: TrainingSet;
  /** Why there is nothing to measure yet, in a sentence; null: it is trained to its end. */
  readonly unfinished: string | null;
  readonly standing: TunedStanding;
  readonly proofs: readonly ProofLine[];
  readonly lineage: { readonly data: string; readonly digest: string | null; readonly served: string };
  /** Seconds of training, and the device; null: not told. */
  readonly trained: { readonly seconds: number | null; readonly device: string | null; readonly step: number | null };
  readonly curves: TuningCurves;
  readonly size: ReportSize;
  readonly columns: readonly ReportColumn[];
  readonly missing: readonly NoColumn[];
  readonly closed: MeasurePlan['closed'];
  /** Questions that were not asked yet. */
  readonly unasked: number;
  readonly heldOut: readonly HeldOutTable[];
  readonly tasks: readonly TaskTable[];
  readonly kappa: readonly (KappaFigure & { readonly role: SubjectRole })[];
  readonly learned: readonly (LevelsFinding & { readonly role: SubjectRole; readonly form: AnswerForm })[];
  readonly outcomes: readonly OutcomeRow[];
  readonly offTopic: readonly {
    readonly id: string;
    readonly about: string;
    readonly ask: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
};

export type ReportRequest = {
  readonly run: TuningRun;
  readonly set: TrainingSet;
  readonly events: readonly TuningEvent[];
  /** The standing of the control; null: there is none. */
  readonly controlStanding: TunedStanding | null;
  /** How the run stands where it has not finished, in a sentence; null: it has. */
  readonly unfinished: string | null;
  readonly size: ReportSize;
  readonly tasks: readonly ReportTask[];
  readonly plan: MeasurePlan;
  readonly missing: readonly NoColumn[];
  readonly answers: readonly SubjectAnswers[];
  readonly people: ReferenceTable;
};

/** The report of a run. */
export function tuningReport(request: ReportRequest): TuningReport {
  const { run, set, events, unfinished, size, plan, missing, answers, controlStanding } = request;
  const standing = tunedStanding(proofsIn(events));
  const columns = answers.map(({ subject: { role, name }, sessions }): ReportColumn => ({
    ...{ role, name, sessions },
    head:
      role === 'tuned'
        ? standingName(standing, 'tuned')
        : role === 'control'
          ? standingName(controlStanding, 'control')
          : role,
  }));
  const started = events.findLast((one) => one.kind === 'started');
  const finished = events.findLast((one) => one.kind === 'finished');
  return {
    ...{ version: 1, run, set, unfinished, standing, size, columns, missing },
    proofs: proofLines(events),
    lineage: { data: run.data.hash, digest: digestIn(events), served: run.name },
    trained: { seconds: finished?.seconds ?? null, device: started?.device ?? null, step: finished?.step ?? null },
    curves: curvesIn(events),
    closed: plan.closed,
    unasked: plan.subjects.reduce(
      (sum, { parts, offTopic }) =>
        sum + offTopic.length + parts.reduce((all, { questions }) => all + questions.filter(isMissing).length, 0),
      0,
    ),
    heldOut: FORMS.flatMap((form) => heldOutTable(form, answers)),
    tasks: FORMS.flatMap((form) => taskTable(form, request)),
    kappa: each(answers, ({ role }, one) => kappaFigures(one).map((figure) => ({ role, ...figure }))),
    learned: each(answers, ({ role }, { form, heldOut }) =>
      heldOut.length === 0 ? [] : [{ role, form, ...learnedFrom(calledIn(columns, role), heldOut) }],
    ),
    outcomes: each(answers, ({ role }, { form, outcomes }) =>
      [...outcomes].map(([task, all]) => ({ role, form, task, questions: all.length, outcomes: counts(all) })),
    ),
    offTopic: offTopicOf(answers, size),
  };
}

const each = <Row>(
  answers: readonly SubjectAnswers[],
  of: (subject: SubjectAnswers['subject'], form: FormAnswers) => readonly Row[],
): readonly Row[] => answers.flatMap(({ subject, forms }) => forms.flatMap((one) => of(subject, one)));

/** Its name in a sentence; of a run that is not proven with that it is no tuned model, or not proven to be one. */
function calledIn(columns: readonly ReportColumn[], role: SubjectRole): string {
  const { name, head } = columns.find((one) => one.role === role)!;
  return head === role ? name : `${name} (${head})`;
}

const formOf = ({ forms }: SubjectAnswers, form: AnswerForm): FormAnswers => forms.find((one) => one.form === form)!;

function proofLines(events: readonly TuningEvent[]): readonly ProofLine[] {
  const last = new Map(proofsIn(events).map((one) => [one.name, one]));
  return PROOFS.map((name): ProofLine => {
    const found = last.get(name);
    if (found === undefined) return { name, state: 'missing', figure: null, fault: null };
    return { name, state: found.passed ? 'passed' : 'failed', figure: found.figure, fault: found.fault ?? null };
  });
}

/** The last word of each step: a run that was resumed says some twice. */
function curvesIn(events: readonly TuningEvent[]): TuningCurves {
  const looks = new Map(events.flatMap((one) => (one.kind === 'held-out' ? [[one.step, one] as const] : [])));
  const byStep = ([a]: readonly [number, unknown], [b]: readonly [number, unknown]): number => a - b;
  return {
    loss: trainingProgress(events).steps,
    heldOut: [...looks].toSorted(byStep).map(([step, { all, byNode }]) => ({
      step,
      all: rateOf(all.right, all.asked),
      byNode: Object.fromEntries(Object.entries(byNode).map(([node, one]) => [node, rateOf(one.right, one.asked)])),
    })),
  };
}

function heldOutTable(form: AnswerForm, answers: readonly SubjectAnswers[]): readonly HeldOutTable[] {
  const tables = answers.map((one) => agreementRows(formOf(one, form).heldOut));
  const first = tables.find((rows) => rows.length > 0);
  if (first === undefined) return [];
  const nameOf = ({ node, method }: AgreementRow): string => `${node} ${method}`;
  // Who was asked most of a node says how many questions there are, and their base rate: others may have been asked less so far.
  const names = new Map<string, AgreementRow>();
  for (const row of tables.flat())
    if (row.agreement.n > (names.get(nameOf(row))?.agreement.n ?? -1)) names.set(nameOf(row), row);
  return [
    {
      form,
      rows: [...names].map(([name, { node, method, agreement, baseRate }]) => ({
        ...{ node, method, baseRate, n: agreement.n },
        cells: tables.map((rows) => rows.find((row) => nameOf(row) === name) ?? null),
      })),
    },
  ];
}

/** Of its questions the base has to answer this share for its tuned model's answers to tell of transfer. Ours. */
const COULD = 0.5;

function taskTable(form: AnswerForm, { answers, tasks, people }: ReportRequest): readonly TaskTable[] {
  const agents: readonly Profiled[] = answers.map((one) => formOf(one, form).profiled);
  if (agents.every((one) => one.answers.length === 0) && answers.every((one) => formOf(one, form).outcomes.size === 0))
    return [];
  const base = answers.find(({ subject }) => subject.role === 'base');
  const left = tasks.flatMap(({ spec, part }) => {
    const all = base === undefined ? undefined : formOf(base, form).outcomes.get(spec.task);
    if (part !== 'transfer' || all === undefined) return [];
    const answered = rateOf(all.filter(isAnswered).length, all.length);
    return answered.rate < COULD ? [{ task: spec.task, answered }] : [];
  });
  const told = tasks.filter(({ spec }) => left.every(({ task }) => task !== spec.task));
  const rows = taskRows(agents, told).map((row) => ({
    ...row,
    part: tasks.find(({ spec }) => spec.task === row.task)!.part,
  }));
  const published = peopleRows(
    agents,
    told.filter(({ spec }) => spec.people !== undefined),
    'quick',
    people,
  );
  if (rows.length === 0 && left.length === 0) return [];
  return [{ form, rows, scores: scoreRows(agents, told), people: published, left }];
}

const isAnswered = (outcome: QuestionOutcome): boolean => outcome === 'answered' || outcome === 'repaired';

function counts(all: readonly QuestionOutcome[]): OutcomeRow['outcomes'] {
  const none = { answered: 0, repaired: 0, refused: 0, invalid: 0, 'timed out': 0, failed: 0 };
  return all.reduce((sum, one) => ({ ...sum, [one]: sum[one] + 1 }), none);
}

function offTopicOf(answers: readonly SubjectAnswers[], size: ReportSize): TuningReport['offTopic'] {
  const said = (role: SubjectRole, id: string): string | null => {
    const found = answers.find(({ subject }) => subject.role === role)?.offTopic.get(id);
    return found === undefined ? null : found.outcome === 'answered' ? found.text : `(${found.outcome})`;
  };
  return OFF_TOPIC.slice(0, size.offTopic).map(({ id, about, ask }) => ({
    ...{ id, about, ask, before: said('base', id), after: said('tuned', id) },
  }));
}
