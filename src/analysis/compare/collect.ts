/**
 * Stored matches into observations, each looked at once: a finished match is folded by the rules of its own version, and
 * every seat's measures are taken. People and models are samples and are kept seat by seat; of theory, stand-ins and
 * scripts only sums are kept.
 */
import type { AnyGame } from '../../core/game.ts';
import { memo } from '../../core/memo.ts';
import { ALIKE, type SessionFacts, type StoredMatch } from '../../core/stored-rows.ts';
import { replay, type Replayed, rulesOf } from '../../match/replay.ts';
import { expectedNumber } from '../../core/distribution.ts';
import { choicesOf, plansOf } from '../preferences/match-choices.ts';
import { newNumbering, newTextsRead, type Numbering, type TextsRead } from '../../match/texts-read.ts';
import { toldAnswersOf } from './told-answers.ts';
import { orderOrigin, placedAnswers } from './placed-answers.ts';
import { type KeptObservation, observationKept } from './kept-observation.ts';
import { type MatchTable, newTables } from './match-table.ts';
import { newBenchmarkPlays, newBuckets } from './buckets.ts';
import { type Counts, type MatchObservation, type Observations, observationsIn } from './observations.ts';
import { type KeptSegment, newSegments } from './session-segment.ts';

/** Takes matches. */
export type MatchAdding = Pick<Collector, 'add' | 'addKept'>;

export type Collector = {
  /**
   * Takes one match that has ended, and gives what was observed of it; null where it counts nowhere. A match that cannot be folded
   * is counted and said, never thrown.
   */
  add(match: StoredMatch): MatchObservation | null;
  /** Takes one of which this was observed before, by the same rules: without its answers, as if it had been folded again. */
  addKept(match: StoredMatch, kept: KeptObservation): void;
  /** Begins with a session: gives what its matches have added when all of them were taken. */
  begin(): () => KeptSegment;
  /**
   * Goes on as if the matches of a session had been taken of which this was kept; `retake`: hands them over, where somebody asks
   * for their observations. False, and nothing is done: they would have added something else.
   */
  resume(segment: KeptSegment, session: SessionFacts, retake: (taker: MatchAdding) => Promise<void>): boolean;
  /** Takes the matches of a session again of which only that was kept: others come to it. */
  wake(session: string): Promise<void>;
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
  const { tableOf, known } = newTables();
  const numbering = newNumbering();
  const rulesByVersion = new Map<string, AnyGame | null>();
  const trouble = (sentence: string): void =>
    void (troubles.length < MOST_TROUBLES && !troubles.includes(sentence) && troubles.push(sentence));

  let last: { readonly name: string; readonly version: number; readonly rules: AnyGame | null } | null = null;
  const rulesFor = ({ game: name, version }: Pick<StoredMatch, 'game' | 'version'>): AnyGame | null => {
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
    let table: MatchTable;
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

  const add = (match: StoredMatch): MatchObservation | null => {
    counts.matches += 1;
    if (match.ending === null || match.ending === 'left') counts.left += 1;
    else if (match.ending === 'unpaid') counts.unpaid += 1;
    else if (match.ending === 'failed') counts.failed += 1;
    if (match.ending !== 'finished') return null;
    const game = rulesFor(match);
    if (game === null) {
      counts.unknown += 1;
      return null;
    }
    const older = !games.includes(game);
    const observation = observe(match, game, older);
    if (observation === null) counts.unreadable += 1;
    else take(match, observation, older);
    return observation;
  };

  const take = (match: StoredMatch, observation: MatchObservation, older: boolean): void => {
    counts.finished += 1;
    counts.decisions += observation.decisions;
    counts.programs += observation.programs;
    if (older) counts.older += 1;
    const { code, startedAt: at, session, participants, wording } = match;
    const met = observation.reacted ? peopleOf(match) : NOBODY;
    const phrasing = match.presentation?.phrasing ?? 0;
    for (let place = 0; place < observation.seats.length; place++) {
      const one = observation.seats[place]!;
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

  const addKept = (match: StoredMatch, kept: KeptObservation): void => {
    const game = rulesFor(match);
    if (game === null) throw new Error(`Match ${match.code} was folded and its rules are not here.`);
    const older = !games.includes(game);
    counts.matches += 1;
    const table = tableOf(match, game, older);
    let observation = table.kept.get(kept);
    if (observation === undefined) {
      const { seats, config } = match;
      observation = observationKept(kept, { seats, conditions: table.conditions, plans: plansOf(game, config) });
      table.kept.set(kept, observation);
    }
    take(match, observation, older);
  };

  const segments = newSegments({
    ...{ counts, buckets, plays },
    conditionOf(kept, { name, version }) {
      const game = rulesFor({ game: name, version });
      return game === null ? null : known({ ...kept, game });
    },
  });

  return {
    add,
    addKept,
    begin: segments.begin,
    resume: (segment, session, retake) =>
      segments.resume(segment, session, async () => {
        const again = newCollector(games);
        await retake(again);
        return again.observations().buckets;
      }),
    async wake(session) {
      for (const { session: of, observations } of buckets.all)
        if (of.code === session && observations.items === null) await observationsIn(observations);
    },
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
  const people = participants.every((code) => code !== null)
    ? participants
    : participants.filter((code) => code !== null);
  return people.length < 2 ? NOBODY : people;
}

function observeMatch(
  match: StoredMatch,
  { game, conditions, tastes, path, together }: MatchTable,
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
        values: substituted ? NONE : game.measures.map((measure) => shared(measure, measure.values(played, at))),
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
  // No longer than it is: a list that has grown keeps room for more.
  return points.slice();
}

const NONE: readonly never[] = [];
/** By measure lists of one number, a list a number: a million matches hold some thousand different prices. */
const singles = memo((_: AnyGame['measures'][number]) => memo((value: number): readonly number[] => [value], 4096));

/** What a measure gave, the same list for the same number alone. */
function shared(measure: AnyGame['measures'][number], values: readonly number[]): readonly number[] {
  if (values.length === 0) return NONE;
  return values.length > 1 ? values : singles(measure)(values[0]!);
}
