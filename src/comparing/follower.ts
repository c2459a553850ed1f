/**
 * Logs followed: finished matches of one log or several, and again only what is new, with how the calls to models ended in
 * them. Everything of one look at a log is of one moment.
 */
import type { LogReader } from '../core/log-reader.ts';
import {
  type CallCount,
  isRehearsal,
  type LoggedMatch,
  type SessionEntry,
  type SessionFacts,
} from '../core/stored-rows.ts';
import type { Collector } from '../analysis/compare/collect.ts';
import type { StoredGuess } from '../analysis/compare/guesses.ts';
import { UserError } from '../core/user-error.ts';
import { byHand } from '../core/shell.ts';
import type { KeptMemory } from '../analysis/compare/memory.ts';
import type { StoredAnswer } from '../core/log.ts';
import { newCallCounts } from './call-counts.ts';
import { isAsItWas, type KeptProgress, progressIn, type SessionProgress, takeAgain } from './kept-progress.ts';
import { newIn } from './new-matches.ts';
import { type KeptFolds, openSessions, type Seen, type SessionCache, type Taking, takeKept } from './session-cache.ts';

/** Which matches are compared. */
export type ComparisonScope = {
  /** By code or by name; null: all of them. */
  readonly session: string | null;
  /** Sessions at a keyboard without a name too. One that is asked for by itself is always looked at. */
  readonly rehearsals: boolean;
  readonly game: string | null;
  /** A session that has not begun yet is no mistake: it is looked for again each time. */
  readonly lenient?: true;
};

/** What a look found beside the matches that it handed over. */
type LogOverview = {
  readonly sessions: readonly SessionFacts[];
  /** Matches without an ending: left half-way, or going on. */
  readonly open: number;
  /** Matches of rehearsals that were left out. */
  readonly rehearsals: number;
  readonly treatments: ReadonlyMap<string, string | null>;
  readonly calls: readonly CallCount[];
  readonly guesses: readonly StoredGuess[];
  /** Profiles that were left out, with their matches. */
  readonly profiles: { readonly sessions: number; readonly matches: number };
};

/** What all logs gave together. */
type Overview = LogOverview & {
  /** What was kept of the statistics, where it holds of all that was resumed; null: nothing. */
  readonly memory: KeptMemory | null;
  /** Keeps what was folded of them, and what was made of that (where `memory` can be kept with it). */
  keep(memory: () => KeptMemory): Promise<void>;
};

/** Takes the matches that a look hands over. */
type MatchTaker = Pick<Collector, 'add' | 'addKept' | 'begin' | 'resume' | 'wake'> & {
  /** Told how many matches of a log there are to look at, before the first of them. */
  coming?(matches: number): void;
};

/**
 * A look at these logs hands over every match that has ended since the look before; the first time all of them, and of what was
 * kept of sessions (`kept`) what was observed of each. It rejects with a UserError where the session is not there, and where two
 * logs hold the same match.
 */
export function newFollower(logs: readonly LogReader[], kept: KeptFolds | null = null) {
  const followed = logs.map((log) => ({
    log,
    calls: newCallCounts(),
    seen: new Map<string, Seen>(),
    isProfile: newProfileCheck(),
    /** Sessions of which the observations rest. */
    resting: new Set<string>(),
  }));
  const holders = logs.length > 1 ? new Map<string, string>() : null;

  const refuseCopy = (match: string, file: string): void => {
    const before = holders?.get(match);
    if (before !== undefined)
      throw new UserError(
        `The match ${match} is in ${before} and in ${file} as well: the same match would count twice; name one of the two files.`,
      );
    holders?.set(match, file);
  };

  return async (scope: ComparisonScope, taker: MatchTaker, asked: string): Promise<Overview> => {
    const looks: LogOverview[] = [];
    let unkept: SessionCache | null = null;
    const question = JSON.stringify([scope, asked]);
    let memory: KeptMemory | null = null;
    let made: SessionProgress[] | null = null;
    for (const { log, calls, seen, isProfile, resting } of followed) {
      // What was seen before is in memory.
      const folds = kept === null || seen.size > 0 ? null : await openSessions(log, kept);
      // Of several logs every match is looked at: one may be in two of them.
      if (folds !== null && logs.length === 1) made = [];
      looks.push(
        await log.snapshot(async (now) => {
          const { chosen: all, left } = sessionsIn(await now.catalogue(), scope);
          const chosen: SessionEntry[] = [];
          const profiles = { sessions: 0, matches: 0 };
          for (const session of all)
            if (scope.session !== null || !(await isProfile(now, session))) chosen.push(session);
            else {
              profiles.sessions += 1;
              profiles.matches += session.matches;
            }
          taker.coming?.(chosen.reduce((sum, { matches }) => sum + matches, 0));
          const guesses: StoredGuess[] = [];
          const sessions: SessionFacts[] = [];
          let open = 0;
          const before: KeptProgress | null = made === null ? null : progressIn(folds, question, chosen);
          memory = before?.memory ?? null;
          const progress = new Map(before?.sessions.map((one) => [one.code, one]));
          const tunings = made === null ? 0 : (await now.tunings()).length;
          for (const session of chosen) {
            const { code, kind, seed, version, name } = session;
            const facts: SessionFacts = { code, kind, seed, version, name };
            sessions.push(facts);
            guesses.push(...(await guessesIn(now, session)));
            const then = progress.get(code);
            if (
              then !== undefined &&
              calls.goesOn(then.calls) &&
              (then.calls.length === 0 || then.tunings === tunings) &&
              (await isAsItWas(now, session, then)) &&
              taker.resume(then.taken, session, (again) => takeAgain(log, session, scope.game, then.seen, folds, again))
            ) {
              calls.resume(then.calls);
              seen.set(code, then.seen);
              open += then.seen.open.length;
              made?.push(then);
              resting.add(code);
              continue;
            }
            const notes = folds?.notes(session, scope.game) ?? null;
            const [taken, called] = made === null ? [null, null] : [taker.begin(), calls.begin()];
            const take = (match: LoggedMatch<StoredAnswer>): Promise<void> | void => {
              refuseCopy(match.code, log.file);
              const observed = taker.add(match);
              if (!match.called) return notes?.read(match, observed, null);
              return calls.add(now, match).then((asked) => notes?.read(match, observed, asked));
            };
            const taking: Taking = {
              read(match) {
                if (!resting.delete(code)) return take(match);
                return taker.wake(code).then(() => take(match));
              },
              open: (match) => notes?.open(match),
              again(match, observed, asked) {
                refuseCopy(match.code, log.file);
                if (observed === null) taker.add(match);
                else taker.addKept(match, observed);
                notes?.again(match, observed, asked);
                return asked === null ? undefined : calls.add(now, match, asked).then(() => undefined);
              },
            };
            const last = seen.get(code);
            const known = last === undefined ? (folds?.read(session, scope.game) ?? null) : null;
            const begun = known === null ? null : await takeKept(now, session, known, taking);
            const found = await newIn(now, session, scope.game, last ?? begun ?? undefined, taking, begun !== null);
            seen.set(code, found);
            open += found.open.length;
            if ((await notes?.end()) && taken !== null)
              made?.push({
                ...{ code, matches: session.matches, seen: found, tunings },
                ...{ taken: taken(), calls: called() },
              });
          }
          let rehearsals = 0;
          for (const { code } of left)
            rehearsals += await now.count({ session: code, ...(scope.game === null ? {} : { game: scope.game }) });
          return {
            sessions,
            open,
            rehearsals,
            treatments: await now.treatments(),
            calls: calls.counts(),
            guesses,
            profiles,
          };
        }),
      );
      unkept = folds;
    }
    const sessions = looks.flatMap((one) => one.sessions);
    if (scope.session !== null && sessions.length === 0 && !scope.lenient)
      throw new UserError(
        `There is no session "${scope.session}" in ${logs.map(({ file }) => file).join(', ')}; "${byHand('sessions')}" lists what there is.`,
      );
    return {
      sessions,
      open: looks.reduce((sum, one) => sum + one.open, 0),
      rehearsals: looks.reduce((sum, one) => sum + one.rehearsals, 0),
      treatments: looks.length === 1 ? looks[0]!.treatments : new Map(looks.flatMap((one) => [...one.treatments])),
      calls: looks.flatMap((one) => one.calls),
      guesses: looks.flatMap((one) => one.guesses),
      profiles: {
        sessions: looks.reduce((sum, one) => sum + one.profiles.sessions, 0),
        matches: looks.reduce((sum, one) => sum + one.profiles.matches, 0),
      },
      memory,
      keep: async (memoryNow) => {
        const sessions = made;
        if (sessions !== null)
          await unkept?.keep(question, () => ({ sessions, memory: memoryNow() }) satisfies KeptProgress);
      },
    };
  };
}

/** Whether a session is a profile, looked up once: it says so in its first row, or never. */
function newProfileCheck() {
  const known = new Map<string, boolean>();
  return async (log: LogReader, { code, kind, matches }: SessionEntry): Promise<boolean> => {
    if (kind !== 'run' || matches === 0) return false;
    let found = known.get(code);
    if (found === undefined) known.set(code, (found = (await log.events(code)).some((one) => one.kind === 'profiled')));
    return found;
  };
}

/** What people said at a keyboard whom they had played against. */
async function guessesIn(log: LogReader, { code, kind }: SessionEntry): Promise<readonly StoredGuess[]> {
  if (kind !== 'lab') return [];
  return (await log.events(code)).flatMap((event) =>
    event.kind === 'guess'
      ? [{ session: code, match: event.match, participant: event.participant, at: event.at, ...event.body }]
      : [],
  );
}

function sessionsIn(all: readonly SessionEntry[], { session, rehearsals }: ComparisonScope) {
  const wanted = all.filter(({ code, name }) => session === null || code === session || name === session);
  const isChosen = (one: SessionEntry): boolean => rehearsals || session !== null || !isRehearsal(one);
  return { chosen: wanted.filter(isChosen), left: wanted.filter((one) => !isChosen(one)) };
}
