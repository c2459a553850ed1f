/** How the calls to each model ended: honest rates, from the calls themselves and not from the answers that came of them. */
import type { LogReader } from '../core/log-reader.ts';
import type { CallCount, LoggedMatch } from '../core/stored-rows.ts';

type Counted = { -readonly [Key in keyof CallCount]: CallCount[Key] } & { outcomes: Record<string, number> };

/** Adds match by match; a question counts once, by the last call about it. */
export function newCallCounts() {
  const known = new Map<string, Counted>();

  /** What was asked of an agent's server, from the first call of the seat in this match. */
  const settingsOf = async (log: LogReader, match: string, seat: number): Promise<CallCount['settings']> =>
    settingsIn((await log.calls(match)).find((call) => call.seat === seat)?.request);

  return {
    async add(log: LogReader, { code, called, seats }: Pick<LoggedMatch, 'code' | 'called' | 'seats'>): Promise<void> {
      if (!called || seats.every(({ kind }) => kind !== 'model')) return;
      const last = new Map<string, { readonly to: Counted; readonly outcome: string }>();
      for (const call of await log.callFacts(code)) {
        const { turn, seat, key, provider, model, outcome } = call;
        const agent = seats[seat]?.id ?? '';
        let to = known.get(agent);
        if (to === undefined) {
          const settings = await settingsOf(log, code, seat);
          to = { agent, provider, model, outcomes: {}, calls: 0, tokensIn: 0, tokensOut: 0, cost: null, settings };
          known.set(agent, to);
        }
        to.calls += 1;
        to.tokensIn += call.tokensIn ?? 0;
        to.tokensOut += call.tokensOut ?? 0;
        if (call.cost !== null) to.cost = (to.cost ?? 0) + call.cost;
        last.set(`${turn} ${seat} ${key}`, { to, outcome });
      }
      for (const { to, outcome } of last.values()) to.outcomes[outcome] = (to.outcomes[outcome] ?? 0) + 1;
    },
    counts: (): readonly CallCount[] => [...known.values()].map((one) => ({ ...one, outcomes: { ...one.outcomes } })),
  };
}

/** A request without what was said in it. */
function settingsIn(request: string | undefined): CallCount['settings'] {
  try {
    const body: unknown = JSON.parse(request ?? '');
    if (typeof body !== 'object' || body === null) return null;
    return Object.fromEntries(
      Object.entries(body).filter(([name]) => !['messages', 'input', 'response_format', 'prompt'].includes(name)),
    );
  } catch {
    return null;
  }
}
