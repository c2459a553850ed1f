/**
 * What was observed: samples (people and models) seat by seat, in buckets by condition, session and kind of player; of
 * theory, stand-ins and scripts sums only, since they are benchmarks and no samples; and what was counted and left out.
 */
import { counted } from '../../core/format.ts';
import type { SeatRow } from '../../core/log.ts';
import type { SeatFacts, SessionFacts } from '../../core/stored-rows.ts';
import type { ExclusionReason } from '../preferences/match-choices.ts';
import type { ObservedChoice } from '../preferences/observation.ts';
import { type Condition, NO_OPPONENT } from './condition.ts';
import type { ToldAnswers } from './told-answers.ts';
import type { OrderOrigin, PlacedAnswer } from './placed-answers.ts';

/** One seat of one finished match, as a sample. */
export type SeatObservation = {
  readonly match: string;
  /** When the match began, Unix milliseconds. */
  readonly at: number;
  readonly participant: string | null;
  readonly wording: string;
  /** People of the same match who could learn from each other: somebody answered after the rules had been applied. */
  readonly met: readonly string[];
  /** By measure, in the game's order. */
  readonly values: readonly (readonly number[])[];
  /** By round from 1, where the game has a path. */
  readonly path: readonly (number | null)[];
  /** What preferences are read from, where the game has plans; or why a round could not be used. */
  readonly choices: readonly (ObservedChoice | ExclusionReason)[];
  /** In which wording of its questions it was asked, 0 the game's own. */
  readonly phrasing: number;
  /** What it told where it was asked for probabilities; null: its answers are its own, and a sample. */
  readonly told: ToldAnswers | null;
  /** Of a model: how the options stood in front of it, and what it chose where they stood first or last. */
  readonly orders: OrderOrigin;
  readonly placed: readonly PlacedAnswer[];
};

/** One that told probabilities. */
export type ToldObservation = SeatObservation & { readonly told: ToldAnswers };

/** The sums of one benchmark agent in one condition, which take the values of one seat of one match by measure. */
export type PlayedSums = { add(values: SeatObservation['values']): void };

/** What is taken of one seat of a folded match, whoever its people were. */
export type SeatObserved = Pick<SeatObservation, 'values' | 'path' | 'choices' | 'placed' | 'told'> & {
  readonly seat: SeatFacts;
  readonly condition: Condition;
  /** A sample is left out where a stand-in answered for it, or for somebody to whom it could react. */
  readonly role: 'sample' | 'substituted' | 'benchmark';
  /** Where the same of the last match went: of a benchmark its sums, of a sample its bucket. */
  play: PlayedSums | null;
  bucket: { readonly session: SessionFacts; readonly list: SeatObservation[] } | null;
};

/** What is taken of a folded match. */
export type MatchObservation = {
  /** Of samples, and of benchmarks. */
  readonly decisions: number;
  readonly programs: number;
  /** Whether what one answered could have followed from what another did. */
  readonly reacted: boolean;
  readonly seats: readonly SeatObserved[];
};

/** Observations in the order in which they were taken: in memory, or at rest until somebody asks for them. */
export type ObservationList = {
  /** null: they rest. */
  items: SeatObservation[] | null;
  /** How many rest, and where they are found. */
  readonly resting: { readonly size: number; wake(): Promise<readonly SeatObservation[]> } | null;
};

/** How many they are, whether or not they rest. */
export const sizeOf = ({ items, resting }: ObservationList): number => items?.length ?? resting?.size ?? 0;

/** The observations themselves, which are in memory from then on. */
export async function observationsIn(list: ObservationList): Promise<readonly SeatObservation[]> {
  if (list.items !== null) return list.items;
  const found = [...((await list.resting?.wake()) ?? [])];
  return (list.items ??= found);
}

/** Who was observed in one condition and one session: people, or one model, asked in one way. */
export type Bucket = {
  readonly condition: Condition;
  readonly session: SessionFacts;
  readonly seat: Pick<SeatRow, 'kind' | 'id' | 'label' | 'ask'>;
  readonly observations: ObservationList;
  /** Within one comparison another one wherever these are not the same observations; absent: not known. */
  readonly stamp?: string;
};

/** What one benchmark agent has played in one condition: sums by measure, in the game's order. */
export type BenchmarkPlay = {
  readonly condition: Condition;
  readonly seat: SeatFacts;
  readonly sums: readonly { total: number; count: number }[];
  matches: number;
};

export type Counts = {
  /** Matches that were looked at, and how many of them were played to the end. */
  matches: number;
  finished: number;
  /** Choices of people and models, and of programs (theory, stand-ins, scripts), in finished matches. */
  decisions: number;
  programs: number;
  /** Left half-way (or still being played), and ended without pay or by a failure: not counted in any figure. */
  left: number;
  unpaid: number;
  failed: number;
  /** Finished, folded by the rules of an earlier version. */
  older: number;
  /** Of games or versions whose rules are not here, and rows that the rules do not read. */
  unknown: number;
  unreadable: number;
  /** Seats left out because a stand-in answered for them, or for somebody to whom they could react. */
  substituted: number;
};

/** Everything that a collector has taken of the matches that it was given. */
export type Observations = {
  readonly counts: Counts;
  readonly buckets: readonly Bucket[];
  readonly plays: readonly BenchmarkPlay[];
  /** What could not be read, a sentence each, the first few. */
  readonly troubles: readonly string[];
};

/** Buckets by condition, the condition with the most observations first. */
export function byCondition(buckets: readonly Bucket[]): readonly (readonly [Condition, readonly Bucket[]])[] {
  const size = (mine: readonly Bucket[]): number =>
    mine.reduce((sum, { observations }) => sum + sizeOf(observations), 0);
  return [...Map.groupBy(buckets, ({ condition }) => condition)].toSorted((a, b) => size(b[1]) - size(a[1]));
}

/** Opponents of one set of settings that stand apart where only agents have played: of more, all of them are one condition. */
const MOST_ALONE = 6;

/**
 * Of games in which nobody was observed: what agents have played, each beside whom it met there; where they met more than six,
 * one condition a set of settings and seat, whoever sat opposite.
 */
export function agentsAlone({
  buckets,
  plays,
}: Pick<Observations, 'buckets' | 'plays'>): readonly (readonly [Condition, readonly BenchmarkPlay[]])[] {
  const games = new Set(buckets.map(({ condition }) => condition.game.name));
  const alone = plays.filter(({ condition }) => !games.has(condition.game.name));
  const bySettings = Map.groupBy(
    alone,
    ({ condition: { game, config, seat } }) => `${game.name} ${game.version} ${JSON.stringify(config)} ${seat}`,
  );
  return [...bySettings].flatMap(([key, mine]): (readonly [Condition, readonly BenchmarkPlay[]])[] => {
    const byOpponent = [...Map.groupBy(mine, ({ condition }) => condition)];
    return byOpponent.length <= MOST_ALONE
      ? byOpponent
      : [[{ ...mine[0]!.condition, key, opponent: NO_OPPONENT, told: '' }, mine]];
  });
}

/** What agents have played by the same rules and settings as this condition and in its seat, whoever sat opposite. */
export const playsUnder = (
  { game, config, seat }: Condition,
  plays: readonly BenchmarkPlay[],
): readonly BenchmarkPlay[] =>
  plays.filter(
    ({ condition }) =>
      condition.game === game &&
      condition.seat === seat &&
      (condition.config === config || JSON.stringify(condition.config) === JSON.stringify(config)),
  );

/** "30 choices, 30 more by programs": choices are those of people and models. */
export const choiceWords = ({ decisions, programs }: Pick<Counts, 'decisions' | 'programs'>): string =>
  programs === 0
    ? counted(decisions, 'choice')
    : decisions === 0
      ? `${counted(programs, 'choice')} of programs`
      : `${counted(decisions, 'choice')}, ${programs.toLocaleString('en')} more by programs`;

/**
 * What was left out, and what to do where nothing is left, a sentence each. `samples`: how many buckets there are; `inLab`:
 * whether keys of the lab are named, or flags of a command.
 */
export function notesOf(
  counts: Counts & { readonly rehearsals: number; readonly again: number; readonly profiled: number },
  samples: number,
  inLab = false,
): readonly string[] {
  const {
    matches,
    finished,
    left,
    unpaid,
    failed,
    unknown,
    unreadable,
    older,
    substituted,
    rehearsals,
    again,
    profiled,
  } = counts;
  const nothing =
    matches === 0 && rehearsals > 0
      ? [
          inLab
            ? `Only rehearsals are here (${counted(rehearsals, 'match', 'matches')}): give their session a name with "t" under Sessions, or press "s" to look at the session that is open.`
            : `Only rehearsals are here (${counted(rehearsals, 'match', 'matches')}): name the session in the lab with "t" under Sessions, or look at them with --all.`,
        ]
      : matches === 0 && profiled > 0
        ? ['Only profiles are here: "homines profile --again" shows the last one.']
        : matches === 0
          ? ['Nothing has been played yet: play a game in the lab, or let agents play with "homines run".']
          : finished === 0 && unknown + unreadable === 0
            ? ['No match has been finished yet: figures appear with the first one that is.']
            : [];
  return [
    ...nothing,
    ...(left > 0
      ? [`${counted(left, 'match was', 'matches were')} left half-way or still going on: not counted.`]
      : []),
    ...(unpaid + failed > 0
      ? [`${counted(unpaid + failed, 'match', 'matches')} ended without an answer: not counted.`]
      : []),
    ...(substituted > 0
      ? [
          `${counted(substituted, 'seat')} left out: a program had to answer there in the place of a model or a person, or for somebody who was met.`,
        ]
      : []),
    ...(again > 0
      ? [
          `${counted(again, 'match', 'matches')} of people who played the same once more: figures count persons, by their first match.`,
        ]
      : []),
    ...(older > 0
      ? [`${counted(older, 'match', 'matches')} of an older version, folded by that version's rules, stand apart.`]
      : []),
    ...(rehearsals > 0 && matches > 0
      ? [
          `${counted(rehearsals, 'match', 'matches')} of rehearsals left out; ${inLab ? 'a session with a name is none ("t" under Sessions)' : '--all takes them in'}.`,
        ]
      : []),
    ...(finished === 1 && samples > 0 ? ['One match is one observation: nothing can be compared yet.'] : []),
  ];
}
