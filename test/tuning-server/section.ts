/**
 * What one provider adds to the tuning server: its paths, its words for states and its form of errors. The world behind them
 * (files, jobs, time, models, rented cards, accounts) is the same for all; example.ts is the smallest section there is.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Place, PlaceFacts } from './place.ts';

/** What is asked for, whatever a provider's path to it is: faults are switched on by it, and the log tells it. */
export const CALLS = [
  ...['bases', 'upload', 'part', 'files', 'file', 'delete file', 'price', 'preview', 'order', 'jobs', 'job'],
  ...['events', 'checkpoints', 'cancel', 'deploy', 'deployments', 'deployment', 'wake', 'end', 'models', 'chat'],
  'other',
] as const;
export type Call = (typeof CALLS)[number];

export type Fields = Readonly<Record<string, unknown>>;

/** A part of a multipart body. */
export type FormPart = { readonly name: string; readonly file: string | null; readonly content: Buffer };

export type TuningRequest = {
  readonly method: string;
  /** Behind the section's prefix, without the query, decoded. */
  readonly path: string;
  /** What the route's groups caught of the path. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly key: string | null;
  readonly body: Buffer;
  /** The section's own address, prefix included: for links in replies. */
  readonly address: string;
  /** The body as an object; throws `Refused` (400) where it is none. */
  json(): Fields;
  /** The parts of a multipart body; throws `Refused` (400) where it is none. */
  form(): readonly FormPart[];
};

/** `bytes` go out as they are, `json` as JSON; neither: no body. */
export type Reply = {
  readonly status: number;
  readonly json?: unknown;
  readonly bytes?: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Route = {
  readonly call: Call;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  /** Of the whole path behind the prefix; its groups are `request.params`. */
  readonly path: RegExp;
  /** Needs no key: an address that was signed. */
  readonly open?: true;
  answer(request: TuningRequest, place: Place): Reply | Promise<Reply>;
};

export type Section = {
  readonly name: string;
  /** "/openai/v1": what all its paths begin with. */
  readonly prefix: string;
  /** "/v1": behind the prefix, where a caller's address ends; left out: the prefix is all of it. */
  readonly entry?: string;
  /** The key as this provider takes it; null: none was brought. */
  key(headers: IncomingHttpHeaders): string | null;
  /** What is refused, in this provider's form of an error. */
  refused(refusal: Refused): Reply;
  /** The first route that fits answers; none: a refusal of the kind *unknown*. */
  readonly routes: readonly Route[];
  /** What it tunes, how it counts and serves. */
  readonly facts: PlaceFacts;
};

/** Why something is refused; thrown by the world and by sections, written by the section. */
export const REFUSALS = {
  bad: 400,
  key: 401,
  unpaid: 402,
  rights: 403,
  closed: 403,
  unknown: 404,
  conflict: 409,
  large: 413,
  quota: 429,
  broken: 500,
  starting: 503,
} as const;
export type RefusalKind = keyof typeof REFUSALS;

export class Refused extends Error {
  readonly kind: RefusalKind;
  readonly status: number;
  /** The field that is wrong, where one is. */
  readonly param: string | null;
  /** Seconds after which it may be tried again. */
  readonly retryAfter: number | null;

  constructor(
    kind: RefusalKind,
    message: string,
    more: { readonly param?: string; readonly retryAfter?: number; readonly status?: number } = {},
  ) {
    super(message);
    this.kind = kind;
    this.status = more.status ?? REFUSALS[kind];
    this.param = more.param ?? null;
    this.retryAfter = more.retryAfter ?? null;
  }
}

/** `Authorization: Bearer KEY`, as nearly all take it. */
export const bearer = (headers: IncomingHttpHeaders): string | null =>
  /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;

export const ok = (json: unknown, status = 200): Reply => ({ status, json });

/** A text of an object's; undefined: there is none. */
export const textIn = (fields: Fields, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
};
/** A number of an object's; undefined: there is none, also where it is "auto". */
export const numberIn = (fields: Fields, name: string): number | undefined => {
  const value = fields[name];
  return typeof value === 'number' ? value : undefined;
};
/** An object of an object's; empty where there is none. */
export const fieldsIn = (fields: Fields, name: string): Fields => {
  const value = fields[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
};
