/**
 * Logs followed: finished matches of one log or several, and again only what is new, with how the calls to models ended in
 * them. Everything of one look at a log is of one moment.
 */
import type { LogReader } from '../core/log-reader.ts';
import { lineageOf } from '../core/lineage.ts';
import {
  type CallCount,
  type CallFacts,
  isRehearsal,
  type LoggedMatch,
  type SessionEntry,
  type SessionFacts,
} from '../core/stored-rows.ts';
import type { Collector } from '../analysis/compare/collect.ts';
import type { StoredGuess } from '../analysis/compare/guesses.ts';
import { UserError } from '../core/user-error.ts';
import { byHand } from '../core/shell.ts';
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
  /** Keeps what was folded of them, where it can be kept. */
  keep(): Promise<void>;
};

/** Takes the matches that a look hands over. */
type MatchTaker = Pick<Collector, 'add' | 'addKept'> & {
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

  return async (scope: ComparisonScope, taker: MatchTaker): Promise<Overview> => {
    const looks: LogOverview[] = [];
    const unkept: SessionCache[] = [];
    for (const { log, calls, seen, isProfile } of followed) {
      // What was seen before is in memory.
      const folds = kept === null || seen.size > 0 ? null : await openSessions(log, kept);
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
          for (const session of chosen) {
            const { code, kind, seed, version, name } = session;
            const facts: SessionFacts = { code, kind, seed, version, name };
            const notes = folds?.notes(session, scope.game) ?? null;
            const taking: Taking = {
              read(match) {
                refuseCopy(match.code, log.file);
                const observed = taker.add(match);
                if (!match.called) return notes?.read(match, observed, null);
                return calls.add(now, match).then((asked) => notes?.read(match, observed, asked));
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
            const before = seen.get(code);
            const known = before === undefined ? (folds?.read(session, scope.game) ?? null) : null;
            const begun = known === null ? null : await takeKept(now, session, known, taking);
            const found = await newIn(now, session, scope.game, before ?? begun ?? undefined, taking, begun !== null);
            seen.set(code, found);
            sessions.push(facts);
            open += found.open.length;
            guesses.push(...(await guessesIn(now, session)));
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
      if (folds !== null) unkept.push(folds);
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
      keep: async () => {
        for (const folds of unkept) await folds.keep();
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
    event.kind === 'guess' ? [{ match: event.match, participant: event.participant, at: event.at, ...event.body }] : [],
  );
}

function sessionsIn(all: readonly SessionEntry[], { session, rehearsals }: ComparisonScope) {
  const wanted = all.filter(({ code, name }) => session === null || code === session || name === session);
  const isChosen = (one: SessionEntry): boolean => rehearsals || session !== null || !isRehearsal(one);
  return { chosen: wanted.filter(isChosen), left: wanted.filter((one) => !isChosen(one)) };
}

async function newIn(
  log: LogReader,
  session: SessionEntry,
  game: string | null,
  before: Seen = { last: null, open: [] },
  taking: Taking,
  isBegun: boolean,
): Promise<Seen> {
  // Those that were open are looked at again, but for what has just been looked at.
  const waiting = isBegun ? [] : before.open;
  const open: string[] = isBegun ? [...before.open] : [];
  let { last } = before;
  for (const wanted of [...(waiting.length > 0 ? [{ codes: waiting }] : []), { after: last }])
    for await (const matches of log.played({ session, cells: 'moves', game, ...wanted }))
      for (const match of matches) {
        if ('after' in wanted) last = match.code;
        if (match.ending === null) {
          open.push(match.code);
          taking.open(match);
        } else {
          const more = taking.read(match);
          // Most are done at once: hundreds of thousands are not waited for one by one.
          if (more !== undefined) await more;
        }
      }
  return { last, open };
}

type Counted = { -readonly [Key in keyof CallCount]: CallCount[Key] } & { outcomes: Record<string, number> };

/** How the calls to each model ended, from the calls themselves and not from the answers that came of them: added match by match. A question counts once, by the last call about it. */
function newCallCounts() {
  const known = new Map<string, Counted>();

  /** What was asked of an agent's server, from the first call of the seat in this match. */
  const settingsOf = async (log: LogReader, match: string, seat: number): Promise<CallCount['settings']> =>
    settingsIn((await log.calls(match)).find((call) => call.seat === seat)?.request);

  return {
    /** Gives the calls of this match; `given`: what was kept of them. Null: no model sits in it. */
    async add(
      log: LogReader,
      { code, seats }: Pick<LoggedMatch, 'code' | 'seats'>,
      given?: readonly CallFacts[],
    ): Promise<readonly CallFacts[] | null> {
      if (seats.every(({ kind }) => kind !== 'model')) return null;
      const last = new Map<string, { readonly to: Counted; readonly outcome: string }>();
      const asked = given ?? (await log.callFacts(code));
      for (const call of asked) {
        const { turn, seat, key, provider, model, outcome } = call;
        const agent = seats[seat]?.id ?? '';
        let to = known.get(agent);
        if (to === undefined) {
          const settings = await settingsOf(log, code, seat);
          to = {
            agent,
            provider,
            model,
            outcomes: {},
            calls: 0,
            tokensIn: 0,
            tokensOut: 0,
            cost: null,
            settings,
            served: [],
            leftOut: [],
          };
          const lineage = lineageOf(await log.tunings(), provider, model, call.at);
          if (lineage !== null) to.lineage = lineage;
          known.set(agent, to);
        }
        to.calls += 1;
        if (call.served !== null && !to.served.includes(call.served)) to.served = [...to.served, call.served];
        if (call.leftOut.some((one) => !to.leftOut.includes(one)))
          to.leftOut = [...new Set([...to.leftOut, ...call.leftOut])];
        to.tokensIn += call.tokensIn ?? 0;
        to.tokensOut += call.tokensOut ?? 0;
        if (call.cost !== null) to.cost = (to.cost ?? 0) + call.cost;
        last.set(`${turn} ${seat} ${key}`, { to, outcome });
      }
      for (const { to, outcome } of last.values()) to.outcomes[outcome] = (to.outcomes[outcome] ?? 0) + 1;
      return asked;
    },
    counts: (): readonly CallCount[] => [...known.values()].map((one) => ({ ...one, outcomes: { ...one.outcomes } })),
  };
}

/** Members of a request that say something: of a chat, and of a decision. */
const SAID = ['messages', 'input', 'prompt', 'response_format', 'state', 'questions'];

/** A request without what was said in it. */
function settingsIn(request: string | undefined): CallCount['settings'] {
  try {
    const body: unknown = JSON.parse(request ?? '');
    if (typeof body !== 'object' || body === null) return null;
    return Object.fromEntries(Object.entries(body).filter(([name]) => !SAID.includes(name)));
  } catch {
    return null;
  }
}
