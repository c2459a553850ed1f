/** What the door answers with: a page, a part of one, a way on; all under the same headers, packed where it pays. */
import { gzipSync } from 'node:zlib';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Asset } from './assets.ts';
import type { PageAssets, Pages, SentenceKind } from './how.ts';

/** What hono knows of a request: the connection, where there is one, and what the door found out of it. */
export type DoorEnv = {
  Bindings: Partial<HttpBindings>;
  Variables: {
    /** Of whoever asks; 'nobody' where there is no connection. */
    address: string;
    /** Whether whoever asks reached us by https. */
    secure: boolean;
    /** What a form sent; none with GET. */
    fields: URLSearchParams;
  };
};
export type DoorContext = Context<DoorEnv>;

/** No script, style, picture or connection but our own, no frame around us. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * Under which every answer goes out. Referrers stay with us: with none at all a browser would not say either from which
 * page of ours a form came.
 */
export const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  'X-Robots-Tag': 'noindex, nofollow',
};

/** A page under so many bytes is not packed: it fits into one packet. */
const SMALL = 1024;

/** HTML as an answer. What is shown of a seat is never kept by a browser: back and reload ask again. */
export function html(
  c: DoorContext,
  text: string,
  status = 200,
  more: Readonly<Record<string, string>> = {},
): Response {
  const headers = {
    ...HEADERS,
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    Vary: 'Accept, Accept-Encoding',
    ...more,
  };
  if (text.length < SMALL || !packs(c)) return new Response(text, { status, headers });
  const packed = new Uint8Array(gzipSync(text, { level: 4 }));
  return new Response(packed, { status, headers: { ...headers, 'Content-Encoding': 'gzip' } });
}

/** A file that pages load beside themselves, as an answer. A browser keeps it for good: its address changes with it. */
export function file(c: DoorContext, { type, plain, packed }: Asset): Response {
  const headers = {
    'Content-Type': type,
    'Cache-Control': 'public, max-age=31536000, immutable',
    Vary: 'Accept-Encoding',
  };
  return packs(c)
    ? new Response(packed, { headers: { ...headers, 'Content-Encoding': 'gzip' } })
    : new Response(plain, { headers });
}

/** Whether whoever asks unpacks gzip. */
const packs = (c: DoorContext): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(\.0*)?\b)/.test(c.req.header('accept-encoding') ?? '');

/** On to another page of ours, by GET. */
export const on = (to: string, more: Readonly<Record<string, string>> = {}): Response =>
  new Response(null, { status: 303, headers: { Location: to, 'Cache-Control': 'no-store', ...more } });

/** Whether the script asks, which puts a part of a page into the page that is there. */
export const wantsPart = (c: DoorContext): boolean => (c.req.header('accept') ?? '').includes('fragment');

/** Whether a reader's language is spoken here: the first that the browser names and we speak. */
export function languageOf(c: DoorContext, speaks: Pages['languages']): string {
  const wanted = (c.req.header('accept-language') ?? '')
    .slice(0, 200)
    .split(',')
    .map((one) => {
      const [tag = '', ...rest] = one.trim().toLowerCase().split(';');
      const weight = rest.map((part) => /^\s*q=([\d.]+)/.exec(part)?.[1]).find((found) => found !== undefined);
      return { language: tag.split('-')[0] ?? '', weight: Number(weight ?? 1) };
    });
  const best = wanted.toSorted((a, b) => b.weight - a.weight).find(({ language }) => speaks.includes(language));
  return best?.language ?? speaks[0];
}

/** With which status each sentence is said. */
const STATUS: Readonly<Record<SentenceKind, number>> = {
  'no such room': 404,
  'not found': 404,
  ended: 410,
  full: 409,
  'no seat': 403,
  'cookies off': 403,
  'not from here': 403,
  'not allowed': 405,
  'too large': 413,
  'wrong host': 421,
  'too many tries': 429,
  'too fast': 429,
  'one moment': 503,
};

export type SentenceSaid = {
  readonly code?: string;
  readonly seconds?: number;
  readonly again?: { readonly action: string; readonly fields: readonly (readonly [string, string])[] };
};

/** A function that answers with a page of one sentence, with its status. Where waiting helps a browser comes again by itself. */
export const sentences =
  (pages: Pages, assets: PageAssets, fixed: string | null) =>
  (c: DoorContext, what: SentenceKind, { code, seconds, again }: SentenceSaid = {}): Response => {
    const language = fixed ?? languageOf(c, pages.languages);
    const text = pages.sentencePage({
      ...{ language, assets, what },
      ...{ code: code ?? null, seconds: seconds ?? null, again: again ?? null },
    });
    return html(c, text, STATUS[what], {
      ...(seconds === undefined ? {} : { 'Retry-After': String(seconds) }),
      // What was handed in must not be lost by coming again without it.
      ...(seconds === undefined || again !== undefined || c.req.method === 'POST' ? {} : { Refresh: String(seconds) }),
    });
  };
export type SaySentence = ReturnType<typeof sentences>;
