/** Who may do what at a provider, by key, and what each key asked for. */
import type { Call } from './section.ts';

export type Logged = {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly call: Call | null;
  readonly key: string | null;
  /** `Idempotency-Key`, as it came; null: none did. */
  readonly once: string | null;
  /** Bytes of the body as far as they were read. */
  bytes: number;
  /** Unix milliseconds of the real clock, for the time between two. */
  readonly at: number;
  /** Null: no answer went out. */
  status: number | null;
};

export type Accounts = {
  /** `may`: everything; or everything but tuning and renting cards. */
  readonly keys: Map<string, { may: 'tune' | 'ask' }>;
  /** Everything that was asked of this provider, also with a wrong key. */
  readonly log: Logged[];
};

/** A key of each kind is there from the start: `keyOf('openai')` tunes, `keyOf('openai', 'ask')` may only ask. */
export const keyOf = (place: string, may: 'tune' | 'ask' = 'tune'): string => `key-${place}-${may}`;

export const accountsOf = (place: string): Accounts => ({
  keys: new Map([
    [keyOf(place), { may: 'tune' }],
    [keyOf(place, 'ask'), { may: 'ask' }],
  ]),
  log: [],
});
