/** `homines replay [MATCH | --all]`: stored answers folded through the rules again, and payoffs compared. */
import type { AnyGame, Move } from '../core/game.ts';
import { gameNames, loadGame } from '../disk/games.ts';
import { drawKey, drawnFrom, meanOverOrders } from '../core/distribution.ts';
import type { DecisionRow, MatchSummary, LogQuestions } from '../core/log.ts';
import { breather } from '../core/breather.ts';
import { chanceText, counted } from '../core/format.ts';
import { newSeed } from '../core/ids.ts';
import { mostOfAll, sampledMatches } from '../core/match-sample.ts';
import { rng } from '../core/rng.ts';
import { nearestName, UserError } from '../core/user-error.ts';
import { replay, type Replayed, rulesOf } from '../match/replay.ts';
import { openLog } from '../store/log-reader.ts';
import { everyMatch, type LogReader } from '../core/log-reader.ts';
import { db, DEFAULT_DB, json, seed, wholeNumber } from './shared/flags.ts';
import { print, printJson, printProblem } from './shared/print.ts';
import { farLine } from './shared/far-line.ts';
import { catchSignals } from './shared/signals.ts';
import { wrap } from './shared/text-columns.ts';
import { on, text, verb as define, wasTyped } from './shared/verb.ts';
import { byHand } from '../core/shell.ts';
import { upgrading } from './shared/upgrading.ts';

/** Payoffs that differ by no more than this agree. */
const TOLERANCE = 1e-9;

export const verb = define({
  name: 'replay',
  word: '[MATCH]',
  says: 'Plays stored matches again from settings, seed and answers, and compares the payoffs; answers drawn from probabilities are drawn again. Without MATCH and --all: the last one played.',
  flags: {
    all: on('every match in the database'),
    sample: text('N', 'so many matches, drawn by lot from all sessions', readSample),
    seed,
    db,
    json,
  },
  examples: [
    'homines replay',
    'homines replay kqvtmzab',
    'homines replay --all --json',
    'homines replay --sample 1000 --seed 7',
  ],
  notes: [
    'Exit code 1 and the first difference if a payoff or an answer does not agree.',
    'A sample is drawn without reading the rest, every match as likely as every other; the same --seed draws the same.',
  ],
  async run({ all, sample, seed: typedSeed, db: file = DEFAULT_DB, json: asJson }, code) {
    if (all && code !== undefined)
      throw new UserError(`homines replay takes a match or --all, not both; got "${code}" and --all.`);
    if (sample !== undefined && (all || code !== undefined))
      throw new UserError(
        `homines replay takes --sample N by itself; got ${all ? '--all' : `"${code}"`} besides: leave one of the two out.`,
      );
    if (wasTyped('seed') && sample === undefined)
      throw new UserError('--seed is for what --sample draws; add --sample N or leave it out.');
    const log = await openLog(file, upgrading());
    const [stopped, line, breath] = [catchSignals(), farLine(), breather()];
    try {
      const stored = all || sample !== undefined ? await log.count({}) : 1;
      const drawing: Drawing | null =
        sample === undefined ? null : { count: sample, seed: typedSeed ?? newSeed(), of: stored };
      const of = Math.min(stored, sample ?? Infinity);
      const counts = { matches: 0, finished: 0, decisions: 0 };
      let payoffs: Replayed['payoffs'] = null;
      for await (const match of matchesToReplay(log, all === true ? 'all' : drawing, code)) {
        if (breath.due()) await breath.turn();
        if (stopped.signal.aborted) {
          line.clear();
          printProblem(`Stopped after ${counts.matches} of ${of} matches: so far everything agrees.`);
          return stopped.exitCode();
        }
        line.draw('matches played again', counts.matches, of);
        const seen = await replayMatch(log, match);
        if (seen.difference !== null) {
          line.clear();
          const difference = `match ${match.code} (${match.game}), ${seen.difference}`;
          if (asJson) printJson({ ...counts, ...asDrawn(drawing), agree: false, difference });
          else print(`Difference: ${difference}.`);
          return 1;
        }
        counts.matches += 1;
        counts.finished += match.ending === 'finished' ? 1 : 0;
        counts.decisions += match.decisions;
        payoffs = seen.payoffs;
      }
      line.clear();
      if (asJson) return printJson({ ...counts, ...asDrawn(drawing), agree: true, difference: null });
      const payoffText =
        counts.matches === 1 && payoffs !== null
          ? ` Payoffs: ${payoffs.map((points) => Number(points.toFixed(6))).join(', ')}.`
          : '';
      const told = `${counted(counts.matches, 'match', 'matches')}${drawnText(drawing)} played again (${counts.finished} finished), ${counted(counts.decisions, 'choice')}: everything agrees.`;
      print(drawing === null ? `${told}${payoffText}` : wrap(`${told}${boundText(counts.matches, drawing)}`));
      return 0;
    } finally {
      line.clear();
      stopped.done();
      log.close();
    }
  },
});

/** What a sample is drawn from, and by which seed. */
type Drawing = { readonly count: number; readonly seed: number; readonly of: number };

function readSample(typed: string): number {
  const count = wholeNumber(typed);
  if (count === null || count < 1)
    throw new UserError(
      `How many matches are drawn is a whole number of 1 or more, such as --sample 1000; got "${typed}".`,
    );
  return count;
}

const asDrawn = (drawing: Drawing | null) => (drawing === null ? {} : { seed: drawing.seed, of: drawing.of });

const drawnText = (drawing: Drawing | null): string =>
  drawing === null ? '' : ` of ${drawing.of.toLocaleString('en')}, drawn with seed ${drawing.seed},`;

/** What a sample says of all. */
const boundText = (drawn: number, { of }: Drawing): string =>
  drawn === 0 || drawn >= of
    ? ''
    : ` So at most ${chanceText(mostOfAll(drawn))} % of all would not, at a confidence of 95 %.`;

/** The matches to play again. */
async function* matchesToReplay(
  log: LogReader,
  which: 'all' | Drawing | null,
  code: string | undefined,
): AsyncGenerator<MatchSummary, void> {
  if (which === 'all') return yield* everyMatch(log, {});
  if (which !== null) {
    for await (const drawn of sampledMatches(log, which.count, which.seed)) {
      const match = await log.match(drawn);
      if (match !== null) yield match;
    }
    return;
  }
  if (code !== undefined) {
    const match = await log.match(code);
    if (match === null) throw await noMatch(log, code);
    return yield match;
  }
  const played = (await log.sessions()).filter(({ matches }) => matches > 0);
  const session = played.toSorted((a, b) => a.lastAt - b.lastAt).at(-1)?.code;
  let last: MatchSummary | undefined;
  if (session !== undefined) for await (const match of everyMatch(log, { session })) last = match;
  if (last === undefined) throw new UserError(`${log.file} holds no match yet: play or run something first.`);
  yield last;
}

async function noMatch(log: LogReader, code: string): Promise<UserError> {
  const codes: string[] = [];
  for await (const some of log.codes()) codes.push(...some);
  const nearest = nearestName(code, codes);
  return new UserError(
    `${log.file} holds no match "${code}": "${byHand('sessions SESSION')}" lists those of a session, --all plays every match again.${nearest === null ? '' : ` Did you mean "${nearest}"?`}`,
  );
}

type Seen = { readonly difference: string | null; readonly payoffs: Replayed['payoffs'] };

async function replayMatch(log: LogQuestions, match: MatchSummary): Promise<Seen> {
  const rules = await rulesFor(match);
  let again: Replayed;
  const decisions = await log.decisions(match.code);
  try {
    again = replay(rules, match.config, match.seed, match.seats.length, decisions, undefined, match.presentation);
  } catch (error) {
    return { difference: error instanceof Error ? error.message : String(error), payoffs: null };
  }
  return {
    difference: firstDraw(match, decisions) ?? firstOrder(decisions, again) ?? firstDifference(match, again),
    payoffs: again.payoffs,
  };
}

/** Where options are stored in another order than the rules and the match's own turning put them in; null: nowhere. */
function firstOrder(decisions: readonly DecisionRow[], { moves }: Replayed): string | null {
  const asked = new Map<string, Move[]>();
  for (const move of moves) {
    const question = `${move.decision.seat} ${move.decision.key}`;
    asked.set(question, [...(asked.get(question) ?? []), move]);
  }
  const latest = new Map(decisions.map((row) => [`${row.turn} ${row.seat} ${row.key}`, row]));
  const times = new Map<string, number>();
  for (const { seat, key, options } of [...latest.values()].toSorted((one, other) => one.turn - other.turn)) {
    const question = `${seat} ${key}`;
    const time = times.get(question) ?? 0;
    times.set(question, time + 1);
    const input = asked.get(question)?.[time]?.decision.input;
    if (options === null || input?.kind !== 'choice') continue;
    const shown = input.options.map(({ value }) => value);
    if (shown.join('\n') !== options.join('\n'))
      return `seat ${seat + 1}, ${key}: options stored as ${options.join(', ')}, replayed as ${shown.join(', ')}`;
  }
  return null;
}

/** Where an answer is not what the match's chance draws from its stored probabilities; null: it is, everywhere. */
function firstDraw({ seed }: MatchSummary, decisions: readonly DecisionRow[]): string | null {
  for (const { seat, turn, key, answer, distribution } of decisions) {
    if (distribution === null) continue;
    const where = `seat ${seat + 1}, ${key}`;
    const mean = meanOverOrders(distribution.orders);
    if (distribution.mean.some((p, i) => Math.abs(p - (mean[i] ?? NaN)) > TOLERANCE || !(p >= 0)))
      return `${where}: the stored probabilities are not the mean of their orders`;
    const drawn = drawnFrom(distribution, rng(seed, 'seat', seat, drawKey(turn, key)));
    if (drawn !== answer) return `${where}: stored answer ${answer}, drawn ${drawn}`;
  }
  return null;
}

/** Where what is stored and what the rules say part; null where they agree. */
function firstDifference({ ending, payoffs }: MatchSummary, again: Replayed): string | null {
  if (ending !== 'finished') return null;
  if (!again.finished) return `stored as finished, but after ${again.turns} turns the rules ask for more answers`;
  const seats = Math.max(payoffs.length, again.payoffs?.length ?? 0);
  for (let seat = 0; seat < seats; seat++) {
    const stored = payoffs.find((row) => row.seat === seat)?.points;
    const now = again.payoffs?.[seat];
    const same = stored === now || (stored !== undefined && now !== undefined && Math.abs(stored - now) <= TOLERANCE);
    if (!same) return `seat ${seat + 1}: stored payoff ${stored ?? 'none'}, replayed ${now ?? 'none'}`;
  }
  return null;
}

const rulesByVersion = new Map<string, AnyGame>();

async function rulesFor(match: MatchSummary): Promise<AnyGame> {
  const key = `${match.game} ${match.version}`;
  const rules = rulesByVersion.get(key) ?? (await loadRules(match));
  rulesByVersion.set(key, rules);
  return rules;
}

async function loadRules({ game: name, version, code }: MatchSummary): Promise<AnyGame> {
  if (!gameNames().includes(name))
    throw new UserError(
      `Match ${code} is of the game "${name}", which is not here; there is ${gameNames().join(', ')}.`,
    );
  const rules = rulesOf(await loadGame(name), version);
  if (rules === null)
    throw new UserError(
      `Match ${code} was played by version ${version} of ${name}, whose rules are not here: install the homines that played it.`,
    );
  return rules;
}
