/** Who is held against whom in a tuning report: weights, and what they were told. */
import { readAgent } from '../agents/index.ts';
import type { AnyGame } from '../core/game.ts';
import type { Agent } from '../match/agent.ts';
import type { Models } from '../model/agent.ts';
import type { AnswerForm } from '../tune/row-words.ts';

/** The columns of models. base: untuned; prompted: untuned and told the preference; control: tuned on shuffled answers. */
export const ROLES = ['base', 'prompted', 'tuned', 'control'] as const;
export type SubjectRole = (typeof ROLES)[number];

export type Subject = {
  readonly role: SubjectRole;
  /** What its server calls it, and what it is told to want: "base", "base+moralis:0.5". */
  readonly name: string;
  /** Weights and what they were told, the same wherever they are asked again: a digest of the adapter, the path of the base. */
  readonly identity: string;
  /** provider/model, without how it is asked. */
  readonly model: string;
  /** What it is told to want, as it stands behind the plus; null: nothing. */
  readonly told: string | null;
};

/** Its id when it is asked in a form: tuned/base?ask=words+moralis:0.5. */
export const idOf = ({ model, told }: Subject, form: AnswerForm): string =>
  `${model}?ask=${form}${told === null ? '' : `+${told}`}`;

/** The subject as it sits down in a game. Throws a UserError where there is no such model, or it cannot be asked in this form. */
export const seated = (subject: Subject, form: AnswerForm, game: AnyGame, models: Models): Agent =>
  readAgent(idOf(subject, form), game, models);
