/**
 * Stored matches as choices: for any game with `plans` whose decision keys are the nodes of a plan. Settings are read
 * by the names that such games give them (method, roles, rounds, ending); a stated belief is a decision
 * `belief_<node>`, or `belief_<node>_<answer>` where a node names several answers.
 */
import { z } from 'zod';
import { beliefAmong } from '../../core/belief.ts';
import type { Distribution } from '../../core/distribution.ts';
import {
  type AnyGame,
  type Belief,
  type Move,
  type PlayedMatch,
  type Plans,
  SKIPPED,
  type Taste,
} from '../../core/game.ts';
import type { SeatRow } from '../../core/log.ts';
import type { Presentation } from '../../core/presentation.ts';
import { PERSON, timesEach } from '../../core/seat-groups.ts';
import { conditionPresets, payoffSettings, settingsOf } from '../../core/settings.ts';
import { independent, solved, uniform } from '../../core/theory.ts';
import { nodeKeys } from './cells.ts';
import { estimatedProbabilities } from './log-odds.ts';
import type { ObservedChoice, Expected } from './observation.ts';
import type { words } from './words.en.ts';

/** Why a round could not be used, a key of `words.leftOut`. */
export type ExclusionReason = keyof typeof words.leftOut;

/** A match by the rules that it was played by, and what its rows led to. */
export type FoldedMatch = {
  readonly game: AnyGame;
  readonly match: {
    readonly seats: readonly Pick<SeatRow, 'kind' | 'label' | 'shown' | 'ask' | 'expects'>[];
    readonly disclosed: boolean;
    readonly presentation?: Presentation | null | undefined;
  };
  /**
   * Its `disclosed`, where solved agents were named to the others, makes their plan the others' belief; `told`, by place in its
   * moves, is what an answer was drawn from.
   */
  readonly played: PlayedMatch<unknown> & { readonly told?: readonly (Distribution | null)[] };
  /** Whether each question was put by itself, what was answered to others left out. */
  readonly alone?: boolean;
};

/** An answer and what it was drawn from, where it was. */
type Said = Move & { readonly told?: Distribution | null };

const NONE: readonly never[] = [];

/**
 * What one seat chose, a choice or a reason for each round that it answered in; nothing in a game without plans. The
 * same choice under the same circumstances is the same object: a hundred thousand matches hold a few of them.
 */
export function choicesOf(
  { game, match, played, alone = false }: FoldedMatch,
  seat: number,
): readonly (ObservedChoice | ExclusionReason)[] {
  const facts = factsOf(game, played.config);
  if (facts === null) return NONE;
  const { moves: all, told } = played;
  const anyTold = told !== undefined && told.length > 0;
  const said: readonly Said[] = anyTold ? all.map((move, at) => ({ ...move, told: told[at] ?? null })) : all;
  const own = said.filter(({ decision }) => decision.seat === seat);
  if (own.length === 0) return NONE;
  const information = informationOf(match, seat);
  const others = othersOf(played, seat);
  const { ask, expects = false } = match.seats[seat] ?? {};
  const phrasing = match.presentation?.phrasing ?? 0;
  const about = `${information}\n${ask ?? ''}\n${alone}\n${expects}\n${JSON.stringify(others)}`;
  const [first, last] = [own[0]!.decision.round, own.at(-1)!.decision.round];
  const rounds = first === last ? [own] : [...Map.groupBy(own, ({ decision }) => decision.round).values()];
  const made = rounds.map((moves) => {
    const make = () => choiceOf(facts, moves, { information, ask, phrasing, alone, expects }, others);
    // What was learned is known of the first round alone: nothing.
    const later = expects && moves[0]!.decision.round > 1;
    return anyTold ? make() : facts.known(`${about}\n${later}\n${written(moves)}`, make);
  });
  return made.length === 1 ? made[0]! : made.flat();
}

type Facts = {
  readonly text: string;
  readonly plans: Plans;
  /** What the settings prescribe to expect; null: nothing. */
  readonly prescribed: Belief | null;
  readonly set: z.infer<typeof settings>;
  /** What was made of these answers before. */
  known(
    answers: string,
    make: () => readonly (ObservedChoice | ExclusionReason)[],
  ): readonly (ObservedChoice | ExclusionReason)[];
};

const settings = z.looseObject({
  method: z.enum(['strategy', 'direct']).optional(),
  roles: z.enum(['drawn', 'fixed', 'alternating']).default('drawn'),
  rounds: z.number().default(1),
  ending: z.string().default('finite'),
});

const facts = new WeakMap<object, Facts | null>();

/** Read once a config; null: the game has no plans. */
function factsOf(game: AnyGame, config: unknown): Facts | null {
  if (game.plans === undefined || typeof config !== 'object' || config === null) return null;
  let found = facts.get(config);
  if (found === undefined) {
    const choices = new Map<string, readonly (ObservedChoice | ExclusionReason)[]>();
    facts.set(
      config,
      (found = {
        text: gameText(game, config),
        plans: game.plans(config),
        prescribed: game.belief?.(config) ?? null,
        set: settings.parse(config),
        known(answers, make) {
          let made = choices.get(answers);
          if (made === undefined) choices.set(answers, (made = make()));
          return made;
        },
      }),
    );
  }
  return found;
}

/** The plans of a game under these settings, those of which its choices are made; null: it has none. */
export const plansOf = (game: AnyGame, config: unknown): Plans | null => factsOf(game, config)?.plans ?? null;

/** The answers of a seat in one round, as text that tells them apart. */
function written(moves: readonly Move[]): string {
  let text = '';
  for (const { decision, answer } of moves)
    text += `${decision.practice ? 'practice ' : ''}${decision.key} ${answer}\n`;
  return text;
}

/** What a choice takes of the table at which it was made. */
type Asked = {
  readonly information: string;
  readonly ask: SeatRow['ask'];
  readonly phrasing: number;
  readonly alone: boolean;
  /** Whether this seat was told what to expect. */
  readonly expects: boolean;
};

/** One round; empty: this seat was not asked. */
function choiceOf(
  { plans, prescribed, text, set }: Facts,
  own: readonly Said[],
  { information, ask, phrasing, alone, expects }: Asked,
  others: readonly (Taste | null)[],
): readonly [ObservedChoice | ExclusionReason] | readonly [] {
  const chosen = own.filter(({ decision }) => plans.nodes.some(({ key }) => key === decision.key));
  if (chosen.length === 0) return [];
  if (chosen.some(({ decision }) => decision.practice)) return ['practice'];
  // Where probabilities were told it does not matter which answer was drawn.
  const said = chosen.filter((one) => !one.told);
  if (said.some(({ answer }) => answer === SKIPPED)) return ['skipped'];
  const answers = Object.fromEntries(chosen.map(({ decision, answer }) => [decision.key, answer]));
  const told = chosen.flatMap(({ decision, told: drawn }) => (drawn ? [[decision.key, drawn] as const] : []));
  if (!plans.names.some((_, plan) => said.every(({ decision, answer }) => plans.answer(plan, decision.key) === answer)))
    return ['unplanned'];
  const single = nodeKeys(plans).length === 1;
  return [
    {
      game: text,
      plans,
      answers,
      // Where a plan is one answer it is whole, and both places are one, whoever was asked first.
      method: single ? 'strategy' : (set.method ?? (chosen.length === nodeKeys(plans).length ? 'strategy' : 'direct')),
      roles: single ? 'drawn' : set.roles,
      repeated: set.rounds > 1 || set.ending !== 'finite',
      belief:
        (expects ? toldBelief(plans, own, beliefAmong(prescribed, others)) : null) ?? beliefOf(plans, own, others),
      information,
      ...(ask === undefined ? {} : { ask }),
      ...(alone ? { alone } : {}),
      ...(told.length === 0 ? {} : { told: Object.fromEntries(told), phrasing }),
    },
  ];
}

function informationOf({ disclosed, seats }: FoldedMatch['match'], seat: number): string {
  if (!disclosed) return 'not disclosed';
  const others = seats.toSpliced(seat, 1);
  if (others.length < 2) return `disclosed: ${others.map(({ shown }) => shown).join(', ')}`;
  // Among several the numbers behind names tell seats apart, and nothing of who sits there.
  const kinds = others.map(({ kind, label }) => (kind === 'human' ? PERSON : label)).toSorted();
  return `disclosed: ${timesEach(kinds).join(', ')}`;
}

/** What the other seats want, one each, where this one was told. */
const othersOf = ({ views, disclosed = [] }: PlayedMatch<unknown>, seat: number): readonly (Taste | null)[] =>
  views.map((_, at) => disclosed[at] ?? null).toSpliced(seat, 1);

/**
 * What a seat was told to expect, with which theory of its taste is computed too. Null where that is not to be had from the settings:
 * of what is learned from round to round after the first, and of its like, which hangs on its taste.
 */
function toldBelief(plans: Plans, own: readonly Said[], belief: Belief): Expected | null {
  if (belief.kind === 'like-minded' || (belief.kind === 'observed' && own[0]!.decision.round > 1)) return null;
  return { kind: belief.kind === 'known' ? 'known' : 'told', weights: solved(plans, ECONOMICUS, belief).weights };
}

/**
 * Stated where it was asked; the plan of a named solved opponent, of several named ones the mean of theirs; else every plan
 * alike. What was not stated of a node is alike for all its answers that were not: one half of two, of three what is left.
 */
function beliefOf(plans: Plans, own: readonly Said[], others: readonly (Taste | null)[]): Expected {
  const whole = own.flatMap(
    (move) => plans.stated?.(move.decision.key, highest(move) * (probability(move) ?? 0)) ?? [],
  );
  if (whole.length > 0) return { kind: 'stated', weights: whole };
  const said = (key: string): Said | undefined => own.find(({ decision }) => decision.key === key);
  const stated = plans.nodes.map(({ key, answer }) => {
    const several = plans.nodes.filter((node) => node.key === key);
    if (several.length === 1) return probability(said(`belief_${key}`));
    // Where what an answer leaves bounds the next one, the highest of all of them is what certainty is called.
    const all = several.map((node) => said(`belief_${key}_${node.answer}`));
    return probability(said(`belief_${key}_${answer}`), Math.max(...all.map(highest)));
  });
  if (stated.some((number) => number !== null))
    return { kind: 'stated', weights: independent(plans, completed(plans, stated)) };
  const belief = beliefAmong(null, others);
  return belief.kind === 'known'
    ? { kind: 'known', weights: solved(plans, ECONOMICUS, belief).weights }
    : { kind: 'uniform', weights: uniform(plans) };
}

/** Numbers where none was stated: what the stated ones leave of a node, alike for all its other answers. */
const completed = (plans: Plans, stated: readonly (number | null)[]): readonly number[] =>
  stated.map((number, place) => {
    if (number !== null) return number;
    const { key } = plans.nodes[place]!;
    const known = stated.filter((one, at) => one !== null && plans.nodes[at]!.key === key);
    const answers = new Set(plans.names.map((_, y) => plans.answer(y, key))).size;
    const left = known.reduce<number>((rest, one) => rest - (one ?? 0), 1);
    return Math.max(0, left) / (answers - known.length);
  });

/** Whose solution is asked for its weights: they are the belief's, whoever holds it. */
const ECONOMICUS: Taste = { kappa: 0 };

/** The highest number that may be answered; 0: none was asked. */
const highest = (move: Said | undefined): number =>
  move?.decision.input.kind === 'number' ? move.decision.input.max : 0;

/**
 * A stated number as a part of what certainty is called, its highest: 80 of 100. Of one that was drawn from probabilities on a
 * grid their mean, since utility is linear in it.
 */
function probability(move: Said | undefined, certain = highest(move)): number | null {
  if (move === undefined || typeof move.answer !== 'number' || move.decision.input.kind !== 'number') return null;
  if (!move.told) return move.answer / certain;
  const { options } = move.told;
  return estimatedProbabilities(move.told).reduce((sum, p, at) => sum + (p * Number(options[at])) / certain, 0);
}

/**
 * The preset whose payoffs these are, else the settings that every preset names: "T 80, R 70, P 30, S 20". Settings that are
 * left out unless they are given make another game of the same payoffs, and are named: "gentle, timing together".
 */
export function gameText(game: AnyGame, config: unknown): string {
  const values = asRecord(config);
  const presets = conditionPresets(game).map(({ name, config: part }) => ({ name, part: asRecord(part) }));
  const usual = asRecord(game.config.safeParse({}).data ?? {});
  const about = payoffSettings(game);
  const named = about.filter((key) => key in usual);
  const further = settingsOf(game).flatMap(({ key }) => (key in usual || values[key] === undefined ? [] : [key]));
  const own = presets.find(({ part }) =>
    about.every((key) => !(key in part) || JSON.stringify(values[key]) === JSON.stringify(part[key])),
  );
  const payoffs = own === undefined ? named.map((name) => `${name} ${String(values[name])}`) : [own.name];
  const more = further
    .filter((key) => own === undefined || !(key in own.part))
    .map((key) => `${key} ${String(values[key])}`);
  return payoffs.length + more.length === 0 ? game.name : [...payoffs, ...more].join(', ');
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  z.record(z.string(), z.unknown()).catch({}).parse(value);
