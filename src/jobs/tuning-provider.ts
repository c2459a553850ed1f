/**
 * Who tunes a model on somebody else's cards, as the rest of the lab sees it: files go up, a job is ordered, followed and cancelled, and
 * what comes of it is asked by the OpenAI protocol, at once or on cards that are rented by the hour. One file a provider implements it.
 *
 * Everything here speaks to a server of others: each call takes a signal, has a limit of its own, retries what is worth it, and throws a
 * UserError in one sentence for what a person can mend. Nothing is ordered twice: what may have been done before an answer was lost is
 * looked for by its mark (src/jobs/mark.ts) first.
 */
import type { Message } from '../model/http.ts';
import type { Provider } from '../model/provider.ts';
import type { JobState, Tuner } from '../tune/run-folder.ts';

export type TuningProvider = {
  readonly tuner: Tuner;
  /** Where its models are asked, and by which key: what stands in the lab's file when one of them is seated. */
  readonly provider: Provider;
  /** What a file may have; null: no limit is known. */
  readonly limits: RowLimits;

  /** The models that it tunes; null: it has no list. */
  bases(signal: AbortSignal): Promise<readonly TunableBase[] | null>;
  /** Puts a file there, or finds the same one there already, and gives its id. Goes on where `before` was cut. */
  upload(file: RowFile, signal: AbortSignal): Promise<string>;
  /** What the job would cost as the provider reckons it, in USD; null: it does not say. Called before it is ordered. */
  estimate(order: JobOrder, signal: AbortSignal): Promise<number | null>;
  /** How the provider has the first rows tokenized, and what of them is trained; null: it does not show it. */
  preview(order: JobOrder, rows: number, signal: AbortSignal): Promise<readonly PreviewRow[] | null>;
  /** Orders a job. Called only where no job of this mark was found. */
  order(order: JobOrder, signal: AbortSignal): Promise<TuningJob>;
  /** Every job of the account, newest first, also those started elsewhere; `most` at most. */
  jobs(most: number, signal: AbortSignal): Promise<readonly TuningJob[]>;
  /** The job as it stands. Throws a UserError where the provider does not know it any more. */
  job(id: string, signal: AbortSignal): Promise<TuningJob>;
  /** What happened in a job so far, oldest first. */
  events(id: string, signal: AbortSignal): Promise<readonly JobEvent[]>;
  cancel(id: string, signal: AbortSignal): Promise<TuningJob>;

  /** Null: tuned models are asked at once, and nothing is rented. */
  readonly deployments: Deployments | null;
};

/** What a file of rows may have at a provider; null: no limit is known. */
export type RowLimits = {
  readonly rows: { readonly least: number; readonly most: number | null };
  /** Bytes of a file. */
  readonly bytes: number | null;
  /** Where these limits stand, and of when. */
  readonly source: string;
};

/** A model that a provider tunes. */
export type TunableBase = {
  /** As --model takes it. */
  readonly name: string;
  /** Tokens that a row may have; null: not told. */
  readonly rowTokens: number | null;
  /** The day after which it takes no new jobs or is shut down, YYYY-MM-DD; null: none is told. */
  readonly closes: string | null;
};

/** Rows in the provider's own form, to be put there under a name that is made of their hash. */
export type RowFile = {
  readonly part: 'train' | 'held-out';
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  /** Of the file's bytes, hexadecimal. */
  readonly sha256: string;
  /** What an upload that was cut has left; null: none was begun. */
  readonly before: UploadSoFar | null;
  /** Hears each piece that came whole; on disk when it returns. */
  readonly hear: (so: UploadSoFar) => void;
};

/** `upload`: the provider's id of what is under way; `pieces`: what came whole, as it calls them; `sent`: bytes. */
export type UploadSoFar = {
  readonly upload: string | null;
  readonly pieces: readonly string[];
  readonly sent: number;
};

export type JobOrder = {
  /** The run's name, for people who look at the provider's own pages. */
  readonly name: string;
  /** Tells the run's job from every other (src/jobs/mark.ts). */
  readonly mark: string;
  /** SHA-256 of the set. */
  readonly data: string;
  readonly base: string;
  readonly train: string;
  readonly heldOut: string | null;
  /** Null: as the provider takes it. */
  readonly options: {
    readonly epochs: number | null;
    readonly lr: number | null;
    readonly rank: number | null;
    readonly batch: number | null;
    readonly seed: number;
  };
};

/** The first rows as a provider reads them. */
export type PreviewRow = {
  /** Tokens of the row. */
  readonly tokens: number;
  /** Of them those that are trained. */
  readonly trained: number;
  /** The text that is trained, where the provider shows it; null: it shows none. */
  readonly text: string | null;
};

export type TuningJob = {
  readonly id: string;
  readonly state: JobState;
  /** Its state in the provider's own word. */
  readonly said: string;
  readonly base: string;
  /** The run's name, where the job tells it. */
  readonly name: string | null;
  /** Null: it was not ordered by homines, or the provider keeps no marks. */
  readonly mark: string | null;
  /** SHA-256 of the set, or its first 16 digits where the provider keeps no more; null as `mark`. */
  readonly data: string | null;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly endedAt: number | null;
  /** What the tuned model is called; null: there is none. */
  readonly model: string | null;
  /** Tokens that were trained, as the provider counts and bills them; null: not told yet. */
  readonly tokens: number | null;
  readonly usd: number | null;
  /** Of a job that failed: what the provider says, on one line, cleaned. */
  readonly why: string | null;
};

export type JobEvent =
  | {
      readonly kind: 'step';
      readonly at: number;
      readonly step: number;
      readonly of: number | null;
      readonly loss: number;
    }
  | { readonly kind: 'checkpoint'; readonly at: number; readonly step: number }
  | { readonly kind: 'said'; readonly at: number; readonly text: string };

/** Cards that are rented for a tuned model. */
export type Deployments = {
  /** USD an hour while it is awake, as the provider says it; null: it does not say. `model`: tuned, or a base before it is. */
  usdPerHour(model: string, signal: AbortSignal): Promise<number | null>;
  /** The deployment of this mark, made where there is none. It may still be starting. */
  make(model: string, mark: string, signal: AbortSignal): Promise<Deployment>;
  /** As it stands. Throws a UserError where the provider does not know it any more. */
  one(id: string, signal: AbortSignal): Promise<Deployment>;
  /** Those that homines made, whoever's run they are of. */
  all(signal: AbortSignal): Promise<readonly Deployment[]>;
  /** Wakes one that was scaled down. */
  wake(id: string, signal: AbortSignal): Promise<Deployment>;
  /** Ends it for good: it costs nothing any more. Nothing happens where it has ended. */
  end(id: string, signal: AbortSignal): Promise<void>;
};

export type Deployment = {
  readonly id: string;
  readonly state: 'starting' | 'ready' | 'asleep' | 'failed' | 'ended';
  /** The provider's own word. */
  readonly said: string;
  /** What a question names as its model. */
  readonly model: string;
  /** What a question names as the untuned base, where the same cards answer for it too; left out: they do not. */
  readonly base?: string;
  readonly mark: string | null;
  readonly usdPerHour: number | null;
  /** Milliseconds without a question after which it sleeps by itself; null: it never does. */
  readonly sleepsAfterMs: number | null;
};

/** Counts tokens as a model's own tokenizer does. */
export type TokenCounter = {
  /** "o200k_base", "the tokenizer of Qwen/Qwen3-4B". */
  readonly name: string;
  /** Whether it is the model's own; an estimate is said to be one. */
  readonly exact: boolean;
  /** Tokens of a whole row, and of them those of the answer, which are what is trained. */
  row(messages: readonly Message[]): { readonly tokens: number; readonly trained: number };
};
