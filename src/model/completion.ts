/** What a server answered, read from the bytes: zod at the edge, and every way of not answering named. */
import { z } from 'zod';
import type { HttpAnswer } from './http.ts';

const body = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
        logprobs: z.unknown().optional(),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() }).nullish(),
  model: z.string().nullish(),
});

export type Completion =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly tokensIn: number | null;
      readonly tokensOut: number | null;
      readonly cut: boolean;
      readonly logprobs: unknown;
    }
  | {
      readonly kind: 'refused';
      readonly text: string;
      readonly tokensIn: number | null;
      readonly tokensOut: number | null;
    }
  /** No completion in a body that claimed to be one: half a JSON, nothing, an error behind a 200. */
  | { readonly kind: 'broken'; readonly why: string };

/** The completion in what a server sent: text or a refusal with its tokens, else why it is none. Never throws. */
export function completionOf(http: HttpAnswer): Completion {
  if (http.raw.trim() === '') return { kind: 'broken', why: 'the server answered with nothing' };
  const parsed = body.safeParse(jsonOf(http.raw));
  if (!parsed.success) {
    const message = errorMessage(http.raw);
    return {
      kind: 'broken',
      why: message === null ? 'the answer is no chat completion' : `the server reported: ${message}`,
    };
  }
  const { choices, usage } = parsed.data;
  const choice = choices[0]!;
  const tokens = { tokensIn: usage?.prompt_tokens ?? null, tokensOut: usage?.completion_tokens ?? null };
  if (choice.message.refusal) return { kind: 'refused', text: choice.message.refusal, ...tokens };
  if (choice.finish_reason === 'content_filter')
    return { kind: 'refused', text: 'stopped by the content filter', ...tokens };
  return {
    kind: 'text',
    text: choice.message.content ?? '',
    ...tokens,
    cut: choice.finish_reason === 'length',
    logprobs: choice.logprobs ?? null,
  };
}

/** The message of an error body, whatever its status: { error: { message } } or { error: "…" }. */
export function errorMessage(raw: string): string | null {
  const parsed = z
    .object({ error: z.union([z.string(), z.object({ message: z.string() }).transform((e) => e.message)]) })
    .safeParse(jsonOf(raw));
  return parsed.success ? parsed.data.error : null;
}

/** JSON, or undefined: broken bytes are an outcome, not an exception. */
export function jsonOf(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
