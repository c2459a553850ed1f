/** What questions to models will take, where nothing better is known than a rehearsal: estimates, ours, and called so. */
import { counted } from '../../core/format.ts';
import type { AnswerKind } from '../../core/log.ts';
import type { ModelSeat } from '../../model/agent.ts';

export const LETTERS_A_TOKEN = 4;
/** Tokens of an answer. */
const TOKENS_OUT = 60;
/** Milliseconds of an answer. */
const ANSWER_MS = 2000;
/** Milliseconds until probabilities are there: one pass, and nothing written. */
const DECISION_MS = 500;

/** Tokens and milliseconds of one answer: as the last ones were, else what is assumed. `written`: the most tokens that it may have. */
export const answerOf = (
  means: { readonly tokensOut: number | null; readonly ms: number | null } | null,
  written: number,
): { readonly tokensOut: number; readonly ms: number } => ({
  tokensOut: means?.tokensOut ?? Math.min(TOKENS_OUT, written),
  ms: means?.ms ?? (written <= 1 ? DECISION_MS : ANSWER_MS),
});

/** Which calls of a seat are like those that it will make. */
export const kindOf = ({ decision }: Pick<ModelSeat, 'decision'>): AnswerKind =>
  decision === null ? 'written' : 'probabilities';

/** Where the numbers of a card are from. `over`: what was rehearsed; `whose`: last answers, where all models have some here. */
export const estimatedFrom = (over: string, whose: string, seen: boolean): string =>
  `${LETTERS_A_TOKEN} letters a token over ${over}; ${
    seen
      ? `lengths and seconds of answers as ${whose} last ones here`
      : `${TOKENS_OUT} tokens and ${ANSWER_MS / 1000} s an answer assumed, more where a model reasons, and ${DECISION_MS / 1000} s where it tells probabilities`
  }`;

/** Two digits of an estimate. */
const about = (n: number): string => Number(n.toPrecision(2)).toLocaleString('en', { maximumFractionDigits: 4 });

type Estimated = {
  readonly models: readonly { readonly model: string; readonly questions: number }[];
  readonly tokens: { readonly in: number; readonly out: number };
  readonly price: number | null;
  readonly minutes: number;
};

export const questionsText = ({ models }: Estimated): string =>
  models.map(({ model, questions }) => `${questions.toLocaleString('en')} to ${model}`).join(', ');
export const tokensText = ({ tokens }: Estimated): string =>
  `about ${about(tokens.in)} in and ${about(tokens.out)} out`;
export const priceText = ({ price }: Estimated): string =>
  price === null ? 'unknown: homines.config.json has no price for it' : `about ${about(price)} USD`;
export const timeText = ({ minutes }: Estimated, atOnce: number): string =>
  `about ${lastingText(minutes)}, ${atOnce} at once`;

/** Minutes of an estimate as "40 seconds", "2.5 minutes" or "1.2 hours": never "1 minutes" or "0.12 minutes". */
function lastingText(minutes: number): string {
  const seconds = Math.max(1, Math.round(60 * minutes));
  if (seconds < 90) return counted(seconds, 'second');
  return minutes < 100 ? `${about(minutes)} minutes` : `${about(minutes / 60)} hours`;
}
