/**
 * What every model of a tuning report is asked beside its held-out questions: the published protocols of the dilemma, of trust and
 * of the ultimatum, public goods, and two settings that are in no training set, vehicles and prices. Conditions and orders are those
 * of a profile, so that figures can be laid beside those of one.
 */
import type { AnyGame, Taste } from '../core/game.ts';
import { memo } from '../core/memo.ts';
import type { ProfileAnswer, ProfileSpec } from '../core/profile-spec.ts';
import { allTasks, matchesOf, type ProfileDesign, type ProfileMatch, type ProfileTask } from '../profile/design.ts';
import type { Models } from '../model/agent.ts';
import { FORMS } from './answer-form.ts';
import type { AnswerForm } from '../tune/row-words.ts';
import type { ReportPart, ReportSize } from './report-size.ts';
import { idOf, seated, type Subject } from './subject.ts';

export type ReportTask = ProfileTask & { readonly part: ReportPart };

/** The reference of the model's own theory among those of a task. */
export const OWN = 'own';

/** Orders, lots and seeds of all reports: the same, so that reports can be laid side by side. */
const SEED = 13;

const PROTOCOLS = ['dilemmas', 'trust', 'ultimatum'];
const TRANSFER = ['vehicles', 'prices'];

/** Every task, in the order of the report. `own`: whose theory stands beside each answer; null: nobody knows it. */
export function reportTasks(games: readonly AnyGame[], own: Taste | null): readonly ReportTask[] {
  const all = allTasks(games);
  const named = (names: readonly string[], part: ReportPart): readonly ReportTask[] =>
    names.flatMap((name) => all.filter(({ spec }) => spec.task === name).map((task) => ({ ...task, part })));
  const goods = games.find(({ profile, training }) => profile === null && training !== undefined);
  return [
    ...named(PROTOCOLS, 'protocols'),
    ...(goods === undefined ? [] : [{ ...publicGoods(goods), part: 'protocols' as const }]),
    ...named(TRANSFER, 'transfer'),
  ].map((task) => (own === null ? task : { ...task, spec: withReference(task.spec, own) }));
}

/** The same task with another agent of theory beside. */
function withReference(spec: ProfileSpec<unknown>, own: Taste): ProfileSpec<unknown> {
  return { ...spec, references: { ...spec.references, [OWN]: own } };
}

/** Five contributions to choose from, so that every form can be asked; one round; three returns. Ours. */
const publicGoods = memo((game: AnyGame): ProfileTask => {
  const conditions = ['standard', 'once', 'high-return'].map((preset) => ({
    where: preset,
    preset,
    settings: { rounds: 1, step: 5 },
  }));
  const asked = (key: string): boolean => key === 'contribute';
  return {
    game,
    declared: true,
    spec: {
      task: 'public goods',
      place: 6,
      conditions: () => conditions,
      situations: () => conditions,
      draws: () => 1,
      opponent: 'random',
      asked: () => ({ each: 'public good' }),
      /** The part of the endowment that is put in. */
      reads: () => (key, answer) => (asked(key) ? Number(answer) / ENDOWMENT : null),
      references: { economicus: { kappa: 0 }, moralis: { kappa: 0.5 } },
      agreement: { unit: 'rate', says: '' },
      question: ({ where }: ProfileAnswer) => `puts in, ${where}`,
      said: (_, value) => String(Math.round(ENDOWMENT * value)),
      paper: '',
      rows: [],
    },
  };
});
const ENDOWMENT = 20;

/** The matches of one model in one form. */
export function taskMatches(
  subject: Subject,
  form: AnswerForm,
  tasks: readonly ReportTask[],
  models: Models,
  size: ReportSize,
): readonly ProfileMatch[] {
  const agent = { id: idOf(subject, form), seatIn: (game: AnyGame) => seated(subject, form, game, models) };
  const place = FORMS.indexOf(form);
  return tasks.flatMap((task) => {
    const times = size.draws[task.part][form];
    if (times === 0) return [];
    const design: ProfileDesign = {
      // Prices are asked in no quick profile.
      length: task.spec.task === 'prices' ? 'standard' : 'quick',
      ...{ seed: SEED, wordings: 1, balanced: true },
      both: task.part === 'protocols',
    };
    return matchesOf([agent], [task], design)
      .filter(({ draw, where }) => draw < times && !where.includes('self-play'))
      .map((match) => ({ ...match, agent: place }));
  });
}
