/**
 * The first token of a chat completion, for servers that speak neither protocol of typed decisions: options stand as
 * letters (letters.ts), one token is asked for with its alternatives, and an option has the mass of every token that can be
 * its letter. What no option has is told as mass outside, which the protocols do not tell.
 */
import { z } from 'zod';
import { completionOf } from '../completion.ts';
import type { Message } from '../http.ts';
import { letteredQuestion, lettersOf } from './letters.ts';
import type { DecisionProtocol, DecisionQuestion, DecisionReading } from './protocol.ts';
import { broken, shortened, SUM_WITHIN, unusable } from './reading.ts';

/** Alternatives that are asked for: the most that OpenAI, llama.cpp, vLLM and Ollama all give. */
const ALTERNATIVES = 20;

/**
 * How a server draws is nothing to the probabilities of a first token, and on some servers changes what is told of them:
 * none of it is sent, and a temperature of 1 is. Nor are budgets and ends of an answer: one token is asked for.
 */
const ABOUT_DRAWING = [
  ...['temperature', 'top_p', 'top_k', 'min_p', 'typical_p', 'seed', 'presence_penalty', 'frequency_penalty'],
  ...['repetition_penalty', 'repeat_penalty', 'logit_bias', 'stop', 'max_tokens', 'max_completion_tokens', 'logprobs'],
];

const sent: DecisionProtocol['settings'] = (typed) => ({
  top_logprobs: ALTERNATIVES,
  ...Object.fromEntries(Object.entries(typed).filter(([name]) => !ABOUT_DRAWING.includes(name))),
  ...{ logprobs: true, temperature: 1, max_tokens: 1 },
});

/** The question as a chat, apart from the model: what is said, and the settings that are sent with it. */
export const firstTokenChat = (
  question: DecisionQuestion,
  settings: Readonly<Record<string, unknown>>,
): { readonly messages: readonly Message[]; readonly settings: Readonly<Record<string, unknown>> } => ({
  messages: [{ role: 'user', content: letteredQuestion(question) }],
  settings: sent(settings),
});

export const firstToken: DecisionProtocol = {
  name: 'first token',
  path: '/chat/completions',
  mostOptions: ALTERNATIVES,
  settings: sent,
  body(model, question, settings) {
    const chat = firstTokenChat(question, settings);
    return { ...chat.settings, model, messages: chat.messages };
  },
  read(http, { options }): DecisionReading {
    const completion = completionOf(http);
    if (completion.kind === 'broken') return broken(completion, completion.why, completion.status);
    if (completion.kind === 'refused') return { kind: 'refused', text: completion.text, told: completion };
    const alternatives = alternativesIn(completion.logprobs);
    if (alternatives === null) return unusable(completion, 'it gives no token probabilities');
    const letters = lettersOf(options);
    const mass = letters.map((letter) =>
      alternatives.reduce((sum, { token, probability }) => (letterIn(token) === letter ? sum + probability : sum), 0),
    );
    const sum = mass.reduce((all, one) => all + one, 0);
    const told = alternatives.reduce((all, { probability }) => all + probability, 0);
    if (told > 1 + SUM_WITHIN)
      return unusable(
        completion,
        `its probabilities sum to ${Number(told.toPrecision(4))}, and not to 1 within ${SUM_WITHIN}`,
      );
    if (sum === 0) {
      const first = alternatives.toSorted((one, other) => other.probability - one.probability)[0]!;
      return unusable(
        completion,
        `its answer begins with none of the options' letters: "${shortened(first.token)}" has ${first.probability.toFixed(2)}`,
        1,
      );
    }
    return {
      ...{ kind: 'probabilities', told: completion, sum: 1, outside: Math.max(0, 1 - sum) },
      probabilities: mass.map((one) => one / sum),
      decimals: mass.includes(0) ? decimalsBelow(leastOf(alternatives) / sum) : null,
    };
  },
};

/**
 * The option that a token begins, by its letter; null: none. " A", "A", "a", "A." and "(A" are one answer; so are the
 * marks with which tokenizers write a blank.
 */
export function letterIn(token: string): string | null {
  const letter = /^[\s▁ĠĊ"'`(*[]*([A-Za-z])[.):,*\]"'`]*\s*$/u.exec(token)?.[1];
  return letter?.toUpperCase() ?? null;
}

/** A token that was not drawn, or the one that was, with its probability. */
type Alternative = { readonly token: string; readonly probability: number };

const lettered = z.object({ token: z.string(), logprob: z.number().nullable() });
/** As OpenAI has it. */
const listed = z.object({
  content: z.tuple([z.object({ ...lettered.shape, top_logprobs: z.array(lettered) })]).rest(z.unknown()),
});
/** As completions had it, and chat has it where a server kept that. */
const mapped = z.object({ top_logprobs: z.tuple([z.record(z.string(), z.number().nullable())]).rest(z.unknown()) });

/** The alternatives to the first token, each once; null: there are none. */
function alternativesIn(logprobs: unknown): readonly Alternative[] | null {
  const found = new Map<string, number>();
  const now = listed.safeParse(logprobs);
  const before = now.success ? undefined : mapped.safeParse(logprobs).data;
  if (now.success) {
    const [{ top_logprobs: others, ...drawn }] = now.data.content;
    if (others.length === 0) return null;
    for (const { token, logprob } of [...others, drawn]) found.set(token, logprob ?? -Infinity);
  } else
    for (const [token, logprob] of Object.entries(before?.top_logprobs[0] ?? {}))
      found.set(token, logprob ?? -Infinity);
  if (found.size === 0) return null;
  return [...found].map(([token, logprob]) => ({ token, probability: Math.exp(logprob) }));
}

const leastOf = (alternatives: readonly Alternative[]): number =>
  Math.min(...alternatives.map(({ probability }) => probability));

/** An option that is not told has less than the least that is: the decimals at which that is .00, and none finer than six. */
const decimalsBelow = (least: number): number =>
  Math.min(6, Math.max(0, Math.floor(-Math.log10(2 * Math.max(least, Number.MIN_VALUE)))));
