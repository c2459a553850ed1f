/**
 * One request and one answer on the wire, with the bytes kept as they came: whatever a server sends, or fails to send,
 * ends as data, of which so much is taken as an answer may have. This is the only file that knows the package `openai`; it
 * owns no retries and no deadline. A key goes to the address it is for and nowhere else: no redirect is followed, and where
 * a server repeats the key it is struck out.
 */
import OpenAI, { APIConnectionError, APIError, APIUserAbortError, AzureOpenAI, toFile } from 'openai';
import { bodyOf, causeOf, causesOf, TooLarge } from './http-body.ts';
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
  /**
   * Why there is no answer: the connection, a status that is none of success, the signal, a body larger than answers are
   * (of which only the beginning is kept). Null where a body arrived with a status from 200 to 299.
   */
  readonly trouble: 'aborted' | 'connection' | 'status' | 'size' | null;
  readonly detail: string;
};

/** Where a question is put: behind the server's address. */
export type AskingPath = '/chat/completions' | '/systemone' | '/decisions';

export type Client = {
  /** Asks for a chat completion, or what else `path` names. `name`: which call of which match it is. */
  send(
    body: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    name?: string,
    path?: AskingPath,
  ): Promise<HttpAnswer>;
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
  let made: OpenAI | undefined;
  // One for all questions: to make one takes a third of the work of a question.
  const client = (): OpenAI =>
    (made ??= clientFor(provider, key, (url, init) => heardFetch(provider, hearingIn(init), url, init)));
  const heard = (
    request: string,
    ask: (client: OpenAI, options: Options) => Promise<Response>,
    signal: AbortSignal,
    most: number = MOST_BYTES.answer,
  ) => {
    const hearing = new Hearing(most, false);
    const fetchOptions = { redirect: 'manual', [HEARING]: hearing } as const;
    return outcome(key, request, hearing, () => ask(client(), { signal, fetchOptions }), signal);
  };
  return {
    send: (body, signal, _name, path = '/chat/completions') =>
      heard(JSON.stringify(body), (to, options) => to.post(path, { body, ...options }).asResponse(), signal),
    get: (path, signal) =>
      heard(`GET ${path}`, (to, options) => to.get(path, options).asResponse(), signal, MOST_BYTES.list),
    post: (path, body, signal) =>
      heard(JSON.stringify(body), (to, options) => to.post(path, { body, ...options }).asResponse(), signal),
    upload: (name, text, signal) =>
      heard(
        `POST /files ${name}`,
        async (to, options) =>
          to.files.create({ file: await toFile(Buffer.from(text), name), purpose: 'batch' }, options).asResponse(),
        signal,
      ),
    content: (file, signal) =>
      heard(
        `GET /files/${file}/content`,
        (to, options) => to.files.content(file, options).asResponse(),
        signal,
        MOST_BYTES.file,
      ),
  };
}

/** Bytes of a body, unpacked, at most: of an answer, of what a server tells of itself, of a whole batch. Ours. */
const MOST_BYTES = { answer: 1_000_000, list: 8_000_000, file: 256_000_000 };
/** So many letters are kept of a body that was larger. */
const KEPT = 2000;

/**
 * Whatever else the package can ask of a server, in the same manner: what `ask` does with its client is the request, and what
 * comes is kept. `request`: what it is called where the answer is looked at.
 */
export function exchange(
  provider: Pick<Provider, 'address' | 'kind' | 'version'>,
  key: string | null,
  request: string,
  ask: (client: OpenAI) => Promise<unknown>,
  signal: AbortSignal,
  most: number = MOST_BYTES.list,
): Promise<HttpAnswer> {
  const hearing = new Hearing(most, true);
  const client = (): OpenAI => clientFor(provider, key, (url, init) => heardFetch(provider, hearing, url, init));
  return outcome(key, request, hearing, () => ask(client()), signal);
}

/** One answer as it arrives. `again`: the package reads its body too. */
class Hearing {
  raw = '';
  status: number | null = null;
  headers: readonly (readonly [name: string, value: string])[] = [];
  readonly most: number;
  readonly again: boolean;
  constructor(most: number, again: boolean) {
    this.most = most;
    this.again = again;
  }
}

/** Where a question to a client of many carries what hears its answer: the package hands it on to `fetch`. */
const HEARING = Symbol('hearing');
type Options = {
  readonly signal: AbortSignal;
  readonly fetchOptions: { readonly redirect: 'manual'; readonly [HEARING]: Hearing };
};

function hearingIn(init: RequestInit | undefined): Hearing {
  const carried: unknown = init === undefined ? undefined : Reflect.get(init, HEARING);
  if (carried instanceof Hearing) return carried;
  throw new Error('a question to a client of many says who hears its answer');
}

/** Fetches, and hears the answer whole; of one that nobody reads again the package gets what was read. */
async function heardFetch(
  provider: Pick<Provider, 'address'>,
  hearing: Hearing,
  url: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Response> {
  const headers = told(provider, init?.headers);
  const response = await fetch(url, { ...init, headers, redirect: 'manual', ...patient() });
  hearing.status = response.status;
  hearing.headers = [...response.headers];
  const raw = await bodyOf(response, hearing.most, (part) => (hearing.raw = part));
  if (response.ok && !hearing.again) return response;
  return new Response(raw === '' ? null : raw, { status: response.status, headers: response.headers });
}

/** What was heard when the package has done what it does, whatever it throws. */
async function outcome(
  key: string | null,
  request: string,
  heard: Hearing,
  ask: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const began = performance.now();
  const clean = (text: string): string => withoutKey(text, key);
  const http = (trouble: HttpAnswer['trouble'], detail: string): HttpAnswer => ({
    request,
    raw: clean(heard.raw),
    status: heard.status,
    headers: new Map(heard.headers.map(([name, value]) => [name, clean(value)])),
    ms: Math.round(performance.now() - began),
    trouble,
    detail: clean(detail),
  });
  try {
    await ask();
    return http(null, '');
  } catch (error) {
    const tooLarge = causesOf(error).find((one) => one instanceof TooLarge);
    if (tooLarge !== undefined) {
      heard.raw = heard.raw.slice(0, KEPT);
      return http('size', tooLarge.message);
    }
    if (signal.aborted || error instanceof APIUserAbortError) return http('aborted', 'no answer in time');
    if (error instanceof APIError && !(error instanceof APIConnectionError)) return http('status', detailOf(error));
    return http('connection', causeOf(error));
  }
}

/** Bytes as a form sends them: a file with a name. */
export const namedBytes = (bytes: Uint8Array, name: string): Promise<File> => toFile(bytes, name);

type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** The environment's own settings of the package are for OpenAI alone: no other server is told an organisation or a project. */
function clientFor(
  { address, kind, version }: Pick<Provider, 'address' | 'kind' | 'version'>,
  key: string | null,
  fetch: Fetch,
): OpenAI {
  const shared = {
    maxRetries: 0,
    // Ours ends a call; the SDK's own limit must never be the first.
    timeout: 24 * 3600_000,
    logLevel: 'off' as const,
    fetch,
    adminAPIKey: null,
    webhookSecret: null,
    ...(isOpenAI(address) ? {} : { organization: null, project: null }),
  };
  const apiKey = key ?? 'none';
  if (kind !== 'azure') return new OpenAI({ ...shared, baseURL: address, apiKey });
  const baseURL = /\/openai(\/|$)/.test(address) ? address : `${address}/openai`;
  return new AzureOpenAI({ ...shared, baseURL, apiKey, apiVersion: version ?? AZURE_VERSION });
}

/** The api-version where none was given: the last one that Azure calls stable for every region. */
const AZURE_VERSION = '2024-10-21';

/** Headers that a server is told: its key, what is sent and what is read. What the environment adds is for OpenAI alone. */
const TOLD = [
  ...['accept', 'authorization', 'api-key', 'content-type', 'content-length', 'user-agent'],
  // Only where we give one.
  'idempotency-key',
];

function told(
  { address }: Pick<Provider, 'address'>,
  given: RequestInit['headers'],
): NonNullable<RequestInit['headers']> {
  const headers = given instanceof Headers ? given : new Headers(given);
  return isOpenAI(address) ? headers : Object.fromEntries([...headers].filter(([name]) => TOLD.includes(name)));
}

/** Whether an address is OpenAI's own. */
const isOpenAI = (address: string): boolean => /^https:\/\/([\w-]+\.)?api\.openai\.com(\/|$)/.test(address);

type Dispatcher = NonNullable<RequestInit['dispatcher']>;
let waits: { readonly dispatcher: Dispatcher } | undefined;

/**
 * Node's own fetch gives up after 300 s without headers or without a piece of a body; how long a model may take is ours to
 * say. The class of its connections can be had only through the one that it uses; where there is none its limits stay.
 */
function patient(): { readonly dispatcher?: Dispatcher } {
  if (waits !== undefined) return waits;
  // Read, so that Node has loaded what it fetches with.
  void Response.error;
  const usual = Object.getOwnPropertySymbols(globalThis)
    .filter((symbol) => symbol.description?.startsWith('undici.globalDispatcher'))
    .map((symbol): unknown => Reflect.get(globalThis, symbol))
    .find((one) => typeof one === 'object' && one !== null);
  if (!isDispatcher(usual)) return {};
  const made: unknown = Reflect.construct(usual.constructor, [{ headersTimeout: 0, bodyTimeout: 0 }]);
  if (!isDispatcher(made)) return {};
  return (waits = { dispatcher: made });
}

const isDispatcher = (value: unknown): value is Dispatcher =>
  typeof value === 'object' && value !== null && 'dispatch' in value && typeof value.dispatch === 'function';

const detailOf = (error: APIError): string =>
  `${error.status ?? ''} ${error.code ?? error.type ?? ''} ${error.message}`.replace(/\s+/g, ' ').trim();
