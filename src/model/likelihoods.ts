/** How likely each answer was to the model itself, read from the token probabilities of a completion that has them. */
import { z } from 'zod';
import type { Input } from '../core/game.ts';

const shape = z.object({
  content: z.array(
    z.object({
      token: z.string(),
      logprob: z.number(),
      top_logprobs: z.array(z.object({ token: z.string(), logprob: z.number() })).nullish(),
    }),
  ),
});

/**
 * Of a choice the probability of each option, from the alternatives to the token with which the answer begins; of a
 * number that of the number given, over all its tokens. Rounded to four digits; null where the tokens do not tell.
 * These are the probabilities of the answer after the reasons that were written before it.
 */
export function likelihoods(
  logprobs: unknown,
  answer: string | number,
  input: Input,
): Readonly<Record<string, number>> | null {
  const parsed = shape.safeParse(logprobs);
  if (!parsed.success) return null;
  const { content } = parsed.data;
  const whole = content.map(({ token }) => token).join('');
  const start = startOf(whole, String(answer));
  if (start === null) return null;
  const [first, last] = tokensOver(content, start, start + String(answer).length);
  const token = content[first];
  if (token === undefined) return null;
  if (input.kind === 'number') {
    const sum = content.slice(first, last + 1).reduce((total, one) => total + one.logprob, 0);
    return { [String(answer)]: rounded(Math.exp(sum)) };
  }
  const alternatives = token.top_logprobs?.length ? token.top_logprobs : [token];
  const found = input.options.map(({ value, label }) => {
    const begins = alternatives.filter((one) => {
      const letters = plain(one.token);
      return (
        letters !== '' &&
        [label, value].some((name) => plain(name).startsWith(letters) || letters.startsWith(plain(name)))
      );
    });
    return [value, rounded(begins.reduce((sum, one) => sum + Math.exp(one.logprob), 0))] as const;
  });
  return found.some(([, likely]) => likely > 0) ? Object.fromEntries(found) : null;
}

/** Where the answer stands in the text: after its key in JSON, else where it is named last. */
function startOf(whole: string, answer: string): number | null {
  const keyed = [...whole.matchAll(/"answer"\s*:\s*"?/g)].at(-1);
  if (keyed !== undefined && whole.startsWith(answer, keyed.index + keyed[0].length))
    return keyed.index + keyed[0].length;
  const last = whole.lastIndexOf(answer);
  return answer === '' || last < 0 ? null : last;
}

/** Whether token probabilities can be read: tokens, each with alternatives. A server may say yes and send nothing. */
export function isReadable(logprobs: unknown): boolean {
  const parsed = shape.safeParse(logprobs);
  return parsed.success && parsed.data.content.some(({ top_logprobs: others }) => (others?.length ?? 0) > 0);
}

/** The first and the last token that share a letter with this stretch of the text. */
function tokensOver(
  content: readonly { readonly token: string }[],
  start: number,
  end: number,
): readonly [number, number] {
  let at = 0;
  let [first, last] = [-1, -1];
  content.forEach(({ token }, i) => {
    if (at < end && at + token.length > start) {
      if (first < 0) first = i;
      last = i;
    }
    at += token.length;
  });
  return [first, last];
}

const plain = (text: string): string => text.replace(/^["\s]+|["\s]+$/g, '').toLowerCase();
const rounded = (probability: number): number => Number(Math.min(1, probability).toPrecision(4));
