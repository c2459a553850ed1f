/**
 * The fifth proof as it is asked: a tuned name and its base get the same questions, twice each, in looks until they decide. Rows are put
 * as they were trained, to the letter. Wherever the two are served: on this computer, or at a provider, where each question costs.
 */
import { z } from 'zod';
import type { UserError } from '../../core/user-error.ts';
import { jsonIn } from '../../disk/text-file.ts';
import { call, type CallResult, chatExchange, type ModelConnection, type Said } from '../../model/call.ts';
import { decisionExchange } from '../../model/decision/exchange.ts';
import type { DecisionFound } from '../../model/decision/found.ts';
import { lettersOf } from '../../model/decision/letters.ts';
import type { DecisionQuestion, DecisionReading } from '../../model/decision/protocol.ts';
import { PROTOCOLS } from '../../model/decision/protocols.ts';
import type { Message } from '../../model/http.ts';
import { type AliveAnswer, aliveAt, aliveLooks, type AliveRow } from '../../tune/alive-proof.ts';
import type { Proof } from '../../tune/proof.ts';
import { gameOfRow, rowQuestionOf } from '../../tune/row-question.ts';
import { askedIn } from '../../tune/row-words.ts';
import type { TuneRow } from '../../tune/row.ts';

/** Milliseconds for one answer. */
export const LIMIT_MS = 120_000;

export type AliveAsking = {
  readonly tuned: ModelConnection;
  readonly base: ModelConnection;
  /** How the server gives probabilities; null: it gives none, and what is written is compared. */
  readonly decision: Pick<DecisionFound, 'dialect' | 'settings'> | null;
  readonly looks: readonly AliveRows[];
  /** Whether the rows' labels are something to agree with. */
  readonly agreement: boolean;
  /** Rows under way at the same time. */
  readonly atOnce: number;
  /** What was read before a row's answer where it was trained. */
  before(row: TuneRow): readonly Message[];
  /** Does what puts this row to the tuned name as it was trained; whoever wants to know what its server reads looks on. */
  around<Of>(row: TuneRow, work: () => Promise<Of>): Promise<Of>;
  /** Hears before each row how many were asked, and of how many by now. */
  progress(done: number, of: number): void;
  /** What is thrown where one of them does not answer. */
  lost(who: 'tuned' | 'base', why: string): UserError;
  readonly signal: AbortSignal;
};

/** The most questions that a proof puts, to both names together. */
export const mostQuestions = (looks: readonly AliveRows[]): number =>
  looks.reduce((sum, { rows }) => sum + rows.reduce((all, row) => all + 4 + (isWritten(row) ? 2 : 0), 0), 0);

/** Asks until a look decides. Throws what `lost` makes where there is no answer, and the signal's reason. */
export async function aliveAsked(asking: AliveAsking): Promise<Proof> {
  const rows: AliveRow[] = [];
  let of = 0;
  let alive: Proof | null = null;
  for (const look of asking.looks) {
    const before = rows.length;
    of += look.rows.length;
    const found = new Map<TuneRow, AliveRow>();
    const left = look.rows[Symbol.iterator]();
    const worker = async (): Promise<void> => {
      for (const row of left) {
        asking.progress(before + found.size, of);
        found.set(row, await rowAsked(asking, row));
      }
    };
    await Promise.all(Array.from({ length: asking.atOnce }, worker));
    rows.push(...look.rows.map((row) => found.get(row)!));
    const { proof, decides } = aliveAt(rows, asking.agreement, Date.now(), look.part);
    alive = proof;
    if (decides) break;
  }
  return alive!;
}

/** Puts a row to both names, twice each. */
async function rowAsked(asking: AliveAsking, row: TuneRow): Promise<AliveRow> {
  const dialect = asking.decision?.dialect ?? null;
  const question = dialect === null ? null : await questionOf(row);
  const ask = async (who: 'tuned' | 'base'): Promise<AliveAnswer> =>
    question === null ? write(asking, who, row) : decide(asking, who, question);
  // These two put to a model what its rows put, as one message.
  const asTrained = row.answerForm === 'decision' && (dialect === 'systemone' || dialect === 'first token');
  const t1 = asTrained ? await asking.around(row, () => ask('tuned')) : await ask('tuned');
  // Each comes first as often, so that nothing that grows with time is between the names.
  const b1 = await ask('base');
  const b2 = await ask('base');
  const t2 = await ask('tuned');
  const pairs = { base: [b1, b2], tuned: [t1, t2] } as const;
  const right = question === null ? -1 : question.options.findIndex(({ label }) => label === labelIn(row));
  return {
    ...{ id: row.id, split: row.split, ...pairs, right: right < 0 ? null : right },
    written: row.split === 'held-out' ? null : await written(asking, row, pairs),
  };
}

/** What both write to a row as it was trained; a letter is read from probabilities, JSON is not asked for: it takes minutes. */
async function written(
  asking: AliveAsking,
  row: TuneRow,
  pairs: Pick<AliveRow, 'base' | 'tuned'>,
): Promise<AliveRow['written']> {
  switch (row.answerForm) {
    case 'json':
      return null;
    case 'decision':
      return typeof pairs.base[0] === 'string'
        ? { base: pairs.base[0], tuned: String(pairs.tuned[0]), right: row.completion }
        : { base: letterOf(pairs.base[0]), tuned: letterOf(pairs.tuned[0]), right: row.completion };
    case 'words': {
      const tuned = await asking.around(row, () => write(asking, 'tuned', row));
      return { base: await write(asking, 'base', row), tuned, right: row.completion };
    }
  }
}

/** Whether what both write to a row is asked beside the rest. */
const isWritten = ({ split, answerForm }: TuneRow): boolean => split === 'train' && answerForm === 'words';

type Answering = Pick<AliveAsking, 'tuned' | 'base' | 'decision' | 'before' | 'lost' | 'signal'>;

/** What a name writes to a row, put as it was trained, in so many tokens at most. */
export async function write(
  asking: Answering,
  who: 'tuned' | 'base',
  row: TuneRow,
  tokens = tokensFor(row),
): Promise<string> {
  const connection = asking[who];
  const extras = { temperature: 0, max_completion_tokens: tokens };
  const exchange = chatExchange(connection, asking.before(row), extras);
  const answer: Said = said(asking, who, await call(connection, exchange, LIMIT_MS, asking.signal, noRow));
  return answer.kind === 'text' ? answer.text : '';
}

async function decide(
  asking: Answering,
  who: 'tuned' | 'base',
  question: DecisionQuestion,
): Promise<readonly number[]> {
  const { dialect, settings } = asking.decision!;
  const connection = asking[who];
  const protocol = PROTOCOLS[dialect!];
  const exchange = decisionExchange(connection, protocol, question, protocol.settings({ ...settings }));
  const answer = await call(connection, exchange, LIMIT_MS, asking.signal, noRow);
  const reading: DecisionReading = said(asking, who, answer);
  if (reading.kind === 'probabilities') return reading.probabilities;
  throw asking.lost(who, 'it told no probabilities');
}

function said<Said>({ signal, lost }: Answering, who: 'tuned' | 'base', result: CallResult<Said>): Said {
  signal.throwIfAborted();
  if (result.kind === 'answer') return result.said;
  throw lost(who, result.why);
}

const noRow = async (): Promise<void> => undefined;

/** Choices: a plain question may be one that any model answers alike. */
const isAsked = ({ kind }: TuneRow): boolean => kind === 'choice';

/** So many rows, evenly over all: every game, form and method is among them. */
export function spread<Of>(rows: readonly Of[], most: number): readonly Of[] {
  const count = Math.min(most, rows.length);
  return Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)]!);
}

/** The rows that each look asks beside those before it, evenly over what is left, and its part of the chances. */
export function aliveRows(data: {
  readonly train: readonly TuneRow[];
  readonly heldOut: readonly TuneRow[];
}): readonly AliveRows[] {
  const [train, heldOut] = [data.train.filter(isAsked), data.heldOut.filter(isAsked)];
  const taken = new Set<TuneRow>();
  return aliveLooks(train.length, heldOut.length).map((look) => {
    const more = (all: readonly TuneRow[], by: number): readonly TuneRow[] =>
      spread(
        all.filter((row) => !taken.has(row)),
        by - all.filter((row) => taken.has(row)).length,
      );
    const rows = [...more(train, look.trained), ...more(heldOut, look.heldOut)];
    for (const row of rows) taken.add(row);
    return { rows, part: look.part };
  });
}

export type AliveRows = { readonly rows: readonly TuneRow[]; readonly part: number };

/** A row as a typed decision; null: a number is asked, or nothing is known of where the row came from. */
async function questionOf(row: TuneRow): Promise<DecisionQuestion | null> {
  const asked = row.decision === null ? await againAsDecision(row) : row;
  const decision = asked?.decision ?? null;
  if (asked === null || decision === null || decision.options.length < 2) return null;
  const options = decision.options.map((label) => ({ value: label, label }));
  return { messages: asked.prompt, instruction: decision.instruction, options };
}

async function againAsDecision({ source }: TuneRow) {
  if (source === null) return null;
  const question = rowQuestionOf(await gameOfRow(source), source);
  return question.request.decision.input.kind === 'choice' ? askedIn(question, 'decision') : null;
}

/** The label of a row's answer, however it is written there. */
function labelIn({ answerForm, completion, decision }: TuneRow): string {
  switch (answerForm) {
    case 'words':
      return completion.trim();
    case 'decision':
      return decision?.options[lettersOf(decision.options).indexOf(completion)] ?? '';
    case 'json': {
      const read = answered.safeParse(jsonIn(completion));
      return read.success ? String(read.data.answer).trim() : '';
    }
  }
}

const answered = z.object({ answer: z.union([z.string(), z.number()]) });

/** The letter of the likeliest option. */
const letterOf = (answer: AliveAnswer): string =>
  typeof answer === 'string' ? answer : lettersOf(answer)[answer.indexOf(Math.max(...answer))]!;

/** Tokens in which an answer as it was trained fits, with some to spare; a base would go on. */
const tokensFor = ({ completion }: TuneRow): number => 4 + Math.ceil(completion.length / 2);
