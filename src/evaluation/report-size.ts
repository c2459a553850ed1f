/** How much a tuning report asks of each model. */
import type { AnswerForm } from '../tune/row-words.ts';
import { ROLES, type SubjectRole } from './subject.ts';

/** protocols: games that training sets are made of, in settings that are in none. transfer: games that are in no set. */
export type ReportPart = 'protocols' | 'transfer';

export type ReportSize = {
  readonly name: 'quick' | 'standard' | 'dose';
  /** Who is asked. */
  readonly roles: readonly SubjectRole[];
  /** Held-out questions, at most. */
  readonly heldOut: Readonly<Record<AnswerForm, number>>;
  /** How often each question of a part is put; 0: not at all. A decision is put once, in every order. */
  readonly draws: Readonly<Record<ReportPart, Readonly<Record<AnswerForm, number>>>>;
  /** Questions of no game. */
  readonly offTopic: number;
};

/** Four models on two processor cores in about ten minutes where a question takes half a second. Ours. */
export const QUICK: ReportSize = {
  name: 'quick',
  roles: ROLES,
  heldOut: { words: 40, json: 8, decision: 40 },
  draws: { protocols: { words: 1, json: 0, decision: 1 }, transfer: { words: 0, json: 0, decision: 1 } },
  offTopic: 20,
};

export const STANDARD: ReportSize = {
  name: 'standard',
  roles: ROLES,
  heldOut: { words: 120, json: 120, decision: 120 },
  draws: { protocols: { words: 4, json: 4, decision: 1 }, transfer: { words: 1, json: 1, decision: 1 } },
  offTopic: 20,
};

/** What a dose's figure is drawn from, in one form, and no more: a few minutes a run on two processor cores. Its answers count in the run's report too. */
export const doseSize = (form: AnswerForm): ReportSize => ({
  name: 'dose',
  roles: ['base', 'tuned', 'control'],
  heldOut: { words: 0, json: 0, decision: 0, [form]: QUICK.heldOut[form] },
  draws: { protocols: { words: 0, json: 0, decision: 0 }, transfer: { words: 0, json: 0, decision: 0 } },
  offTopic: 0,
});
