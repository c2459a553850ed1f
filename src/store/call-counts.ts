/** How the calls to each model ended: honest rates, from the calls themselves and not from the answers that came of them. */
import type { CallCount, SeatFacts } from '../core/stored-rows.ts';
import type { Connection } from './connect.ts';

type CallRecord = {
  turn: number;
  seat: number;
  key: string;
  provider: string;
  model: string;
  outcome: string;
  tokensIn: number | null;
  tokensOut: number | null;
  cost: number | null;
};
type Counted = { -readonly [Key in keyof CallCount]: CallCount[Key] } & { outcomes: Record<string, number> };

/** Adds match by match; a question counts once, by the last call about it. */
export function newCallCounts(db: Connection) {
  const any = db.prepare('select 1 from call limit 1');
  const callsOf = db.prepare<[number], CallRecord>(
    `select turn, seat, key, provider, model, outcome, tokens_in as tokensIn, tokens_out as tokensOut, cost from call where match = ? order by id`,
  );
  const requestOf = db
    .prepare<[number, number], string>('select request from call where match = ? and seat = ? order by id limit 1')
    .pluck();
  const known = new Map<string, Counted>();
  let some = false;

  return {
    add(match: number, seats: readonly SeatFacts[]): void {
      if (seats.every(({ kind }) => kind !== 'model')) return;
      some ||= any.get() !== undefined;
      if (!some) return;
      const last = new Map<string, { readonly to: Counted; readonly outcome: string }>();
      for (const call of callsOf.all(match)) {
        const agent = seats[call.seat]?.id ?? '';
        let to = known.get(agent);
        if (to === undefined) {
          const { provider, model } = call;
          const settings = settingsIn(requestOf.get(match, call.seat));
          known.set(
            agent,
            (to = { agent, provider, model, outcomes: {}, calls: 0, tokensIn: 0, tokensOut: 0, cost: null, settings }),
          );
        }
        to.calls += 1;
        to.tokensIn += call.tokensIn ?? 0;
        to.tokensOut += call.tokensOut ?? 0;
        if (call.cost !== null) to.cost = (to.cost ?? 0) + call.cost;
        last.set(`${call.turn} ${call.seat} ${call.key}`, { to, outcome: call.outcome });
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
