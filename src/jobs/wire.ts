/**
 * The wire to a provider that tunes: a fetch for the official packages and for our own requests. The key goes to the provider's own
 * address and nowhere else: no redirect is followed, what the environment adds to a package's headers is left out, and where an answer
 * repeats the key it is struck out. So much of an answer is taken as an answer may have.
 */
import { bodyOf, causesOf, TooLarge } from '../model/http-body.ts';
import { withoutKey } from '../model/secrets.ts';

/** Bytes of an answer, unpacked, at most. */
const MOST_BYTES = 16_000_000;

/** Headers that a server is told: its key, what is sent and what is read. */
const TOLD = [
  ...['accept', 'authorization', 'api-key', 'x-api-key', 'content-type', 'content-length', 'user-agent'],
  'idempotency-key',
];

/** So many letters are kept of an answer that refuses. */
const KEPT = 20_000;

/** An answer that is none of success. `raw` and `headers`: without the key. */
export class BadStatus extends Error {
  override readonly name = 'BadStatus';
  readonly status: number;
  readonly raw: string;
  readonly headers: ReadonlyMap<string, string>;
  constructor(status: number, raw: string, headers: ReadonlyMap<string, string>) {
    super(`status ${status}`);
    this.status = status;
    this.raw = raw;
    this.headers = headers;
  }
}

type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * A fetch by which a provider is asked, for a package's option of that name. Throws `BadStatus` for every status that is none of success,
 * which a package wraps as the cause of its own error (`thrown` finds it), and `TooLarge`.
 */
export function wireOf(key: string, most: number = MOST_BYTES): Fetch {
  return async (url, init) => {
    const response = await fetch(url, { ...init, headers: told(init?.headers), redirect: 'manual' });
    const raw = withoutKey(await bodyOf(response, most), key);
    const headers = new Map([...response.headers].map(([name, value]) => [name, withoutKey(value, key)]));
    if (!response.ok) throw new BadStatus(response.status, raw.slice(0, KEPT), headers);
    // What no body may have, and what is no longer true of it.
    const bare = [204, 205, 304].includes(response.status);
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name);
    return new Response(bare ? null : raw, { status: response.status, headers: [...headers] });
  };
}

function told(given: RequestInit['headers']): Headers {
  const headers = new Headers(given);
  for (const name of [...headers.keys()].filter((one) => !TOLD.includes(one))) headers.delete(name);
  return headers;
}

/** What was thrown at the bottom of an error, whoever wrapped it: of those kinds the first, else the innermost. */
export function thrown(error: unknown): unknown {
  const causes = causesOf(error);
  return causes.find((one) => one instanceof BadStatus || one instanceof TooLarge) ?? causes.at(-1);
}
