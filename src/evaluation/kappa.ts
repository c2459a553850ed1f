/**
 * What a model's choices tell of κ, and of α, β and λ where they can be told: from the published protocols, and from its held-out
 * questions under the beliefs that these stated. Each form is estimated by itself; where economics allows no estimate its reason stands.
 */
import { gameText } from '../analysis/preferences/match-choices.ts';
import { type Preferences, preferencesOf } from '../analysis/preferences/group.ts';
import type { Estimated, Flag } from '../analysis/preferences/estimate.ts';
import type { Observation, ObservedChoice } from '../analysis/preferences/observation.ts';
import type { ProbabilityFit } from '../analysis/preferences/probability-estimate.ts';
import type { ProbabilityPreferences } from '../analysis/preferences/probability-group.ts';
import { isRefusal, type Refusal } from '../analysis/preferences/refusal.ts';
import { reach } from '../analysis/stats/bootstrap.ts';
import { solved } from '../core/theory.ts';
import type { AnswerForm } from '../tune/row-words.ts';
import type { FormAnswers, HeldOutAnswer } from './subject-answers.ts';

/** From which questions it is estimated. */
export const KAPPA_SOURCES = ['held-out', 'protocols'] as const;
export type KappaSource = (typeof KAPPA_SOURCES)[number];

/** One parameter: κ, α, β pure numbers, λ in points. An end that is null is open. */
export type ParameterFigure = {
  readonly parameter: 'kappa' | 'alpha' | 'beta' | 'lambda';
  /** null: the choices have a range and no value. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
};

/** κ of one model in one form from one kind of question. */
export type KappaFigure = {
  readonly form: AnswerForm;
  readonly from: KappaSource;
  /** Choices behind it; of probabilities situations. */
  readonly n: number;
  /** null: refused, and `why` says so. */
  readonly kappa: ParameterFigure | null;
  readonly lambda: ParameterFigure | null;
  /** κ, α, β and λ together, where they can be told apart; else why not. */
  readonly full: readonly ParameterFigure[];
  readonly fullWhy: string | null;
  /** What the interval is of. */
  readonly interval: '95 %, draws of one model' | 'over situations and orders' | null;
  readonly why: string | null;
  /** What must be said beside it. */
  readonly flags: readonly string[];
};

/** Both estimates of a model in one form; one without a choice in a game with plans is left out. */
export function kappaFigures({ form, profiled, heldOut }: FormAnswers): readonly KappaFigure[] {
  return KAPPA_SOURCES.flatMap((from) => {
    const choices = from === 'protocols' ? (profiled.choices ?? []) : heldOut.flatMap((one) => choiceIn(one) ?? []);
    return choices.length === 0 ? [] : [kappaFigure(form, from, choices, profiled.id)];
  });
}

function kappaFigure(
  form: AnswerForm,
  from: KappaSource,
  choices: readonly ObservedChoice[],
  player: string,
): KappaFigure {
  const found = preferencesOf(choices.map((one): Observation => ({ ...one, player, unit: player, kind: 'model' })));
  const none = { form, from, n: choices.length, kappa: null, lambda: null, full: [], fullWhy: null, interval: null };
  if (isRefusal(found)) return { ...none, why: found.refused.sentence, flags: [] };
  if (found.of === 'probabilities') return { ...none, ...fromProbabilities(found) };
  return { ...none, n: found.observations, ...fromDraws(found) };
}

type Estimates = Pick<KappaFigure, 'kappa' | 'lambda' | 'full' | 'fullWhy' | 'interval' | 'why' | 'flags'>;

function fromDraws({ kappa, full }: Preferences): Estimates {
  const refused = isRefusal(kappa);
  const named = (fit: Estimated | Refusal): readonly ParameterFigure[] =>
    isRefusal(fit) ? [] : fit.estimates.map(({ parameter, value, low, high }) => ({ parameter, value, low, high }));
  return together(named(kappa), refused ? kappa : null, named(full), isRefusal(full) ? full : null, {
    interval: '95 %, draws of one model',
    flags: refused ? [] : kappa.flags,
  });
}

function fromProbabilities(found: ProbabilityPreferences): Estimates & { readonly n: number } {
  const best = found[found.better];
  const { full } = found;
  const named = (fit: ProbabilityFit | Refusal): readonly ParameterFigure[] =>
    isRefusal(fit) ? [] : fit.estimates.map((one) => ({ parameter: one.parameter, ...reached(one, found.situations) }));
  const refused = isRefusal(best);
  return {
    n: found.situations,
    ...together(named(best), refused ? best : null, named(full), isRefusal(full) ? full : null, {
      interval: 'over situations and orders',
      flags: refused ? [] : best.flags,
    }),
  };
}

/**
 * How far an estimate from probabilities goes: Student's interval from the jackknife over situations, widened to what each order of
 * the options alone tells. Ours: probabilities have no sample size.
 */
function reached(
  { value, jackknife, ranges }: ProbabilityFit['estimates'][number],
  situations: number,
): Pick<ParameterFigure, 'value' | 'low' | 'high'> {
  if (value === null || jackknife === null) return { value, low: null, high: null };
  const half = reach(0.95, situations - 1) * jackknife;
  const orders = ranges.find(({ over }) => over === 'orders');
  const ends = orders === undefined ? [] : [orders.low ?? -Infinity, orders.high ?? Infinity];
  const [low, high] = [Math.min(value - half, ...ends), Math.max(value + half, ...ends)];
  return { value, low: Number.isFinite(low) ? low : null, high: Number.isFinite(high) ? high : null };
}

function together(
  pair: readonly ParameterFigure[],
  refused: Refusal | null,
  full: readonly ParameterFigure[],
  fullRefused: Refusal | null,
  { interval, flags }: { readonly interval: KappaFigure['interval']; readonly flags: readonly Flag[] },
): Estimates {
  const of = (parameter: ParameterFigure['parameter']): ParameterFigure | null =>
    pair.find((one) => one.parameter === parameter) ?? null;
  return {
    ...{ kappa: of('kappa'), lambda: of('lambda'), full },
    fullWhy: fullRefused?.refused.sentence ?? null,
    interval: refused === null ? interval : null,
    why: refused?.refused.sentence ?? null,
    flags: flags.map(({ sentence }) => sentence),
  };
}

/** A held-out answer as a choice, under the belief that its question stated; null: no game with plans, no answer, no node of a plan. */
function choiceIn({ question, answer, told }: HeldOutAnswer): ObservedChoice | null {
  const { game, config, row, belief } = question;
  const { key, method } = row.source;
  if (answer === null || game.plans === undefined) return null;
  const plans = game.plans(config);
  const nodes = new Set(plans.nodes.map((node) => node.key));
  if (!nodes.has(key) || !plans.names.some((_, plan) => plans.answer(plan, key) === answer)) return null;
  const { roles, rounds, ending } = settingsOf(row.source.config);
  return {
    ...{ game: gameText(game, config), plans, answers: { [key]: answer } },
    // Of a plan of one answer every answer is whole.
    method: nodes.size === 1 ? 'strategy' : method === 'strategy' ? 'strategy' : 'direct',
    roles: nodes.size === 1 ? 'drawn' : roles,
    repeated: rounds > 1 || ending !== 'finite',
    belief: { kind: 'stated', weights: solved(plans, { kappa: 0 }, belief).weights },
    information: 'not disclosed',
    alone: true,
    ...(told === null ? {} : { told: { [key]: told }, phrasing: 0, ask: 'decision' as const }),
  };
}

/** Settings by the names that games with plans give them. */
function settingsOf(config: Readonly<Record<string, unknown>>): {
  readonly roles: ObservedChoice['roles'];
  readonly rounds: number;
  readonly ending: unknown;
} {
  const { roles, rounds, ending } = config;
  return {
    roles: roles === 'fixed' || roles === 'alternating' ? roles : 'drawn',
    rounds: typeof rounds === 'number' ? rounds : 1,
    ending: ending ?? 'finite',
  };
}
