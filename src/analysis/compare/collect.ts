/**
 * Stored matches into observations: each finished match is folded by the rules of its own version, and every seat's
 * measures are taken. People and models are samples and are kept seat by seat; theory, stand-ins and scripts are lines,
 * of which only sums are kept.
 */
import type { AnyGame, Taste } from '../../game.ts';
import type { SeatRow } from '../../log.ts';
import { replay, type Replayed, rulesOf } from '../../replay.ts';
import { choicesOf, type Why } from '../preferences/from-matches.ts';
import type { Choice } from '../preferences/observation.ts';
import { ALIKE, type SessionFacts, type Sitting, type StoredMatch } from './rows.ts';
import { opponentOf, type Opponent, settingsWords, tasteOf } from './treatment.ts';

/** One condition: a game by one version's rules, its settings, and who sat opposite. */
export type Condition = {
  readonly key: string;
  readonly game: AnyGame;
  /** Whether these are rules that the game has left behind. */
  readonly older: boolean;
  readonly config: unknown;
  readonly settings: string;
  readonly opponent: Opponent;
};

/** One seat of one finished match, as a sample. */
export type Observed = {
  readonly match: string;
  readonly participant: string | null;
  readonly wording: string;
  /** People of the same match who could learn from each other: somebody answered after the rules had been applied. */
  readonly met: readonly string[];
  /** By measure, in the game's order. */
  readonly values: readonly (readonly number[])[];
  /** By round from 1, where the game has a path. */
  readonly path: readonly (number | null)[];
  /** What preferences are read from, where the game has plans; or why a round could not be used. */
  readonly choices: readonly (Choice | Why)[];
};

/** Who was observed in one condition and one session: people, or one model. */
export type Bucket = {
  readonly condition: Condition;
  readonly session: SessionFacts;
  readonly seat: Pick<SeatRow, 'kind' | 'id' | 'label'>;
  readonly observed: readonly Observed[];
};

export type Sum = { total: number; count: number };
/** What a line has played: sums by measure. */
export type Played = { readonly condition: Condition; readonly seat: Sitting; readonly sums: readonly Sum[]; matches: number };

export type Counts = {
  /** Matches that were looked at, and how many of them were played to the end. */
  matches: number;
  finished: number;
  decisions: number;
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

export type Collected = {
  readonly counts: Counts;
  readonly buckets: readonly Bucket[];
  readonly played: readonly Played[];
  /** What could not be read, a sentence each, the first few. */
  readonly troubles: readonly string[];
};

export type Collector = {
  add(match: StoredMatch): void;
  /** `open`: matches that have no ending yet, which are counted and not folded. */
  collected(open?: number): Collected;
};

const TROUBLES = 5;
/** Matches of one table that are remembered. */
const MOST_HEARD = 1000;

/** What is taken of a folded match, whoever its people were. */
type Heard = {
  readonly decisions: number;
  /** Whether what one answered could have followed from what another did. */
  readonly reacted: boolean;
  readonly seats: readonly HeardSeat[];
};
type HeardSeat = Pick<Observed, 'values' | 'path' | 'choices'> & {
  readonly seat: Sitting;
  readonly condition: Condition;
  /** A sample is left out where a stand-in answered for it, or for somebody to whom it could react. */
  readonly role: 'sample' | 'substituted' | 'line';
};

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
  const trouble = (words: string): void => void (troubles.length < TROUBLES && !troubles.includes(words) && troubles.push(words));

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
  const heard = (match: StoredMatch, game: AnyGame, older: boolean): Heard | null => {
    let table: Table;
    let again: Replayed;
    try {
      table = tables(match, game, older);
      const before = table.heard.get(match.answers);
      if (before !== undefined) return before;
      again = replay(game, match.config, match.seed, match.seats.length, match.answers);
    } catch (error) {
      trouble(`Match ${match.code} cannot be folded (${error instanceof Error ? error.message : String(error)}): it is left out.`);
      return null;
    }
    if (!again.finished) {
      trouble(`Match ${match.code} is stored as finished, but its rules ask for more answers: it is left out; see homines replay.`);
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
    const met = said.reacted ? peopleOf(match) : NONE;
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

const NONE: readonly never[] = [];
const singles = new Map<number, readonly number[]>();

/** The same list for the same whole number alone: a million rows hold a few of them, not a million. */
function shared(values: readonly number[]): readonly number[] {
  if (values.length === 0) return NONE;
  if (values.length > 1 || !Number.isInteger(values[0])) return values;
  let found = singles.get(values[0]!);
  if (found === undefined) {
    if (singles.size > 4096) singles.clear();
    singles.set(values[0]!, (found = values));
  }
  return found;
}

/** Observations by condition, session and who they are of. */
function newBuckets() {
  const all: (Bucket & { readonly observed: Observed[] })[] = [];
  const known = new Map<Condition, Map<string, Map<string, Observed[]>>>();
  return {
    all,
    of(condition: Condition, session: SessionFacts, { kind, id, label }: Sitting): Observed[] {
      const mine = within(within(known, condition), session.code);
      let observed = mine.get(id);
      if (observed === undefined) {
        mine.set(id, (observed = []));
        all.push({ condition, session, seat: { kind, id, label }, observed });
      }
      return observed;
    },
  };
}

/** Sums by condition and agent. */
function newLines() {
  const all: Played[] = [];
  const known = new Map<Condition, Map<string, Played>>();
  return {
    all,
    add(condition: Condition, seat: Sitting, values: Observed['values']): void {
      const mine = within(known, condition);
      let line = mine.get(seat.id);
      if (line === undefined) {
        mine.set(seat.id, (line = { condition, seat, sums: values.map(() => ({ total: 0, count: 0 })), matches: 0 }));
        all.push(line);
      }
      line.matches += 1;
      for (let m = 0; m < values.length; m++) {
        const sum = line.sums[m]!;
        for (const value of values[m]!) sum.total += value;
        sum.count += values[m]!.length;
      }
    },
  };
}

/** The map inside a map, made where there is none. */
function within<Outer, Key, Value>(maps: Map<Outer, Map<Key, Value>>, outer: Outer): Map<Key, Value> {
  let map = maps.get(outer);
  if (map === undefined) maps.set(outer, (map = new Map()));
  return map;
}

type Table = {
  readonly game: AnyGame;
  readonly seats: readonly Sitting[];
  readonly config: unknown;
  readonly disclosed: boolean;
  readonly tastes: readonly (Taste | null)[];
  readonly conditions: readonly Condition[];
  /** The question whose answers are followed over the rounds. */
  readonly path: string | null;
  /** Whether nobody sits here alone. */
  readonly together: boolean;
  readonly heard: Map<StoredMatch['answers'], Heard>;
};

/** What is the same for all matches of one table. */
function newTables() {
  const known = new Map<string, Condition>();
  const quick = new WeakMap<object, Map<string, Condition>>();
  const words = new Map<string, string>();

  const conditionOf = (match: StoredMatch, game: AnyGame, older: boolean, seat: number): Condition => {
    const opponent = opponentOf(game, match.config, match.seats, seat, match.disclosed);
    const object = typeof match.config === 'object' && match.config !== null ? match.config : NONE;
    let byOpponent = quick.get(object);
    if (byOpponent === undefined) quick.set(object, (byOpponent = new Map()));
    const short = `${match.version} ${opponent.key}`;
    let found = byOpponent.get(short);
    if (found?.game !== game) byOpponent.set(short, (found = slowly(match, game, older, opponent)));
    return found;
  };

  /** The same settings as another object are the same condition. */
  const slowly = (match: StoredMatch, game: AnyGame, older: boolean, opponent: Opponent): Condition => {
    const settled = `${match.game} ${match.version} ${match.configText}`;
    const key = `${settled} ${opponent.key}`;
    let found = known.get(key);
    if (found === undefined) {
      let settings = words.get(settled);
      if (settings === undefined) words.set(settled, (settings = settingsWords(game, match.config)));
      known.set(key, (found = { key, game, older, config: match.config, settings, opponent }));
    }
    return found;
  };

  const tables = new WeakMap<readonly Sitting[], Table[]>();
  return (match: StoredMatch, game: AnyGame, older: boolean): Table => {
    const { seats, disclosed, config } = match;
    let mine = tables.get(seats);
    if (mine === undefined) tables.set(seats, (mine = []));
    let table = mine.find((one) => one.config === config && one.game === game && one.disclosed === disclosed);
    if (table === undefined) {
      table = {
        ...{ game, seats, config, disclosed },
        tastes: tastesTold(match, game),
        conditions: seats.map((_, at) => conditionOf(match, game, older, at)),
        path: game.compared?.path?.(config)?.key ?? null,
        together: game.seats(config).least > 1,
        heard: new Map(),
      };
      mine.push(table);
    }
    return table;
  };
}

/** Each seat's taste, where the others were told it: distances are taken under the belief that an agent would have held. */
const tastesTold = ({ seats, disclosed }: StoredMatch, game: AnyGame): readonly (Taste | null)[] =>
  seats.map((seat) => (disclosed && seat.kind === 'theory' ? tasteOf(seat.id, game) : null));

function heardFrom(match: StoredMatch, { game, conditions, tastes, path, together }: Table, again: Replayed): Heard {
  const { seats, answers } = match;
  const played = { ...again, disclosed: tastes };
  const reacted = together && answers.some(({ turn }) => turn > 0);
  const replaced = new Set(answers.flatMap(({ seat, source }) => (source === 'substituted' ? [seat] : [])));
  return {
    decisions: again.moves.length,
    reacted,
    seats: seats.map((seat, at) => {
      const sample = seat.kind === 'human' || seat.kind === 'model';
      const substituted = sample && (replaced.has(at) || (replaced.size > 0 && reacted));
      return {
        ...{ seat, condition: conditions[at]! },
        role: substituted ? 'substituted' : sample ? 'sample' : 'line',
        values: substituted ? NONE : game.measures.map((measure) => shared(measure.values(played, at))),
        path: sample && path !== null ? pathOf(path, again, at) : NONE,
        choices: sample && !substituted ? choicesOf({ game, match, played }, at) : NONE,
      };
    }),
  };
}

/** The people of a match, where there are several. */
function peopleOf({ participants }: StoredMatch): readonly string[] {
  const people = participants.filter((code) => code !== null);
  return people.length < 2 ? NONE : people;
}

/** A seat's answers to this question, by round. */
function pathOf(key: string, again: Replayed, seat: number): readonly (number | null)[] {
  const points: (number | null)[] = [];
  for (const { decision, answer } of again.moves) {
    if (decision.seat !== seat || decision.key !== key || decision.practice || typeof answer !== 'number') continue;
    while (points.length < decision.round - 1) points.push(null);
    points[decision.round - 1] = answer;
  }
  return points;
}
