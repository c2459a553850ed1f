/** What the parts of `tune` that begin, go on with and end runs take. */
import type { LocalRun } from '../../tune/run-folder.ts';

/** What `tune start` takes. */
export type StartFlags = {
  readonly on?: string | undefined;
  readonly model?: string | undefined;
  readonly name?: string | undefined;
  readonly epochs?: number | undefined;
  readonly lr?: number | undefined;
  readonly rank?: number | undefined;
  readonly layers?: LocalRun['options']['layers'] | undefined;
  readonly batch?: number | undefined;
  readonly steps?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly looks?: number | undefined;
  readonly asked?: number | undefined;
  readonly patience?: number | undefined;
  readonly seed?: number | undefined;
  readonly device?: LocalRun['options']['device'] | undefined;
  readonly thinking?: boolean | undefined;
  /** At a provider: USD a million tokens, USD an hour, USD at most, and by whose tokenizer tokens are counted. */
  readonly price?: number | undefined;
  readonly hourly?: number | undefined;
  readonly maxCost?: number | undefined;
  readonly tokenizer?: string | undefined;
  readonly trust?: boolean | undefined;
  readonly detach?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly json?: boolean | undefined;
};

export type StopFlags = {
  readonly yes?: boolean | undefined;
  readonly trust?: boolean | undefined;
  readonly json?: boolean | undefined;
};

export type ResumeFlags = {
  readonly detach?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly trust?: boolean | undefined;
  readonly json?: boolean | undefined;
};
