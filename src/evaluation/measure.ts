/** Asks every model of a tuning report what the log does not hold yet, keeps it, and can be interrupted at any question. */
import type { AnyGame } from '../core/game.ts';
import { questionsPlayed, firstAnswer } from '../core/dry-match.ts';
import { rotationsOf } from '../core/distribution.ts';
import { choiceOptions } from '../core/askable.ts';
import { newCode } from '../core/ids.ts';
import type { LogQuestions, MatchSummary, SessionRow, Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import type { Models, ModelSeat } from '../model/agent.ts';
import { call, chatExchange } from '../model/call.ts';
import { placeName } from '../profile/design.ts';
import { hasProvider, readModelId } from '../agents/offline.ts';
import { FORMS, PLAIN_TOKENS, USUAL_MS } from './answer-form.ts';
import type { AnswerForm } from '../tune/row-words.ts';
import { type ChoiceRow, heldOutQuestion, mixed } from './held-out.ts';
import { OFF_TOPIC, type OffTopicQuestion } from './off-topic.ts';
import { playQuestion, type QuestionMatch, rowMatch } from './question-match.ts';
import type { ReportSize } from './report-size.ts';
import { type ReportTask, taskMatches } from './report-task.ts';
import { isTheSame, type StoredAnswers, storedAnswers, subjectRows } from './stored-answers.ts';
import { idOf, seated, type Subject, type SubjectRole } from './subject.ts';

/** What a report is of, and of whom it asks. */
export type Measured = {
  readonly subjects: readonly Subject[];
  readonly games: readonly AnyGame[];
  readonly tasks: readonly ReportTask[];
  /** Every held-out choice of the set, and the set's hash. */
  readonly rows: readonly ChoiceRow[];
  readonly set: string;
  readonly size: ReportSize;
  readonly models: Models;
};

/** A match of the plan; `kept`: as far as it was played, null where it was not begun; `calls`: to models, where none is repaired. */
export type PlannedQuestion = {
  readonly asked: QuestionMatch;
  readonly kept: MatchSummary | null;
  readonly form: AnswerForm;
  readonly calls: number;
};
export const isMissing = ({ kept }: PlannedQuestion): boolean => kept?.ending === undefined || kept.ending === null;

/** What one model is still to be asked. */
export type SubjectPlan = {
  readonly subject: Subject;
  readonly parts: readonly {
    readonly set: string | null;
    readonly stored: StoredAnswers;
    readonly questions: readonly PlannedQuestion[];
  }[];
  /** Plain questions that are missing. */
  readonly offTopic: readonly OffTopicQuestion[];
};

/** What is missing, and what it takes. */
export type MeasurePlan = {
  readonly subjects: readonly SubjectPlan[];
  /** Calls by what is answered: words, JSON, a decision in one order, a plain question. */
  readonly calls: Readonly<Record<AnswerForm | 'plain', number>>;
  /** Forms in which a model cannot be asked, and why. */
  readonly closed: readonly { readonly role: SubjectRole; readonly form: AnswerForm; readonly why: string }[];
};

/** Whose off-topic answers stand side by side. */
const BEFORE_AND_AFTER: readonly SubjectRole[] = ['base', 'tuned'];

/** Sees what is missing. Throws a UserError where a row cannot be asked again. */
export async function measurePlan(log: LogQuestions, measured: Measured): Promise<MeasurePlan> {
  const { subjects, games, rows, set, size, tasks, models } = measured;
  const calls = { words: 0, json: 0, decision: 0, plain: 0 };
  const closed: MeasurePlan['closed'][number][] = [];
  const plans: SubjectPlan[] = [];
  for (const subject of subjects) {
    const open = FORMS.filter((form) => {
      const why = closedBecause(subject, form, games[0]!, models);
      if (why !== null) closed.push({ role: subject.role, form, why });
      return why === null;
    });
    const heldOut = open.flatMap((form) => rowMatches(subject, form, measured, mixed(rows, size.heldOut[form])));
    const others = open.flatMap((form) =>
      taskMatches(subject, form, tasks, models, size).map((match): QuestionMatch => {
        const { agent, task, where, draw, game, config, seats, seed, presentation } = match;
        return { place: { agent, task, where, draw }, game, config, seats, seed, presentation, until: null };
      }),
    );
    const parts = [];
    for (const [of, all] of [
      [set, heldOut],
      [null, others],
    ] as const) {
      const stored = await storedAnswers(log, subject, of);
      const byPlace = Map.groupBy(stored.matches, ({ place }) => placeName(place));
      const questions = all.map((asked): PlannedQuestion => {
        const same = (byPlace.get(placeName(asked.place)) ?? []).filter((one) => isTheSame(asked, one));
        const kept = (same.find(({ match }) => match.ending !== null) ?? same[0])?.match ?? null;
        const form = FORMS[asked.place.agent]!;
        return { asked, kept, form, calls: callsIn(asked, form) };
      });
      for (const one of questions.filter(isMissing)) calls[one.form] += one.calls;
      parts.push({ set: of, stored, questions });
    }
    const known = new Set(parts[1]!.stored.offTopic.map(({ question }) => question));
    const offTopic = BEFORE_AND_AFTER.includes(subject.role)
      ? OFF_TOPIC.slice(0, size.offTopic).filter(({ id }) => !known.has(id))
      : [];
    calls.plain += offTopic.length;
    plans.push({ subject, parts, offTopic });
  }
  return { subjects: plans, calls, closed };
}

/** Why a model cannot be asked in a form at all; null: it can. */
function closedBecause(subject: Subject, form: AnswerForm, game: AnyGame, models: Models): string | null {
  try {
    seated(subject, form, game, models);
    return null;
  } catch (error) {
    // A server that is not trusted, or not there, stands in the way of everything.
    if (!(error instanceof UserError) || form !== 'decision') throw error;
    return error.message;
  }
}

function rowMatches(
  subject: Subject,
  form: AnswerForm,
  { games, models }: Measured,
  rows: readonly ChoiceRow[],
): readonly QuestionMatch[] {
  return rows.flatMap((row) => {
    const question = heldOutQuestion(row, games);
    const agent = seated(subject, form, question.game, models);
    return (agent.unaskable?.(question.request.decision) ?? null) === null
      ? [rowMatch(question, agent, FORMS.indexOf(form))]
      : [];
  });
}

/** Calls that a match takes, where no answer has to be repaired. */
function callsIn({ game, config, seed, seats, until }: QuestionMatch, form: AnswerForm): number {
  const orders = (options: number): number => (form === 'decision' ? rotationsOf(options).length : 1);
  const own = seats.flatMap(({ kind }, seat) => (kind === 'model' ? [seat] : []));
  const asked = [...questionsPlayed(game, config, seed, seats.length, firstAnswer)].filter(({ seat }) =>
    own.includes(seat),
  );
  if (until === null) return asked.reduce((sum, decision) => sum + orders(choiceOptions(decision).length), 0);
  const key = until.split(' ').slice(2).join(' ');
  const target = asked.find((one) => one.key === key);
  return orders(target === undefined ? 2 : choiceOptions(target).length);
}

/** How far a report is: `done` of `of`, both in milliseconds as such questions usually take, so that kinds of questions weigh as they last. */
export type MeasureFar = {
  readonly done: number;
  readonly of: number;
  readonly asked: number;
  readonly questions: number;
  readonly subject: string;
  readonly form: AnswerForm | 'plain';
};

/** What the missing questions usually take, milliseconds. */
export const usualTime = ({ calls }: MeasurePlan): number =>
  KINDS.reduce((sum, kind) => sum + calls[kind] * USUAL_MS[kind], 0);
const KINDS = ['words', 'json', 'decision', 'plain'] as const;

export type MeasureRequest = {
  readonly store: Store;
  readonly measured: Measured;
  readonly plan: MeasurePlan;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly limitMs: number;
  /** Questions at once. */
  readonly atOnce: number;
  progress?(far: MeasureFar): void;
};

/** Why it ended before everything was asked; null: it did not. unanswered: the server had no answer to too many in a row. */
export type MeasureEnd = 'interrupted' | 'unanswered' | null;

/** So many questions in a row without anything coming back, and the server is taken to be gone. Ours. */
const IN_A_ROW = 6;

/** Asks what is missing, model by model: a server that holds one model in memory at a time changes it least. */
export async function measure(request: MeasureRequest): Promise<MeasureEnd> {
  const { store, plan, version, signal, atOnce } = request;
  const of = usualTime(plan);
  const questions = KINDS.reduce((sum, kind) => sum + plan.calls[kind], 0);
  let [done, asked, lost] = [0, 0, 0];
  const far = (subject: Subject, form: MeasureFar['form'], calls: number): void => {
    asked += calls;
    done += calls * USUAL_MS[form];
    request.progress?.({ done, of, asked, questions, subject: subject.name, form });
  };
  const over = (): boolean => signal.aborted || lost >= IN_A_ROW;
  for (const { subject, parts, offTopic } of plan.subjects) {
    for (const { set, stored, questions } of parts) {
      const missing = questions.filter(isMissing);
      const plain = set === null ? offTopic : [];
      if (missing.length + plain.length === 0 || over()) continue;
      const session = await sessionFor(store, subject, set, stored.session, questions.length, version);
      await inPool(missing, atOnce, over, async ({ asked: match, kept, form, calls }) => {
        const came = await playQuestion(store, session, match, kept, signal);
        lost = came === 'lost' ? lost + 1 : 0;
        if (came === 'done') far(subject, form, calls);
      });
      for (const question of plain) {
        if (over()) break;
        const answered = await askPlain(request, subject, question, session.code);
        lost = answered ? 0 : lost + 1;
        if (answered) far(subject, 'plain', 1);
      }
    }
  }
  return signal.aborted ? 'interrupted' : lost >= IN_A_ROW ? 'unanswered' : null;
}

async function sessionFor(
  store: Store,
  subject: Subject,
  set: string | null,
  code: string | null,
  matches: number,
  version: string,
): Promise<Pick<SessionRow, 'code'>> {
  if (code !== null) return { code };
  const session: SessionRow = { code: newCode(), kind: 'run', seed: 0, version, startedAt: Date.now() };
  await store.record(subjectRows(session, subject, set, matches));
  return session;
}

async function inPool<Item>(
  items: readonly Item[],
  width: number,
  over: () => boolean,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const item of left) {
      if (over()) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
}

/** Puts one plain question; whether something came back. */
async function askPlain(
  { store, measured, limitMs, signal }: MeasureRequest,
  subject: Subject,
  { id, ask }: OffTopicQuestion,
  session: string,
): Promise<boolean> {
  const { connection, settings } = plainSeat(subject, measured);
  const since = Date.now();
  const heard = await call(
    connection,
    chatExchange(connection, [{ role: 'user', content: ask }], { ...settings, max_completion_tokens: PLAIN_TOKENS }),
    limitMs,
    signal,
    () => undefined,
  );
  if (signal.aborted || heard.kind !== 'answer') return false;
  const { said, http } = heard;
  const body = {
    question: id,
    outcome: said.kind === 'refused' ? ('refused' as const) : ('answered' as const),
    text: said.text,
    request: http?.request ?? '',
    response: http?.raw ?? '',
    ms: Date.now() - since,
  };
  await store.record([
    { table: 'event', row: { session, match: null, participant: null, kind: 'off topic', body, at: Date.now() } },
  ]);
  return true;
}

function plainSeat(subject: Subject, { models, games }: Measured): ModelSeat {
  const id = idOf({ ...subject, told: null }, 'words');
  if (!hasProvider(id)) throw new Error(`${id} is no model`);
  const named = readModelId(id, games[0]!, models.providers);
  return models.seat(named.id, named.provider, named.model, named.ask ?? 'as written');
}
