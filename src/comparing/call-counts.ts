/** How calls to models ended, by model: added up match by match. */
import type { LogReader } from '../core/log-reader.ts';
import { lineageOf } from '../core/lineage.ts';
import type { CallCount, CallFacts, LoggedMatch } from '../core/stored-rows.ts';

/** The counts of a model before the matches of a session (null: it had not been called) and after them. */
export type KeptCalls = { readonly before: CallCount | null; readonly after: CallCount };

type Counted = { -readonly [Key in keyof CallCount]: CallCount[Key] } & { outcomes: Record<string, number> };

/** How the calls to each model ended, from the calls themselves and not from the answers that came of them: added match by match. A question counts once, by the last call about it. */
export function newCallCounts() {
  const known = new Map<string, Counted>();
  const counts = (): readonly CallCount[] =>
    [...known.values()].map((one) => ({ ...one, outcomes: { ...one.outcomes } }));

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
    counts,
    /** Begins with a session: gives what its matches have counted, when all of them were. */
    begin(): () => readonly KeptCalls[] {
      const before = new Map(counts().map((one) => [one.agent, one]));
      return () =>
        counts().flatMap((after) => {
          const then = before.get(after.agent) ?? null;
          return then?.calls === after.calls ? [] : [{ before: then, after }];
        });
    },
    /** Whether it goes on from here as it did when that was kept. */
    goesOn: (kept: readonly KeptCalls[]): boolean =>
      kept.every(({ before, after: { agent } }) => JSON.stringify(before) === JSON.stringify(known.get(agent) ?? null)),
    /** Goes on as if the matches had been counted of which that was kept. */
    resume(kept: readonly KeptCalls[]): void {
      for (const { after } of kept) known.set(after.agent, structuredClone(after));
    },
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
