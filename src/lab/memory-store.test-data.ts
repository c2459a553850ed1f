/** A store in memory for tests: the same rows, no file. `failing` makes the next commit fail with this error. */
import type {
  CallRow,
  DecisionRow,
  EventRow,
  MatchRow,
  MatchSummary,
  ParticipantRow,
  PayoffRow,
  LogRow,
  SessionRow,
  SessionSummary,
  Store,
} from '../core/log.ts';
import { localWire } from '../core/wire.ts';

/** What a row of each table holds. */
type Rows = { readonly [R in LogRow as R['table']]: R['row'] };

export type MemoryStore = Store & {
  readonly rows: readonly LogRow[];
  of<T extends keyof Rows>(table: T): readonly Rows[T][];
  failing: Error | null;
  /** Commits wait for this, as behind another program's lock. */
  held: Promise<void> | null;
  /** Why the file is not what it was. */
  lost: string | null;
  /** Whoever held something is gone, as after kill -9. */
  killed(): void;
};

export function memoryStore(): MemoryStore {
  const rows: LogRow[] = [];
  const holds = new Set<string>();
  const of = <T extends keyof Rows>(table: T): readonly Rows[T][] =>
    rows.flatMap((r) => (r.table === table ? [r.row as Rows[T]] : []));
  const sessions = (): readonly SessionRow[] => of('session');
  const summary = (session: SessionRow): SessionSummary => {
    const matches = of('match').filter((m) => m.session === session.code);
    const decisions = of('decision').filter((d) => matches.some((m) => m.code === d.match));
    const events = of('event').filter((e) => e.session === session.code);
    const named = events.findLast((e) => e.kind === 'named')?.body;
    return {
      ...session,
      name: typeof named === 'object' && named !== null && 'name' in named ? String(named.name) : null,
      matches: matches.length,
      decisions: decisions.length,
      people: of('participant').filter((p) => p.session === session.code).length,
      lastAt: Math.max(session.startedAt, ...decisions.map((d) => d.answeredAt), ...events.map((e) => e.at)),
    };
  };
  const matchSummary = (match: MatchRow): MatchSummary => {
    const decisions = of('decision').filter((d) => d.match === match.code);
    return {
      ...match,
      ending: of('ending').find((e) => e.match === match.code)?.how ?? null,
      decisions: decisions.length,
      payoffs: of('payoff').filter((p) => p.match === match.code),
      lastAt: Math.max(match.startedAt, ...decisions.map((d) => d.answeredAt)),
    };
  };
  const known = (code: string, what: string): void => {
    if (!rows.some((r) => 'code' in r.row && r.row.code === code)) throw new Error(`memory store: no ${what} ${code}`);
  };
  const store: MemoryStore = {
    file: 'memory.sqlite',
    rows,
    of,
    failing: null,
    held: null,
    async record(given) {
      await store.held;
      if (store.failing) {
        const error = store.failing;
        store.failing = null;
        throw error;
      }
      const before = rows.length;
      try {
        for (const row of given) {
          rows.push(structuredClone(row));
          if (row.table === 'match')
            for (const seat of row.row.seats) if (seat.participant !== null) known(seat.participant, 'participant');
          if (row.table === 'match' || row.table === 'participant' || row.table === 'event')
            known(row.row.session, 'session');
          if (row.table === 'decision') known(row.row.match, 'match');
        }
      } catch (error) {
        rows.length = before;
        throw error;
      }
    },
    async openSession(name, fresh) {
      const found = sessions()
        .map(summary)
        .findLast((s) => s.kind === 'lab' && s.name === name);
      if (found !== undefined) return found.code;
      const event: EventRow = {
        session: fresh.code,
        match: null,
        participant: null,
        kind: 'named',
        body: { name },
        at: fresh.startedAt,
      };
      await store.record([
        { table: 'session', row: fresh },
        { table: 'event', row: event },
      ]);
      return fresh.code;
    },
    async openParticipant(fresh) {
      const found = of('participant').find((p) => p.session === fresh.session && p.label === fresh.label);
      if (found === undefined) await store.record([{ table: 'participant', row: fresh }]);
      return found ?? fresh;
    },
    sessions: async () => sessions().map(summary),
    session: async (code) =>
      sessions()
        .filter((s) => s.code === code)
        .map(summary)[0] ?? null,
    participants: async (session): Promise<readonly ParticipantRow[]> =>
      of('participant').filter((p) => p.session === session),
    matches: async ({ session, unfinished, participant, game }) =>
      of('match')
        .filter((m) => session === undefined || m.session === session)
        .filter((m) => participant === undefined || m.seats.some((seat) => seat.participant === participant))
        .filter((m) => game === undefined || m.game === game)
        .map(matchSummary)
        .filter((m) => !unfinished || m.ending === null),
    match: async (code) =>
      of('match')
        .filter((m) => m.code === code)
        .map(matchSummary)[0] ?? null,
    decisions: async (match): Promise<readonly DecisionRow[]> => of('decision').filter((d) => d.match === match),
    calls: async (match): Promise<readonly CallRow[]> => of('call').filter((c) => c.match === match),
    servedModels: async () => [],
    tunings: async () => of('tuning'),
    sessionsOfModel: async () => [],
    callSums: async () => ({
      calls: of('call').length,
      tokensIn: 0,
      tokensOut: 0,
      cost: of('call').reduce((sum, { cost }) => sum + (cost ?? 0), 0),
      outcomes: { answered: 0, repaired: 0, refused: 0, invalid: 0, 'timed out': 0, failed: 0 },
    }),
    callMeans: async () => null,
    payoffs: async (match): Promise<readonly PayoffRow[]> => of('payoff').filter((p) => p.match === match),
    tallies: async (session) => of('tally').filter((t) => t.session === session),
    events: async (session): Promise<readonly EventRow[]> => of('event').filter((e) => e.session === session),
    wire: localWire(),
    async hold(code) {
      if (holds.has(code)) return null;
      holds.add(code);
      return { release: () => void holds.delete(code) };
    },
    killed: () => holds.clear(),
    lost: null,
    trouble: () => store.lost,
    close: () => undefined,
  };
  return store;
}
