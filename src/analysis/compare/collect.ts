/**
 * Stored matches into observations: each finished match is folded by the rules of its own version, and every seat's
 * measures are taken. People and models are samples and are kept seat by seat; theory, stand-ins and scripts are lines,
 * of which only sums are kept.
 */
import type { AnyGame } from '../../core/game.ts';
import { replay, type Replayed, rulesOf } from '../../match/replay.ts';
import { heardFrom } from './heard.ts';
import { newBuckets, newLines } from './kept.ts';
import type { Collected, Counts, MatchObservation } from './observed.ts';
import { ALIKE, type StoredMatch } from '../../core/stored-rows.ts';
import { newTables, type Accumulator } from './table.ts';

type Collector = {
  add(match: StoredMatch): void;
  /** `open`: matches that have no ending yet, which are counted and not folded. */
  collected(open?: number): Collected;
};

/** Sentences that are told of what could not be read. */
const TROUBLES = 5;
/** Matches of one table that are remembered. */
const MOST_HEARD = 1000;

export function newCollector(games: readonly AnyGame[]): Collector {
  const counts: Counts = {
    ...{ matches: 0, finished: 0, decisions: 0, left: 0, unpaid: 0, failed: 0 },
    ...{ older: 0, unknown: 0, unreadable: 0, substituted: 0 },
  };
  const buckets = newBuckets();
  const lines = newLines();
  const troubles: string[] = [];
  const tables = newTables();
  const rules = new Map<string, AnyGame | null>();
  const trouble = (words: string): void =>
    void (troubles.length < TROUBLES && !troubles.includes(words) && troubles.push(words));

  const rulesFor = ({ game: name, version }: StoredMatch): AnyGame | null => {
    const key = `${name} ${version}`;
    let found = rules.get(key);
    if (found === undefined) {
      const game = games.find((one) => one.name === name);
      rules.set(key, (found = game === undefined ? null : rulesOf(game, version)));
      if (found === null)
        trouble(
          game === undefined
            ? `The game "${name}" is not here, so its matches are left out: put its folder under games/ to compare them.`
            : `Version ${version} of ${name} is not here, so its matches are left out: compare them with the homines that played them.`,
        );
    }
    return found;
  };

  /** What a match says of its seats; null where it cannot be folded. Where nothing is drawn, the same answers are folded once. */
  const heard = (match: StoredMatch, game: AnyGame, older: boolean): MatchObservation | null => {
    let table: Accumulator;
    let again: Replayed;
    try {
      table = tables(match, game, older);
      const before = table.heard.get(match.answers);
      if (before !== undefined) return before;
      again = replay(game, match.config, match.seed, match.seats.length, match.answers);
    } catch (error) {
      trouble(
        `Match ${match.code} cannot be folded (${error instanceof Error ? error.message : String(error)}): it is left out.`,
      );
      return null;
    }
    if (!again.finished) {
      trouble(
        `Match ${match.code} is stored as finished, but its rules ask for more answers: it is left out; see homines replay.`,
      );
      return null;
    }
    const made = heardFrom(match, table, again);
    if (!again.drawn && match.answers.length <= ALIKE) {
      if (table.heard.size >= MOST_HEARD) table.heard.clear();
      table.heard.set(match.answers, made);
    }
    return made;
  };

  const add = (match: StoredMatch): void => {
    counts.matches += 1;
    if (match.ending === null || match.ending === 'left') counts.left += 1;
    else if (match.ending === 'unpaid') counts.unpaid += 1;
    else if (match.ending === 'failed') counts.failed += 1;
    if (match.ending !== 'finished') return;
    const game = rulesFor(match);
    if (game === null) return void (counts.unknown += 1);
    const older = games.every((one) => one !== game);
    const said = heard(match, game, older);
    if (said === null) return void (counts.unreadable += 1);
    counts.finished += 1;
    counts.decisions += said.decisions;
    if (older) counts.older += 1;
    const { code, session, participants, wording } = match;
    const met = said.reacted ? peopleOf(match) : NOBODY;
    said.seats.forEach(({ seat, condition, role, values, path, choices }, at) => {
      if (role === 'substituted') counts.substituted += 1;
      else if (role === 'line') lines.add(condition, seat, values);
      else
        buckets
          .of(condition, session, seat)
          .push({ match: code, participant: participants[at] ?? null, wording, met, values, path, choices });
    });
  };

  return {
    add,
    collected: (open = 0) => ({
      counts: { ...counts, matches: counts.matches + open, left: counts.left + open },
      buckets: buckets.all,
      played: lines.all,
      troubles,
    }),
  };
}

/** One list for all matches without any. */
const NOBODY: readonly string[] = [];

/** The people of a match, where there are several. */
function peopleOf({ participants }: StoredMatch): readonly string[] {
  const people = participants.filter((code) => code !== null);
  return people.length < 2 ? NOBODY : people;
}
