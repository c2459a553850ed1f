/** What a model of a tuning report answered, read from the log: held-out questions against theory, protocols as a profile reads them. */
import type { Distribution } from '../core/distribution.ts';
import type { Answer } from '../core/game.ts';
import type { CallRow, DecisionRow, LogQuestions } from '../core/log.ts';
import type { Profiled } from '../profile/answers.ts';
import { answersOf } from '../profile/answers.ts';
import { FORMS } from './answer-form.ts';
import type { AnswerForm } from '../tune/row-words.ts';
import { answerPlace, type ChoiceRow, heldOutQuestion, type HeldOutQuestion } from './held-out.ts';
import { type Measured, type PlannedQuestion, type SubjectPlan } from './measure.ts';
import { HELD_OUT } from './question-match.ts';
import type { OffTopicAnswer } from './stored-answers.ts';
import { idOf, type Subject } from './subject.ts';

/** How a question ended, the server's failures apart: of those nobody knows what would have been said. */
export type QuestionOutcome = CallRow['outcome'];

/** One held-out question and what was answered. */
export type HeldOutAnswer = {
  readonly row: ChoiceRow;
  readonly question: HeldOutQuestion;
  /** null: there was no answer. */
  readonly answer: Answer | null;
  readonly outcome: QuestionOutcome;
  /** What a typed decision told; null: it was asked for an answer. */
  readonly told: Distribution | null;
};

/** One model in one form. */
export type FormAnswers = {
  readonly form: AnswerForm;
  readonly heldOut: readonly HeldOutAnswer[];
  /** Its answers to the tasks of the report, as a profile keeps them. */
  readonly profiled: Profiled;
  /** How each question ended, by task, held-out questions under their own name. */
  readonly outcomes: ReadonlyMap<string, readonly QuestionOutcome[]>;
};

export type SubjectAnswers = {
  readonly subject: Subject;
  readonly forms: readonly FormAnswers[];
  readonly offTopic: ReadonlyMap<string, OffTopicAnswer>;
  /** Sessions that the answers are in. */
  readonly sessions: readonly string[];
};

/** Reads one model's answers, as far as they were given. */
export async function subjectAnswers(
  log: LogQuestions,
  { subject, parts }: SubjectPlan,
  measured: Measured,
): Promise<SubjectAnswers> {
  const rows = new Map(measured.rows.map((row) => [row.id, row]));
  const forms: FormAnswers[] = [];
  for (const form of FORMS) {
    const heldOut: HeldOutAnswer[] = [];
    const outcomes = new Map<string, QuestionOutcome[]>();
    const lists = { answers: [], measured: [], choices: [], told: [] };
    const profiled = {
      ...{ id: idOf(subject, form), kind: 'drawn' as const, ...lists },
      ...(form === 'json' ? {} : { ask: form }),
    } satisfies Profiled;
    const found: Found[] = [];
    for (const { questions } of parts)
      for (const planned of questions) {
        if (planned.form !== form || planned.kept === null || planned.kept.ending === null) continue;
        const { code } = planned.kept;
        const [decisions, calls] = [await log.decisions(code), await log.calls(code)];
        const { task } = planned.asked.place;
        outcomes.set(task, [...(outcomes.get(task) ?? []), ...outcomesIn(calls)]);
        if (task === HELD_OUT) {
          const row = rows.get(planned.asked.place.where);
          if (row !== undefined) heldOut.push(heldOutAnswer(heldOutQuestion(row, measured.games), decisions, calls));
        } else {
          const one = await taskAnswers(planned, form, measured, code, decisions);
          if (one !== null) found.push(one);
        }
      }
    forms.push({
      ...{ form, heldOut, outcomes },
      profiled: {
        ...profiled,
        answers: found.flatMap(({ answers }) => answers),
        choices: found.flatMap(({ choices }) => choices),
        told: found.flatMap(({ told }) => told),
      },
    });
  }
  return {
    ...{ subject, forms },
    offTopic: new Map(parts.flatMap(({ stored }) => stored.offTopic.map((one) => [one.question, one] as const))),
    sessions: parts.flatMap(({ stored: { session } }) => (session === null ? [] : [session])),
  };
}

type Found = Awaited<ReturnType<typeof answersOf>>;

async function taskAnswers(
  { asked }: PlannedQuestion,
  form: AnswerForm,
  { tasks }: Measured,
  match: string,
  decisions: readonly DecisionRow[],
): Promise<Found | null> {
  const { place, game, config, seed, seats, presentation } = asked;
  const task = tasks.find(({ spec }) => spec.task === place.task);
  if (task === undefined) return null;
  const situation = form === 'decision' && task.spec.situations !== undefined;
  const alone = situation || task.part === 'protocols';
  return answersOf(
    {
      ...place,
      ...task,
      game,
      match,
      config,
      seed,
      presentation,
      seats: seats.length,
      situation,
      alone,
      expects: seats[0]?.expects === true,
    },
    decisions,
  );
}

function heldOutAnswer(
  question: HeldOutQuestion,
  decisions: readonly DecisionRow[],
  calls: readonly CallRow[],
): HeldOutAnswer {
  const { row, turn } = question;
  const place = answerPlace(turn, row.source);
  const given = decisions.findLast(
    (one) => answerPlace(one.turn, one) === place && (one.source === 'chosen' || one.source === 'repaired'),
  );
  const distribution = given?.distribution ?? null;
  return {
    ...{ row, question, told: distribution },
    answer: given === undefined ? null : distribution === null ? given.answer : likeliest(distribution),
    outcome: outcomesIn(calls).at(-1) ?? 'failed',
  };
}

/** The answer with the highest probability over both orders: the first of two that are alike. */
function likeliest({ options, mean, grid }: Distribution): Answer {
  const at = mean.indexOf(Math.max(...mean));
  return grid === true ? Number(options[at]!) : options[at]!;
}

/** How each question of a match ended: by its last call, of a decision by the worst of its orders. */
function outcomesIn(calls: readonly CallRow[]): readonly QuestionOutcome[] {
  const questions = Map.groupBy(calls, (one) => answerPlace(one.turn, one));
  return [...questions.values()].map((mine) => {
    const orders = Map.groupBy(mine, ({ rotation }) => rotation);
    const last = [...orders.values()].map((those) => those.at(-1)!.outcome);
    return last.find((outcome) => outcome !== 'answered') ?? 'answered';
  });
}
