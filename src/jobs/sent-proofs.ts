/**
 * What is proved of rows before they go to a provider, from the very bytes that go: that each is what the lab will send, that none is longer
 * than the model takes, and that each has an answer to be trained. What a provider does with them afterwards is its own, and is said so.
 */
import { z } from 'zod';
import { counted } from '../core/format.ts';
import type { AnyGame } from '../core/game.ts';
import { jsonIn } from '../disk/text-file.ts';
import type { Message } from '../model/http.ts';
import type { Proof, ProofName } from '../tune/proof.ts';
import { gameOfRow, rowQuestionOf } from '../tune/row-question.ts';
import { askedIn } from '../tune/row-words.ts';
import type { TuneRow } from '../tune/row.ts';
import { readBefore } from '../tune/trainer-forms.ts';
import { TUNER_FACTS } from './tuners.ts';
import type { PreviewRow, TokenCounter } from './tuning-provider.ts';
import type { Tuner } from '../tune/run-folder.ts';

/** Rows between two looks at what else is to be done. */
const AT_A_TIME = 50;

/** A row as it stands in a file that is sent: what is read, and the answer. */
export type SentRow = { readonly row: TuneRow; readonly before: readonly Message[]; readonly answer: string };

const message = z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });
const line = z.union([
  z.object({ messages: z.array(message).min(2) }),
  z.object({ prompt: z.array(message).min(1), completion: z.tuple([message]) }).transform(({ prompt, completion }) => ({
    messages: [...prompt, ...completion],
  })),
]);

/** The rows of a file, read back from its bytes. */
export function sentRows(rows: readonly TuneRow[], bytes: Uint8Array): readonly SentRow[] {
  const lines = new TextDecoder().decode(bytes).split('\n');
  return rows.map((row, at) => {
    const read = line.safeParse(jsonIn(lines[at] ?? ''));
    const messages = read.success ? read.data.messages : [];
    return { row, before: messages.slice(0, -1), answer: messages.at(-1)?.content ?? '' };
  });
}

const told = (name: ProofName, figure: string, fault: string | null, at: number): Proof => ({
  ...{ name, passed: fault === null, figure, at },
  ...(fault === null ? {} : { fault }),
});

/** The tokens of each row, in their order. Looks up now and then, and gives way. */
export async function rowTokens(
  sent: readonly SentRow[],
  counter: TokenCounter,
  signal: AbortSignal,
  progress: (done: number, of: number) => void,
): Promise<readonly ReturnType<TokenCounter['row']>[]> {
  const found: ReturnType<TokenCounter['row']>[] = [];
  for (const { before, answer } of sent) {
    found.push(counter.row([...before, { role: 'assistant', content: answer }]));
    if (found.length % AT_A_TIME === 0) {
      progress(found.length, sent.length);
      await new Promise(setImmediate);
      signal.throwIfAborted();
    }
  }
  return found;
}

type Counts = readonly ReturnType<TokenCounter['row']>[];

/** Proof of length: no row has more tokens than the model takes. `most`: that; null: the provider does not tell it. */
export function lengthProof(
  sent: readonly SentRow[],
  counts: Counts,
  counter: TokenCounter,
  { tuner, most, base }: { readonly tuner: Tuner; readonly most: number | null; readonly base: string },
  now: number,
): Proof {
  const longest = counts.reduce((best, { tokens }, at) => (tokens > counts[best]!.tokens ? at : best), 0);
  const { tokens } = counts[longest]!;
  const how = counter.exact ? `by ${counter.name}` : `by ${counter.name}: an estimate`;
  const longestWords = `the longest, ${sent[longest]!.row.id}, has ${counted(tokens, 'token')} (${how})`;
  if (most === null)
    return told('length', `${longestWords}; ${TUNER_FACTS[tuner].label} tells no limit for ${base}`, null, now);
  const over = counts.filter((one) => one.tokens > most).length;
  return told(
    'length',
    `${(counts.length - over).toLocaleString('en')} of ${counted(counts.length, 'row')} within ${counted(most, 'token')}; ${longestWords}`,
    over === 0
      ? null
      : `row ${sent[longest]!.row.id} has ${counted(tokens, 'token')}, and ${base} takes ${most.toLocaleString('en')}: it would be cut`,
    now,
  );
}

/** Proof of the mask where the provider shows nothing: each row ends with its one answer, and that has a token at least. */
export function maskProof(
  sent: readonly SentRow[],
  counts: Counts,
  counter: TokenCounter,
  tuner: Tuner,
  now: number,
): Proof {
  const wrong = sent.findIndex(
    ({ before }, at) =>
      counts[at]!.trained < 1 || before.length === 0 || before.some(({ role }) => role === 'assistant'),
  );
  const trained = counts.reduce((sum, one) => sum + one.trained, 0);
  return told(
    'mask',
    `${trained.toLocaleString('en')} of ${counted(
      counts.reduce((sum, one) => sum + one.tokens, 0),
      'token',
    )} are of answers, one answer or more a row (by ${counter.name}); not shown by the provider: that ${TUNER_FACTS[tuner].label} trains those alone is what its pages say`,
    wrong < 0
      ? null
      : counts[wrong]!.trained < 1
        ? `row ${sent[wrong]!.row.id} has no token to be trained`
        : `row ${sent[wrong]!.row.id} has another answer before its last, which is trained as well`,
    now,
  );
}

/** Proof of the mask by what a provider shows of the first rows: of each the answer is trained, and nothing before it. */
export function shownMaskProof(
  sent: readonly SentRow[],
  shown: readonly PreviewRow[],
  tuner: Tuner,
  now: number,
): Proof {
  const { label } = TUNER_FACTS[tuner];
  const fault = (at: number): string | null => {
    const [{ trained, tokens, text }, row] = [shown[at]!, sent[at]];
    if (row === undefined) return `${label} shows more rows than there are`;
    const { id } = row.row;
    if (trained < 1) return `of row ${id} nothing is trained`;
    if (trained >= tokens) return `of row ${id} all ${tokens} tokens are trained, its prompt with them`;
    if (text !== null && !text.includes(row.answer)) return `of row ${id} something else than its answer is trained`;
    // Marks of the template around an answer are short.
    if (text !== null && text.length > row.answer.length + MARKS) return `of row ${id} more than its answer is trained`;
    return null;
  };
  const faults = shown.map((_, at) => fault(at)).filter((one) => one !== null);
  const trained = shown.reduce((sum, one) => sum + one.trained, 0);
  return told(
    'mask',
    `${shown.length - faults.length} of the first ${counted(shown.length, 'row')} are trained on their answer alone as ${label} shows them, ${counted(trained, 'token')} in all`,
    shown.length === 0 ? `${label} shows no row` : (faults[0] ?? null),
    now,
  );
}

/** Letters of marks that a template puts around an answer, at most. Ours. */
const MARKS = 60;

/**
 * Proof of the template, as far as it can be seen from here: what is sent for a row is what the lab sends when it asks the same question, to
 * the byte; of a typed decision as the dialect *first token* asks it.
 */
export async function sentTemplateProof(
  sent: readonly SentRow[],
  tuner: Tuner,
  now: number,
  signal: AbortSignal,
  progress: (done: number, of: number) => void,
): Promise<Proof> {
  const games = new Map<string, AnyGame>();
  let [alike, done] = [0, 0];
  let first: string | null = null;
  for (const { row, before, answer } of sent) {
    const fault = await differsFromAsked(row, before, answer, games);
    if (fault === null) alike += 1;
    else first ??= `row ${row.id}: ${fault}`;
    done += 1;
    if (done % AT_A_TIME === 0) {
      progress(done, sent.length);
      await new Promise(setImmediate);
      signal.throwIfAborted();
    }
  }
  return told(
    'template',
    `${alike.toLocaleString('en')} of ${counted(sent.length, 'row')} go there to the byte as the lab asks; how ${TUNER_FACTS[tuner].label} puts messages before the model is not shown by the provider, and is the same in training and in answering as its pages say`,
    first,
    now,
  );
}

async function differsFromAsked(
  row: TuneRow,
  before: readonly Message[],
  answer: string,
  games: Map<string, AnyGame>,
): Promise<string | null> {
  if (answer !== row.completion) return 'its answer goes there otherwise than it stands in the set';
  const { source, answerForm } = row;
  if (source === null)
    return isSame(before, row.prompt) ? null : 'its messages go there otherwise than they stand in the set';
  let game = games.get(source.game);
  if (game === undefined) games.set(source.game, (game = await gameOfRow(source)));
  let asked: readonly Message[];
  try {
    asked = readBefore(askedIn(rowQuestionOf(game, source), answerForm));
  } catch (error) {
    return `it cannot be asked again: ${error instanceof Error ? error.message : 'its source is broken'}`;
  }
  return isSame(before, asked) ? null : `the lab asks ${partedAt(textOf(before), textOf(asked))}`;
}

const textOf = (messages: readonly Message[]): string =>
  messages.map(({ role, content }) => `${role}: ${content}`).join('\n');

const isSame = (one: readonly Message[], other: readonly Message[]): boolean =>
  one.length === other.length &&
  one.every(({ role, content }, at) => role === other[at]!.role && content === other[at]!.content);

/** "…" where "…" is sent: where two texts part. */
function partedAt(sent: string, asked: string): string {
  let at = 0;
  while (at < sent.length && sent[at] === asked[at]) at += 1;
  const near = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 12), at + 24));
  return `${near(asked)} where ${near(sent)} is sent`;
}
