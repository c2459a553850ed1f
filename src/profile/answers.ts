/** What a profile is judged by: every answer of an agent as a number, with what theory would have answered there. */
import { readOfflineAgent } from '../agents/offline.ts';
import { beliefAgainst } from '../core/belief.ts';
import { type Answer, type AnyGame, type Decision, type PlayedMatch, SKIPPED } from '../core/game.ts';
import type { Distribution } from '../core/distribution.ts';
import type { DecisionRow } from '../core/log.ts';
import type { Presentation } from '../core/presentation.ts';
import type { FirstPlace, ProfileAnswer, Share } from '../core/profile-spec.ts';
import type { Agent } from '../match/agent.ts';
import { namesFor, toldApart } from '../match/disclosure.ts';
import { playMatch } from '../match/match.ts';
import { replay } from '../match/replay.ts';
import { choicesOf } from '../analysis/preferences/match-choices.ts';
import type { ObservedChoice } from '../analysis/preferences/observation.ts';
import { placeBias } from '../analysis/preferences/place-bias.ts';
import { mean } from '../analysis/stats/sample.ts';
import type { ProfileQuestion, ProfileTask } from './design.ts';

/** One agent of a profile, and what it has answered so far. */
export type Profiled = {
  readonly id: string;
  /** theory: answers are computed, once is for ever; drawn: one subject's draws, of a model, a stand-in or a lot. */
  readonly kind: 'theory' | 'drawn';
  /** How it is asked, where that is not for JSON; absent: for JSON, or it is no model. */
  readonly ask?: NonNullable<Agent['ask']>;
  /** It is asked no numbers: no ratings, no prices. */
  readonly choicesOnly?: true;
  readonly answers: readonly ProfileAnswer[];
  /** What it chose in games with plans, for what it prefers: its own choices in the first seat. */
  readonly choices?: readonly ObservedChoice[];
  /** What it told where it was asked for probabilities, whatever was drawn. */
  readonly told?: readonly Distribution[];
  /** What its matches come to by the measures of games that declare no task. */
  readonly measured?: readonly MeasuredMatch[];
};

/** What a game's measures come to in one match, by name; a match's values are averaged, and one without is left out. */
type MatchMeans = Readonly<Partial<Record<string, number>>>;

/**
 * One match of a game that declares no task, and what agents of theory come to in the agent's place in the same match.
 */
export type MeasuredMatch = {
  readonly task: string;
  readonly where: string;
  readonly match: string;
  readonly means: MatchMeans;
  readonly theory: Readonly<Record<string, MatchMeans>>;
};

/** What kind of subject an agent is; null: a language model. */
export const natureOf = ({ id, kind }: Pick<Profiled, 'id' | 'kind'>): 'theory' | 'stand-in' | 'lots' | null =>
  kind === 'theory' ? 'theory' : id === 'baseline' ? 'stand-in' : id === 'random' ? 'lots' : null;

/** Whether an answer is the agent's own: not the stand-in's, and not set from outside. */
const isOwn = ({ source }: DecisionRow): boolean => source === 'chosen' || source === 'repaired';

/** A match that was played to its end, by the rules `game`, and the question of the profile that it was played for. */
export type ProfileMatchPlayed = ProfileQuestion &
  ProfileTask & {
    readonly match: string;
    readonly config: unknown;
    readonly seed: number;
    readonly seats: number;
    readonly presentation?: Presentation | null | undefined;
    /** Whether probabilities stand for the answers: nothing hangs on what was drawn from them. */
    readonly situation: boolean;
    /** Whether each question was put by itself. */
    readonly alone: boolean;
    /** Whether the agent was told what to expect. */
    readonly expects?: boolean;
  };

/** What one match of a profile gave. */
export type ProfileAnswers = {
  readonly answers: readonly ProfileAnswer[];
  readonly measured: readonly MeasuredMatch[];
  readonly choices: readonly ObservedChoice[];
  readonly told: readonly Distribution[];
  /** Questions without an answer; the marked stand-in went on, and what it said is left out. */
  readonly unanswered: number;
};

/**
 * Folds the rows of a match through the rules again: while it is played and long after, the same rows give the same
 * answers. Throws an Error where a row answers no question of the match.
 */
export async function answersOf(played: ProfileMatchPlayed, rows: readonly DecisionRow[]): Promise<ProfileAnswers> {
  const { task, where, draw, match, game, spec, declared, config, seed, seats, presentation } = played;
  const { situation, alone, expects = false } = played;
  const reads = spec.reads(config);
  const belief = beliefAgainst(game.belief?.(config), null);
  const valueOf = (decision: Decision, answer: Answer): number | null =>
    answer === SKIPPED ? null : reads(decision.key, answer);
  const answers: ProfileAnswer[] = [];
  // In self-play every seat is the agent's.
  const unanswered = rows.filter(({ source }) => source === 'substituted').length;
  const whole = replay(game, config, seed, seats, rows, undefined, presentation);
  for (let turn = 0; turn < whole.turns; turn++) {
    const before = rows.filter((row) => row.turn < turn);
    const { views, pending } = replay(game, config, seed, seats, before, turn, presentation);
    for (const decision of pending) {
      const row = rows.findLast((one) => one.turn === turn && one.seat === 0 && one.key === decision.key);
      if (decision.seat !== 0 || row === undefined) continue;
      const given = isOwn(row) ? valueOf(decision, row.answer) : null;
      if (given === null) continue;
      const shares = situation ? sharesOf(row, (answer) => valueOf(decision, answer)) : null;
      const wants = Object.entries(spec.references).flatMap(([reference, taste]) => {
        const wanted =
          game.theory === undefined ? null : valueOf(decision, game.theory(views[0], decision, taste, belief).answer);
        return wanted === null ? [] : [[reference, wanted] as const];
      });
      const { key, round } = decision;
      const { answer } = row;
      // Where a lot ordered options, as in older profiles, what stood first and what it was are not told apart.
      const stood = row.distribution === null && !presentation ? null : firstPlaceOf(row, decision);
      answers.push({
        ...{ task, where, match, draw, turn, key, round, answer, wants: Object.fromEntries(wants) },
        value: shares === null ? given : expectedOf(shares),
        ...(shares === null ? {} : { shares }),
        ...(stood === null ? {} : { stood }),
      });
    }
  }
  const measured =
    declared || unanswered > 0
      ? []
      : [{ task, where, match, means: meansOf(game, whole), theory: await theoryIn(played) }];
  // A price after one that a model did not ask answers another market.
  const unnamed = { kind: 'script', label: '', shown: '' } as const;
  const profiled = expects ? { ...unnamed, expects: true as const } : unnamed;
  const seated = {
    seats: Array.from({ length: seats }, (_, seat) => (seat === 0 ? profiled : unnamed)),
    ...{ disclosed: false, presentation },
  };
  const choices =
    unanswered > 0
      ? []
      : choicesOf({ game, match: seated, played: whole, alone }, 0).filter((one) => typeof one === 'object');
  const told = rows.flatMap(({ seat, distribution }) => (seat === 0 && distribution !== null ? [distribution] : []));
  return { answers: spec.series === true && unanswered > 0 ? [] : answers, measured, choices, told, unanswered };
}

/**
 * A choice's probabilities in every order, answer by answer; null where none were given, or one of the answers is no number.
 */
function sharesOf(
  { distribution, answer: drawn }: DecisionRow,
  valueOf: (answer: Answer) => number | null,
): readonly Share[] | null {
  if (distribution === null) return null;
  const shares = distribution.options.flatMap((option, at): readonly Share[] => {
    const answer = typeof drawn === 'number' ? Number(option) : option;
    const value = valueOf(answer);
    return value === null
      ? []
      : [{ answer, value, inOrders: distribution.orders.map(({ probabilities }) => probabilities[at]!) }];
  });
  return shares.length < distribution.options.length ? null : shares;
}

/** What an answer is expected to be: the mean of the shares' values over options and orders. */
const expectedOf = (shares: readonly Share[]): number =>
  shares.reduce((sum, { value, inOrders }) => sum + value * mean(inOrders), 0);

/** Where the chosen option stood, or how likely the first one was in each order; null: it was no choice between several. */
function firstPlaceOf({ distribution, answer }: DecisionRow, { input }: Decision): FirstPlace | null {
  if (distribution !== null) {
    const of = distribution.options.length;
    // Turned by so many places the option that stood there is the first.
    const firsts = distribution.orders.map(({ rotation, probabilities }) => probabilities[rotation % of]!);
    if (of < 2) return null;
    const logOdds = placeBias(distribution);
    return { chosen: mean(firsts), of, ...(logOdds === null ? {} : { logOdds }) };
  }
  if (input.kind === 'number' || input.options.length < 2) return null;
  return { chosen: input.options[0]!.value === answer ? 1 : 0, of: input.options.length };
}

const meansOf = (game: AnyGame, played: PlayedMatch<unknown>): MatchMeans =>
  Object.fromEntries(
    game.measures.flatMap((measure) => {
      const values = measure.values(played, 0);
      return values.length === 0 ? [] : [[measure.name, mean(values)] as const];
    }),
  );

/** Whose measures stand beside those of a game that declares no task. */
const BESIDE = ['economicus', 'moralis:0.5'] as const;

/** Plays the match again with each agent of theory in the first seat, and the same lots. */
async function theoryIn({
  game,
  spec,
  config,
  seed,
  seats,
  presentation,
}: ProfileMatchPlayed): Promise<MeasuredMatch['theory']> {
  const found: Record<string, MatchMeans> = {};
  for (const id of game.theory === undefined ? [] : BESIDE) {
    const agents = Array.from({ length: seats }, (_, at) => readOfflineAgent(at === 0 ? id : spec.opponent, game));
    const table = {
      ...{
        game,
        config,
        seed,
        agents,
        disclosed: false,
        stored: [],
        signal: new AbortController().signal,
        presentation,
      },
      names: namesFor(toldApart(agents.map(({ label }) => label))),
    };
    const moves: PlayedMatch<unknown>['moves'][number][] = [];
    for await (const event of playMatch(table)) {
      if (event.type === 'moved') moves.push(...event.moves);
      if (event.type === 'ended')
        found[id] = meansOf(game, {
          ...{ config, moves, payoffs: event.payoffs },
          views: agents.map((_, seat) => event.look(seat)),
        });
    }
  }
  return found;
}

/** An agent of a profile while it is played: its lists grow. */
export type ProfiledLive = Profiled & {
  readonly answers: ProfileAnswer[];
  readonly measured: MeasuredMatch[];
  readonly choices: ObservedChoice[];
  readonly told: Distribution[];
};

/**
 * Adds what a match gave in its place, draw by draw: matches end in any order, and lists and sums are the same whether
 * they are heard live or read from the log.
 */
export function addMatch(
  { answers, measured, choices, told }: ProfiledLive,
  more: Pick<ProfileAnswers, 'answers' | 'measured' | 'choices' | 'told'>,
): void {
  addInOrder(answers, more.answers);
  measured.push(...more.measured);
  measured.sort(byCode);
  choices.push(...more.choices);
  told.push(...more.told);
}

/** Adds answers by draw, then by match; those of one match stay in the order in which they come. */
export function addInOrder(answers: ProfileAnswer[], more: readonly ProfileAnswer[]): void {
  answers.push(...more);
  answers.sort((one, other) => one.draw - other.draw || byCode(one, other));
}

const byCode = (one: { readonly match: string }, other: { readonly match: string }): number =>
  one.match < other.match ? -1 : one.match > other.match ? 1 : 0;
