/**
 * What the two protocols of typed decisions have in common: a body with answers, of which one lists a probability for each
 * label. Whatever else a server sends becomes a reading that says what it is.
 */
import { NOTHING_TOLD, type Told, toldBy } from '../completion.ts';
import type { HttpAnswer } from '../http.ts';
import { complaintIn, type Fields, fieldsOf, isFiltered, jsonOf, serverError } from '../server-error.ts';
import type { DecisionReading } from './protocol.ts';

/** How far a sum of probabilities may lie from 1: what two decimals leave of it. */
export const SUM_WITHIN = 0.02;
/** From so many decimals on nothing was rounded: a 32-bit number has about seven digits. */
const UNROUNDED = 7;
/** No server is known to round to fewer: .5 and .5 are .50 and .50. */
const FEWEST_DECIMALS = 2;
/** Letters of a server's own words that are kept in a sentence. */
const LONGEST = 300;

/** One label with what a server says of it, as it came. */
export type Listed = { readonly label: string; readonly probability: unknown };

/** Whether a body is a web page: what an address answers that is no server of models, or a proxy before it. */
export const isPage = (raw: string): boolean => /^\s*</.test(raw);

/** Python's servers write NaN and Infinity into JSON, which has neither. */
const NO_NUMBER = /([:[,]\s*)(-?(?:NaN|Infinity))\b/g;

/**
 * Reads a body that has `answers`; `answerIn` reads them. An error, whatever its status, is a refusal where a filter says it
 * and else broken, with its words.
 */
export function readAnswers(
  { raw, status }: Pick<HttpAnswer, 'raw' | 'status'>,
  answerIn: (answers: unknown, told: Told) => DecisionReading,
): DecisionReading {
  const top = fieldsOf(jsonOf(raw) ?? jsonOf(raw.replace(NO_NUMBER, '$1"$2"')));
  const told = top === null ? NOTHING_TOLD : toldBy(top, false);
  if (raw.trim() === '') return broken(told, 'the server answered with nothing');
  const answers = top?.['answers'];
  if (top !== null && answers !== undefined && !top['error'] && (status ?? 200) < 400) return answerIn(answers, told);
  const error = top === null ? serverError(raw) : complaintIn(top);
  if (error !== null && isFiltered(error, status)) return { kind: 'refused', text: error.message, told };
  if (error !== null) return broken(told, `the server reported: ${shortened(error.message)}`, error.status);
  if (top !== null) return unusable(told, 'the answer is no decision');
  return broken(told, isPage(raw) ? 'the answer is a web page, no decision' : 'the answer is no decision');
}

/** The reading of one question's answer that lists probabilities; `labels` in the order asked, as they were sent. */
export function readProbabilities(
  listed: readonly Listed[],
  labels: readonly string[],
  shown: readonly string[],
  told: Told,
): DecisionReading {
  const byLabel = new Map<string, number>();
  for (const { label: typed, probability } of listed) {
    // Our labels are trimmed: what comes back with blanks around it is the same.
    const label = typed.trim();
    const name = `"${shortened(shown[labels.indexOf(label)] ?? label)}"`;
    if (byLabel.has(label)) return unusable(told, `it tells two probabilities of ${name}`);
    if (typeof probability !== 'number' || !(probability >= -TINY && probability <= 1 + TINY))
      return unusable(told, `the probability that it tells of ${name} is none: ${shortened(written(probability))}`);
    byLabel.set(label, Math.max(0, probability));
  }
  const missing = labels.findIndex((label) => !byLabel.has(label));
  if (missing >= 0) return unusable(told, `it tells no probability of "${shown[missing]!}"`);
  const own = labels.map((label) => byLabel.get(label)!);
  const sum = total(own);
  const beside = total([...byLabel].filter(([label]) => !labels.includes(label)).map(([, probability]) => probability));
  if (Math.abs(sum + beside - 1) > SUM_WITHIN + TINY || sum === 0)
    return unusable(
      told,
      `its probabilities sum to ${Number((sum + beside).toPrecision(4))}, and not to 1 within ${SUM_WITHIN}`,
    );
  return {
    ...{ kind: 'probabilities', told, sum },
    probabilities: own.map((probability) => probability / sum),
    outside: byLabel.size > labels.length ? beside : null,
    decimals: decimalsSeen(own),
  };
}

/** What 32-bit arithmetic leaves of 0 and 1. */
const TINY = 1e-6;

/** A body that is no answer: half a JSON, a web page, an error. */
export const broken = (told: Told, why: string, status: number | null = null): DecisionReading => ({
  ...{ kind: 'broken', told, why, status, whole: false, outside: null },
});

/** An answer of which no distribution can be made. */
export const unusable = (told: Told, why: string, outside: 1 | null = null): DecisionReading => ({
  ...{ kind: 'broken', told, why, status: null, whole: true, outside },
});

/** How many decimals a server rounds to, from one answer's numbers; null: it shows as many as a number has. */
export function decimalsSeen(numbers: readonly number[]): number | null {
  const most = Math.max(...numbers.map(decimalsOf));
  return most >= UNROUNDED ? null : Math.max(most, FEWEST_DECIMALS);
}

function decimalsOf(n: number): number {
  const [digits = '', exponent = '0'] = String(n).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}

const written = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));

/** Somebody else's words, short enough for a sentence. */
export const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

const total = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0);

/** The objects in a list, in order; none where it is no list. */
export const fieldsAmong = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.map(fieldsOf).filter((one) => one !== null) : [];
