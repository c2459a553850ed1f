/**
 * Stored matches into observations, each looked at once: a finished match is folded by the rules of its own version, and
 * every seat's measures are taken. People and models are samples and are kept seat by seat; of theory, stand-ins and
 * scripts only sums are kept.
 */
import type { AnyGame, Taste } from '../../core/game.ts';
import { memo } from '../../core/memo.ts';
import { ALIKE, type SeatFacts, type SessionFacts, type StoredMatch } from '../../core/stored-rows.ts';
import { replay, type Replayed, rulesOf } from '../../match/replay.ts';
import { expectedNumber } from '../../core/distribution.ts';
import { choicesOf } from '../preferences/match-choices.ts';
import { type Condition, newConditions, tasteOf } from './condition.ts';
import { newNumbering, newTextsRead, type Numbering, type TextsRead } from '../../match/texts-read.ts';
import { toldAnswersOf } from './told-answers.ts';
import { orderOrigin, placedAnswers } from './placed-answers.ts';
import {
  type Counts,
  newBenchmarkPlays,
  newBuckets,
  type Observations,
  type PlayedSums,
  type SeatObservation,
} from './observations.ts';

export type Collector = {
  /** Takes one match that has ended. A match that cannot be folded is counted and said, never thrown. */
  add(match: StoredMatch): void;
  /** All that was taken so far. `open`: matches that have no ending yet, which are counted and not folded. */
  observations(open?: number): Observations;
};

/** Sentences about what could not be read: the first so many are kept. */
const MOST_TROUBLES = 5;
/** Matches of one table that are remembered by their answers. */
const MOST_REMEMBERED = 1000;

/** An empty collector; matches of other games than these are counted as unknown. */
export function newCollector(games: readonly AnyGame[]): Collector {
  const counts: Counts = {
    ...{ matches: 0, finished: 0, decisions: 0, programs: 0, left: 0, unpaid: 0, failed: 0 },
    ...{ older: 0, unknown: 0, unreadable: 0, substituted: 0 },
  };
  const buckets = newBuckets();
  const plays = newBenchmarkPlays();
  const troubles: string[] = [];
  const tableOf = newTables();
  const numbering = newNumbering();
  const rulesByVersion = new Map<string, AnyGame | null>();
  const trouble = (sentence: string): void =>
    void (troubles.length < MOST_TROUBLES && !troubles.includes(sentence) && troubles.push(sentence));

  let last: { readonly name: string; readonly version: number; readonly rules: AnyGame | null } | null = null;
  const rulesFor = ({ game: name, version }: StoredMatch): AnyGame | null => {
    // Neighbours are mostly of one game.
    if (last?.name === name && last.version === version) return last.rules;
    const key = `${name} ${version}`;
    let rules = rulesByVersion.get(key);
    if (rules === undefined) {
      const game = games.find((one) => one.name === name);
      rulesByVersion.set(key, (rules = game === undefined ? null : rulesOf(game, version)));
      if (rules === null)
        trouble(
          game === undefined
            ? `The game "${name}" is not here, so its matches are left out: put its folder under games/ to compare them.`
            : `Version ${version} of ${name} is not here, so its matches are left out: compare them with the homines that played them.`,
        );
    }
    last = { name, version, rules };
    return rules;
  };

  /** Null where a match cannot be folded. Where nothing is drawn, the same answers are folded once. */
  const observe = (match: StoredMatch, game: AnyGame, older: boolean): MatchObservation | null => {
    let table: Table;
    let played: Replayed;
    let texts: TextsRead | null;
    try {
      table = tableOf(match, game, older);
      // What a match in stated order and words gave is no other match's.
      const before = match.presentation === null ? table.observed.get(match.answers) : undefined;
      if (before !== undefined) return before;
      const { config, seed, seats, answers, presentation } = match;
      texts = hasTold(match) ? newTextsRead(game, seats.length) : null;
      played = replay(game, config, seed, seats.length, answers, undefined, presentation, texts?.each ?? null);
    } catch (error) {
      trouble(
        `Match ${match.code} cannot be folded (${error instanceof Error ? error.message : String(error)}): it is left out.`,
      );
      return null;
    }
    if (!played.finished) {
      trouble(
        `Match ${match.code} is stored as finished, but its rules ask for more answers: it is left out; see homines replay.`,
      );
      return null;
    }
    const observation = observeMatch(match, table, played, texts?.texts ?? null, numbering);
    if (!played.drawn && match.presentation === null && match.answers.length <= ALIKE) {
      if (table.observed.size >= MOST_REMEMBERED) table.observed.clear();
      table.observed.set(match.answers, observation);
    }
    return observation;
  };

  const add = (match: StoredMatch): void => {
    counts.matches += 1;
    if (match.ending === null || match.ending === 'left') counts.left += 1;
    else if (match.ending === 'unpaid') counts.unpaid += 1;
    else if (match.ending === 'failed') counts.failed += 1;
    if (match.ending !== 'finished') return;
    const game = rulesFor(match);
    if (game === null) return void (counts.unknown += 1);
    const older = !games.includes(game);
    const observation = observe(match, game, older);
    if (observation === null) return void (counts.unreadable += 1);
    counts.finished += 1;
    counts.decisions += observation.decisions;
    counts.programs += observation.programs;
    if (older) counts.older += 1;
    const { code, startedAt: at, session, participants, wording } = match;
    const met = observation.reacted ? peopleOf(match) : NOBODY;
    const phrasing = match.presentation?.phrasing ?? 0;
    for (const [place, one] of observation.seats.entries()) {
      const { seat, condition, role, values, path, choices, placed, told } = one;
      if (role === 'substituted') counts.substituted += 1;
      else if (role === 'benchmark') (one.play ??= plays.of(condition, seat, values.length)).add(values);
      else {
        if (one.bucket?.session !== session) one.bucket = { session, list: buckets.of(condition, session, seat) };
        one.bucket.list.push({
          match: code,
          at,
          participant: participants[place] ?? null,
          wording,
          met,
          values,
          path,
          choices,
          orders: orderOrigin(match, seat.ask),
          placed,
          phrasing,
          told,
        });
      }
    }
  };

  return {
    add,
    observations: (open = 0) => ({
      counts: { ...counts, matches: counts.matches + open, left: counts.left + open },
      buckets: buckets.all,
      plays: plays.all,
      troubles,
    }),
  };
}

/** Whether a model told probabilities in a match. */
const hasTold = ({ seats, answers }: StoredMatch): boolean =>
  seats.some(({ kind }) => kind === 'model') && answers.some(({ distribution }) => distribution !== null);

/** One list for all matches without any. */
const NOBODY: readonly string[] = [];

/** The people of a match, where there are several. */
function peopleOf({ participants }: StoredMatch): readonly string[] {
  const people = participants.filter((code) => code !== null);
  return people.length < 2 ? NOBODY : people;
}

/** A table: matches with the same rules, settings and kinds of players. What is the same for all of them is worked out once. */
type Table = {
  readonly game: AnyGame;
  readonly config: unknown;
  readonly disclosed: boolean;
  readonly language: string;
  /** By seat: its taste where the others knew it, so that distances are taken under the belief that an agent would have held. */
  readonly tastes: readonly (Taste | null)[];
  readonly conditions: readonly Condition[];
  /** The key of the question whose answers are followed over the rounds. */
  readonly path: string | null;
  /** Whether nobody sits here alone. */
  readonly together: boolean;
  /** By list of answers: what was observed of a match with them. */
  readonly observed: Map<StoredMatch['answers'], MatchObservation>;
};

/** The table of a match: found by the identity of its list of seats and of its settings, which are parsed once each. */
function newTables() {
  const conditionOf = newConditions();
  const tables = new WeakMap<readonly SeatFacts[], Table[]>();
  return (match: StoredMatch, game: AnyGame, older: boolean): Table => {
    const { seats, disclosed, config } = match;
    let mine = tables.get(seats);
    if (mine === undefined) tables.set(seats, (mine = []));
    let table = mine.find(
      (one) =>
        one.config === config && one.game === game && one.disclosed === disclosed && one.language === match.language,
    );
    if (table === undefined) {
      table = {
        ...{ game, config, disclosed, language: match.language },
        tastes: seats.map((seat) => (disclosed && seat.kind === 'theory' ? tasteOf(seat.id, game) : null)),
        conditions: seats.map((_, at) => conditionOf(match, game, older, at, gridOf(match, at))),
        path: game.comparison?.path?.(config, 0)?.key ?? null,
        together: game.seats(config).least > 1,
        observed: new Map(),
      };
      mine.push(table);
    }
    return table;
  };
}

/** From how many numbers a seat that was asked on a grid chose; null: it was not. */
function gridOf({ seats, answers }: StoredMatch, at: number): number | null {
  if (seats[at]!.ask !== 'grid') return null;
  const sizes = answers.flatMap(({ seat, distribution: told }) =>
    seat === at && told?.grid ? [told.options.length] : [],
  );
  return sizes.reduce<number | null>((most, one) => Math.max(most ?? 0, one), null);
}

/** What is taken of a folded match, whoever its people were. */
type MatchObservation = {
  /** Of samples, and of benchmarks. */
  readonly decisions: number;
  readonly programs: number;
  /** Whether what one answered could have followed from what another did. */
  readonly reacted: boolean;
  readonly seats: readonly (Pick<SeatObservation, 'values' | 'path' | 'choices' | 'placed' | 'told'> & {
    readonly seat: SeatFacts;
    readonly condition: Condition;
    /** A sample is left out where a stand-in answered for it, or for somebody to whom it could react. */
    readonly role: 'sample' | 'substituted' | 'benchmark';
    /** Where the same of the last match went: of a benchmark its sums, of a sample its bucket. */
    play: PlayedSums | null;
    bucket: { readonly session: SessionFacts; readonly list: SeatObservation[] } | null;
  })[];
};

function observeMatch(
  match: StoredMatch,
  { game, conditions, tastes, path, together }: Table,
  replayed: Replayed,
  texts: readonly string[] | null,
  numbering: Numbering,
): MatchObservation {
  const { seats, answers } = match;
  const played = { ...replayed, disclosed: tastes };
  const isSample = (at: number): boolean => seats[at]!.kind === 'human' || seats[at]!.kind === 'model';
  const reacted = together && answers.some(({ turn }) => turn > 0);
  const replaced = new Set(
    answers.flatMap(({ seat, source }) => (source === 'substituted' || source === 'forced' ? [seat] : [])),
  );
  // What a program answered in the place of a person or a model is a program's.
  const inPlace = answers.filter(({ seat, source }) => isSample(seat) && source === 'substituted').length;
  const decisions = replayed.moves.filter(({ decision }) => isSample(decision.seat)).length - inPlace;
  return {
    decisions,
    programs: replayed.moves.length - decisions,
    reacted,
    seats: seats.map((seat, at) => {
      const sample = isSample(at);
      const substituted = sample && (replaced.has(at) || (replaced.size > 0 && reacted));
      const condition = conditions[at]!;
      const told =
        texts === null || !sample || substituted
          ? null
          : toldAnswersOf(game, replayed, at, texts, condition.key, numbering);
      return {
        // Matches from before a seat said how it was asked: whoever told probabilities was asked for them.
        ...{
          seat: told === null || seat.ask !== undefined ? seat : { ...seat, ask: 'decision' as const },
          condition,
          told,
        },
        ...{ play: null, bucket: null },
        role: substituted ? 'substituted' : sample ? 'sample' : 'benchmark',
        values: substituted ? NONE : game.measures.map((measure) => shared(measure.values(played, at))),
        path: sample && path !== null ? pathOf(path, replayed, at) : NONE,
        choices: sample && !substituted ? choicesOf({ game, match, played }, at) : NONE,
        placed: seat.kind === 'model' && !substituted ? placedAnswers(game, played, at) : NONE,
      };
    }),
  };
}

/** A seat's answers to this question, by round; of a number that was drawn from probabilities what was expected. */
function pathOf(key: string, { moves, told }: Replayed, seat: number): readonly (number | null)[] {
  const points: (number | null)[] = [];
  for (const [at, { decision, answer }] of moves.entries()) {
    if (decision.seat !== seat || decision.key !== key || decision.practice || typeof answer !== 'number') continue;
    while (points.length < decision.round - 1) points.push(null);
    const drawn = told[at] ?? null;
    points[decision.round - 1] = drawn === null ? answer : expectedNumber(drawn);
  }
  return points;
}

const NONE: readonly never[] = [];
const single = memo((value: number): readonly number[] => [value], 4096);

/** The same list for the same whole number alone: a million rows hold a few of them, not a million. */
function shared(values: readonly number[]): readonly number[] {
  if (values.length === 0) return NONE;
  return values.length > 1 || !Number.isInteger(values[0]) ? values : single(values[0]!);
}
