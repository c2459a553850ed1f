/**
 * One request and one answer on the wire, with the bytes kept as they came: whatever a server sends, or fails to send,
 * ends as data. This is the only file that knows the package `openai`; it owns no retries and no deadline. A key never
 * leaves it: where a server repeats it, it is struck out.
 */
import OpenAI, { APIConnectionError, APIError, APIUserAbortError, AzureOpenAI, toFile } from 'openai';
import type { Provider } from './provider.ts';
import { withoutKey } from './secrets.ts';

export type Message = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

export type HttpAnswer = {
  /** As sent: the body without the key; of a question that has none its path. */
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
  /** Asks for a chat completion. `name`: which call of which match it is. */
  send(body: Readonly<Record<string, unknown>>, signal: AbortSignal, name?: string): Promise<HttpAnswer>;
  /** Reads something that the server tells of itself: /models, /models/ID. */
  get(path: string, signal: AbortSignal): Promise<HttpAnswer>;
  /** Sends something else than a question: /batches. */
  post(path: string, body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<HttpAnswer>;
  /** What the lines of a batch call the place of chat completions, where that is not /v1/chat/completions. */
  readonly batchPath?: string;
  /** Puts down a file of questions for a batch. */
  upload(name: string, text: string, signal: AbortSignal): Promise<HttpAnswer>;
  /** Reads a file whole. */
  content(file: string, signal: AbortSignal): Promise<HttpAnswer>;
};

/** A client for one server. Responses are read whole and kept before anything looks at them. */
export function connect(provider: Pick<Provider, 'address' | 'kind' | 'version'>, key: string | null): Client {
  const heard = (request: string, ask: (client: OpenAI) => Promise<unknown>, signal: AbortSignal) =>
    sendOnce(provider, key, request, ask, signal);
  return {
    send: (body, signal) =>
      heard(JSON.stringify(body), (client) => client.post('/chat/completions', { body, signal }).asResponse(), signal),
    get: (path, signal) => heard(`GET ${path}`, (client) => client.get(path, { signal }).asResponse(), signal),
    post: (path, body, signal) =>
      heard(JSON.stringify(body), (client) => client.post(path, { body, signal }).asResponse(), signal),
    upload: (name, text, signal) =>
      heard(
        `POST /files ${name}`,
        async (client) =>
          client.files
            .create({ file: await toFile(Buffer.from(text), name), purpose: 'batch' }, { signal })
            .asResponse(),
        signal,
      ),
    content: (file, signal) =>
      heard(`GET /files/${file}/content`, (client) => client.files.content(file, { signal }).asResponse(), signal),
  };
}

async function sendOnce(
  provider: Pick<Provider, 'address' | 'kind' | 'version'>,
  key: string | null,
  request: string,
  ask: (client: OpenAI) => Promise<unknown>,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const began = performance.now();
  const heard: { raw: string; status: number | null; headers: Map<string, string> } = {
    raw: '',
    status: null,
    headers: new Map(),
  };
  const clean = (text: string): string => withoutKey(text, key);
  const http = (trouble: HttpAnswer['trouble'], detail: string): HttpAnswer => ({
    request,
    raw: clean(heard.raw),
    status: heard.status,
    headers: heard.headers,
    ms: Math.round(performance.now() - began),
    trouble,
    detail: clean(detail),
  });
  try {
    const client = clientFor(provider, key, async (url, init) => {
      const response = await fetch(url, init);
      const raw = await bytesOf(response, (part) =>
        Object.assign(heard, { raw: part, status: response.status, headers: new Map(response.headers) }),
      );
      return new Response(raw === '' ? null : raw, { status: response.status, headers: response.headers });
    });
    await ask(client);
    return http(null, '');
  } catch (error) {
    if (signal.aborted || error instanceof APIUserAbortError) return http('aborted', 'no answer in time');
    if (error instanceof APIError && !(error instanceof APIConnectionError)) return http('status', detailOf(error));
    return http('connection', causeOf(error));
  }
}

type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** The environment's own settings of the package are for OpenAI alone: no other server is told an organisation or a project. */
function clientFor(
  { address, kind, version }: Pick<Provider, 'address' | 'kind' | 'version'>,
  key: string | null,
  fetch: Fetch,
): OpenAI {
  const openai = /^https:\/\/([\w-]+\.)?api\.openai\.com(\/|$)/.test(address);
  const shared = {
    maxRetries: 0,
    // Ours ends a call; the SDK's own limit must never be the first.
    timeout: 24 * 3600_000,
    logLevel: 'off' as const,
    fetch,
    ...(openai ? {} : { organization: null, project: null }),
  };
  const apiKey = key ?? 'none';
  if (kind !== 'azure') return new OpenAI({ ...shared, baseURL: address, apiKey });
  const baseURL = /\/openai(\/|$)/.test(address) ? address : `${address}/openai`;
  return new AzureOpenAI({ ...shared, baseURL, apiKey, apiVersion: version ?? AZURE_VERSION });
}

/** The api-version where none was given: the last one that Azure calls stable for every region. */
const AZURE_VERSION = '2024-10-21';

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
