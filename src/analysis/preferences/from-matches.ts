/**
 * Stored matches as observations: for any game with `plans` whose decision keys are the nodes of a plan. Settings are read
 * by the names that such games give them (method, roles, rounds, ending); a stated belief is a decision `belief_<node>`.
 */
import { z } from 'zod';
import { type Answer, type AnyGame, type Decision, type Played, type Plans, SKIPPED, type Taste } from '../../game.ts';
import type { DecisionRow, MatchSummary, SeatRow } from '../../log.ts';
import { independent, solved, surely, uniform } from '../../theory.ts';
import { countedReasons, type Expected, type LeftOut, type Observation } from './observation.ts';
import type { words } from './words.en.ts';

export type Why = keyof typeof words.leftOut;

/** A match with the rules that it was played by, its rows and what they led to. */
export type Stored = {
  readonly game: AnyGame;
  readonly match: MatchSummary;
  readonly decisions: readonly DecisionRow[];
  /** Its `disclosed`, where solved agents were named to the others, makes their plan the others' belief. */
  readonly played: Played<unknown>;
};

const settings = z.looseObject({
  method: z.enum(['strategy', 'direct']).optional(),
  roles: z.enum(['drawn', 'fixed', 'alternating']).default('drawn'),
  rounds: z.number().default(1),
  ending: z.string().default('finite'),
});

/** Every seat's answers, one observation a round; and what could not be used. */
export function observationsOf(stored: Stored): {
  readonly observations: readonly Observation[];
  readonly leftOut: readonly LeftOut<Why>[];
} {
  const { game, match, played } = stored;
  const plans = game.plans?.(played.config);
  if (plans === undefined) return { observations: [], leftOut: countedReasons(match.seats.map(() => 'plans' as const)) };
  const observations: Observation[] = [];
  const reasons: Why[] = [];
  for (const seat of match.seats.keys())
    for (const round of new Set(played.moves.map(({ decision }) => decision.round))) {
      const read = observationOf(stored, plans, seat, round);
      if (typeof read === 'string') reasons.push(read);
      else if (read !== null) observations.push(read);
    }
  return { observations, leftOut: countedReasons(reasons) };
}

/** null: this seat was not asked. */
function observationOf({ game, match, decisions, played }: Stored, plans: Plans, seat: number, round: number): Observation | Why | null {
  const own = played.moves.filter(({ decision }) => decision.seat === seat && decision.round === round);
  const chosen = own.filter(({ decision }) => plans.nodes.some(({ key }) => key === decision.key));
  if (chosen.length === 0) return null;
  if (chosen.some(({ decision }) => decision.practice)) return 'practice';
  if (chosen.some(({ decision }) => substituted(decisions, decision))) return 'substituted';
  if (chosen.some(({ answer }) => answer === SKIPPED)) return 'skipped';
  const answers = Object.fromEntries(chosen.map(({ decision, answer }) => [decision.key, answer]));
  if (!plans.names.some((_, plan) => chosen.every(({ decision, answer }) => plans.answer(plan, decision.key) === answer)))
    return 'unplanned';
  const { method, roles, rounds, ending } = settings.parse(played.config);
  const row = match.seats[seat]!;
  const player = playerOf(row, match, seat);
  return {
    player,
    unit: player,
    kind: row.kind,
    match: match.code,
    round,
    game: gameText(game, played.config),
    plans,
    answers,
    method: method ?? (chosen.length === plans.nodes.length ? 'strategy' : 'direct'),
    roles,
    repeated: rounds > 1 || ending !== 'finite',
    belief: beliefOf(plans, own, played, seat),
    information: informationOf(match, seat),
  };
}

/** The participant; a model by its wording; a person at a keyboard without a code is known by the match alone. */
const playerOf = ({ kind, participant, id }: SeatRow, { code, wording }: MatchSummary, seat: number): string =>
  participant ?? (kind === 'human' ? `${code}/${seat}` : `${id} ${wording}`);

/** Whether the answer that counts, the last one given, was the stand-in's. */
function substituted(rows: readonly DecisionRow[], { seat, round, key }: Decision): boolean {
  return rows.findLast((row) => row.seat === seat && row.round === round && row.key === key)?.source === 'substituted';
}

function informationOf({ disclosed, seats }: MatchSummary, seat: number): string {
  if (!disclosed) return 'not disclosed';
  return `disclosed: ${seats.flatMap(({ shown }, place) => (place === seat ? [] : [shown])).join(', ')}`;
}

/** Stated where it was asked (a node that was not asked: one half); the plan of a named solved opponent; else every plan alike. */
function beliefOf(plans: Plans, own: Played<unknown>['moves'], { disclosed, views }: Played<unknown>, seat: number): Expected {
  const stated = plans.nodes.map(({ key }) => probability(own.find(({ decision }) => decision.key === `belief_${key}`)));
  if (stated.some((number) => number !== null))
    return {
      kind: 'stated',
      weights: independent(
        plans,
        stated.map((number) => number ?? 0.5),
      ),
    };
  const others: readonly (Taste | null)[] = views.map((_, place) => disclosed?.[place] ?? null).filter((__, place) => place !== seat);
  const [other] = others;
  if (others.length === 1 && other) return { kind: 'known', weights: surely(plans, solved(plans, other, { kind: 'uniform' }).plan) };
  return { kind: 'uniform', weights: uniform(plans) };
}

/** A stated number as a part of its highest: 80 of 100. */
function probability(move: { readonly decision: Decision; readonly answer: Answer } | undefined): number | null {
  if (move === undefined || typeof move.answer !== 'number' || move.decision.input.kind !== 'number') return null;
  return move.answer / move.decision.input.max;
}

/** The preset whose settings these are, else the settings that presets name: "T 80, R 70, P 30, S 20". */
function gameText(game: AnyGame, config: unknown): string {
  const values = z.record(z.string(), z.unknown()).parse(config);
  const same = ({ config: part }: { readonly config: Partial<unknown> }): boolean =>
    Object.entries(part).every(([name, value]) => JSON.stringify(values[name]) === JSON.stringify(value));
  const preset = game.presets.find(same);
  if (preset !== undefined) return preset.name;
  const named = [...new Set(game.presets.flatMap(({ config: part }) => Object.keys(part)))];
  return named.length === 0 ? game.name : named.map((name) => `${name} ${String(values[name])}`).join(', ');
}
