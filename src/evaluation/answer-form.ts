/** In which forms a model is asked here: each is an instrument of its own, and nothing is pooled over them. */
import type { Models, ModelSeat } from '../model/agent.ts';
import type { AnswerForm } from '../tune/row-words.ts';

/** Bare words, JSON with reasons, typed decisions with their probabilities. The order is stored: a form is told by its place. */
export const FORMS: readonly AnswerForm[] = ['words', 'json', 'decision'];

/** What a form is called in tables and sentences. */
export const FORM_WORDS: Readonly<Record<AnswerForm, string>> = {
  words: 'bare words',
  json: 'JSON with reasons',
  decision: 'typed decision, both orders',
};

/**
 * Tokens that an answer may have: enough for the longest label, or for a few sentences of reasons. An untuned model that goes on
 * and on is ended there, on a processor too. Ours.
 */
export const ANSWER_TOKENS: Readonly<Record<AnswerForm, number>> = { words: 24, json: 320, decision: 1 };

/** Tokens of an answer to a question of no game. */
export const PLAIN_TOKENS = 48;

/**
 * Milliseconds that a question takes with a model of 135 million parameters on two processor cores, roughly: what a report says
 * before anything was measured here, and how its kinds of questions weigh against each other. Ours: of a report of SmolLM2-135M, two
 * thirds of whose questions went to the untuned model, which goes on and on and is asked twice.
 */
export const USUAL_MS: Readonly<Record<AnswerForm | 'plain', number>> = {
  words: 1700,
  json: 8000,
  decision: 550,
  plain: 1500,
};

/** The same models as a tuning report asks them: told what to expect, as the training rows are, and with short answers. */
export const evaluatedModels = (models: Models): Models => ({
  ...models,
  seat(id, provider, model, ask): ModelSeat {
    const seat = { ...models.seat(id, provider, model, ask), expects: true };
    if (seat.decision !== null) return seat;
    const form = seat.ask === 'words' ? 'words' : 'json';
    return { ...seat, settings: { ...seat.settings, max_completion_tokens: ANSWER_TOKENS[form] } };
  },
});
