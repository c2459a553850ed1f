/**
 * When an agent has no answer: why there is none, and what follows. One vocabulary for the rows of calls, the events of a
 * match, the policies that are stored with a session, and what is typed.
 */

import { unknown } from './user-error.ts';

/**
 * Why there is no answer. refused: the model, or its server's filter, would not. invalid: what it said twice could not be
 * read. timed out: its time was up. failed: its server could not be asked, or sent no completion.
 */
export const NO_ANSWER = ['refused', 'invalid', 'timed out', 'failed'] as const;
export type NoAnswer = (typeof NO_ANSWER)[number];

/** That there is no answer, and why in words: "the key is not accepted (401)". */
export type Unanswered = { readonly outcome: NoAnswer; readonly why: string };

/**
 * Whether nothing came back at all. A refusal and an answer that cannot be read are something that the model said; of a
 * question that was lost nobody knows, so a match that goes on asks it again.
 */
export const isLost = (outcome: string): boolean => outcome === 'failed' || outcome === 'timed out';

/**
 * What follows: the same question again, the marked stand-in's answer, or the end of the match. It ends unpaid (before
 * people), failed (in a run), or left, so that it can go on at that question.
 */
export type FailurePolicy = 'ask again' | 'stand-in' | 'unpaid' | 'failed' | 'left';

/** What may follow before people who wait, and in a run; the first is what follows unless another is typed. */
export const LIVE_POLICIES = ['stand-in', 'ask again', 'unpaid'] as const;
export type LivePolicy = (typeof LIVE_POLICIES)[number];
export const RUN_POLICIES = ['failed', 'stand-in', 'ask again'] as const;
export type RunPolicy = (typeof RUN_POLICIES)[number];

/** A policy as it is typed after --on-failure, and as a run keeps it. */
export const TYPED_POLICIES = {
  'ask again': 'again',
  'stand-in': 'stand-in',
  unpaid: 'unpaid',
  failed: 'fail',
} as const satisfies Partial<Record<FailurePolicy, string>>;

/** The policy that was typed, of those that are possible here; a UserError lists them where it is none. */
export function readPolicy<P extends keyof typeof TYPED_POLICIES>(typed: string, possible: readonly P[]): P {
  const found = possible.find((policy) => TYPED_POLICIES[policy] === typed.trim().toLowerCase());
  if (found !== undefined) return found;
  throw unknown(
    'way to go on without an answer',
    typed,
    possible.map((policy) => TYPED_POLICIES[policy]),
  );
}

/** One question is put so often in all; after that there is no answer. Ours. */
export const ASKED_AT_MOST = 3;
