/**
 * One request and one answer on the wire, with the bytes kept as they came: whatever a server sends, or fails to send,
 * ends as data. This is the only file that knows the package `openai`; it owns no retries and no deadline.
 */
import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';

export type Message = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

export type Wire = {
  /** As sent: the body without the key. */
  readonly request: string;
  /** The bytes as text, as far as they arrived. */
  readonly raw: string;
  readonly status: number | null;
  readonly headers: ReadonlyMap<string, string>;
  readonly ms: number;
  /** Why there is no answer: the connection, an error status, the signal. Null where a body arrived with a status below 400. */
  readonly trouble: 'aborted' | 'connection' | 'status' | null;
  readonly detail: string;
};

export type Client = {
  send(body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Wire>;
  models(signal: AbortSignal): Promise<readonly string[]>;
};

/** A client for one address. Responses are read whole and kept before anything looks at them. */
export function connect(address: string, key: string | null): Client {
  const client = (heard: (raw: string, status: number, headers: Headers) => void) =>
    new OpenAI({
      baseURL: address,
      apiKey: key ?? 'none',
      maxRetries: 0,
      // Ours ends a call; the SDK's own limit must never be the first.
      timeout: 24 * 3600_000,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        const raw = await bytesOf(response, (part) => heard(part, response.status, response.headers));
        return new Response(raw === '' ? null : raw, { status: response.status, headers: response.headers });
      },
    });
  return {
    async send(body, signal) {
      const began = performance.now();
      const heard: { raw: string; status: number | null; headers: Map<string, string> } = { raw: '', status: null, headers: new Map() };
      const told = client((raw, status, headers) => Object.assign(heard, { raw, status, headers: new Map(headers) }));
      const wire = (trouble: Wire['trouble'], detail: string): Wire => ({
        request: JSON.stringify(body),
        ...heard,
        ms: Math.round(performance.now() - began),
        trouble,
        detail,
      });
      try {
        await told.post('/chat/completions', { body, signal }).asResponse();
        return wire(null, '');
      } catch (error) {
        if (signal.aborted || error instanceof APIUserAbortError) return wire('aborted', 'no answer in time');
        if (error instanceof APIConnectionError) return wire('connection', causeOf(error));
        if (error instanceof APIError) return wire('status', detailOf(error));
        return wire('connection', causeOf(error));
      }
    },
    async models(signal) {
      const page = await client(() => undefined).models.list({ signal });
      return page.data.map((model) => model.id);
    },
  };
}

/** Reads a body piece by piece, telling all that has arrived so far, so that a cut connection leaves its bytes behind. */
async function bytesOf(response: Response, heard: (part: string) => void): Promise<string> {
  heard('');
  if (response.body === null) return '';
  const utf8 = new TextDecoder();
  let raw = '';
  for await (const part of response.body) {
    raw += utf8.decode(part, { stream: true });
    heard(raw);
  }
  return raw;
}

/** The innermost reason that the system gives: "connect ECONNREFUSED 127.0.0.1:1", "self-signed certificate". */
function causeOf(error: unknown): string {
  let inner = error;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  return inner instanceof Error ? inner.message || String(inner) : String(inner);
}

const detailOf = (error: APIError): string =>
  `${error.status ?? ''} ${error.code ?? error.type ?? ''} ${error.message}`.replace(/\s+/g, ' ').trim();
