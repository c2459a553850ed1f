/** What a server says is left of its limits: x-ratelimit-remaining-requests, -tokens, and when each is whole again. */

export type Left = {
  /** How many requests may follow before the limit is whole again; null: not told. */
  readonly requests: number | null;
  readonly tokens: number | null;
  /** Milliseconds until the limits are whole again. */
  readonly requestsResetMs: number;
  readonly tokensResetMs: number;
};

export function leftIn(headers: ReadonlyMap<string, string>): Left | null {
  const requests = countIn(headers.get('x-ratelimit-remaining-requests'));
  const tokens = countIn(headers.get('x-ratelimit-remaining-tokens'));
  if (requests === null && tokens === null) return null;
  return {
    requests,
    tokens,
    requestsResetMs: durationMs(headers.get('x-ratelimit-reset-requests')),
    tokensResetMs: durationMs(headers.get('x-ratelimit-reset-tokens')),
  };
}

function countIn(text: string | undefined): number | null {
  const count = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(count) ? Math.max(0, count) : null;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "1s", "6m0s", "20ms", "1h2m3.5s", or bare seconds. What cannot be read is 0. */
export function durationMs(text: string | undefined): number {
  if (text === undefined) return 0;
  const bare = Number(text);
  if (text.trim() !== '' && Number.isFinite(bare)) return Math.max(0, bare * 1000);
  let total = 0;
  for (const [, amount, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g))
    total += Number(amount) * (UNIT_MS[unit] ?? 0);
  return total;
}
