/** A model server of ours on a real port. It answers as told, and misbehaves in every way that servers do. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export type Asked = {
  readonly path: string;
  readonly key: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model?: string;
    readonly messages?: readonly { role: string; content: string }[];
  } & Readonly<Record<string, unknown>>;
};
export type Behaviour = (res: ServerResponse, asked: Asked) => void;

export type Server = { readonly address: string; readonly journal: readonly Asked[]; close(): Promise<void> };

export type Model = { readonly id: string; readonly shutdown_date?: string } & Readonly<Record<string, unknown>>;
export type Serving = {
  /** What /models lists; null: it is no such address. */
  readonly models?: readonly Model[] | null;
  /** Only addresses under this path exist: '/v1', or '' for all. */
  readonly under?: string;
  /** The key wanted; whoever brings another one is told both that it is wrong and what it was. */
  readonly key?: string;
  /** A model that is not listed gets 404. */
  readonly strict?: boolean;
  readonly tls?: { readonly key: string; readonly cert: string };
};

/** Answers the n-th request with the n-th behaviour, then the last one for ever; a function answers by the request. */
export const serve = (...behaviours: readonly Behaviour[]): Promise<Server> => serveAs({}, ...behaviours);

/** The same by other rules. */
export async function serveAs(rules: Serving, ...behaviours: readonly Behaviour[]): Promise<Server> {
  const { models = [{ id: 'small' }, { id: 'tuned' }], under = '', key, strict = false, tls } = rules;
  const journal: Asked[] = [];
  let turn = 0;
  const listener = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const asked: Asked = {
      path: req.url ?? '',
      key: req.headers.authorization,
      headers: req.headers,
      body: JSON.parse((await bodyOf(req)) || '{}'),
    };
    const { pathname } = new URL(asked.path, 'http://here');
    const unknown = (message: string): void =>
      json(res, 404, { error: { message, type: 'invalid_request_error', code: 'not_found' } });
    if (under !== '' && !['/models', '/chat/'].some((page) => pathname.startsWith(under + page)))
      return unknown(`no page ${pathname}`);
    if (key !== undefined && asked.key !== `Bearer ${key}`)
      return json(res, 401, {
        error: {
          message: `Incorrect API key provided: ${asked.key}.`,
          type: 'invalid_request_error',
          code: 'invalid_api_key',
        },
      });
    const wanted = /\/models(?:\/(.+))?$/.exec(pathname);
    if (wanted !== null) {
      if (models === null) return unknown(`no page ${pathname}`);
      if (wanted[1] === undefined)
        return json(res, 200, { object: 'list', data: models.map((model) => ({ object: 'model', ...model })) });
      const model = models.find(({ id }) => id === decodeURIComponent(wanted[1]!));
      return model === undefined ? unknown('no such model') : json(res, 200, { object: 'model', ...model });
    }
    journal.push(asked);
    if (strict && models?.every(({ id }) => id !== asked.body.model))
      return unknown(`The model ${asked.body.model} does not exist`);
    behaviours[Math.min(turn++, behaviours.length - 1)]!(res, asked);
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  // A program that a busy machine held up for some seconds must not find its connection closed: that is another call.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    address: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/v1`,
    journal,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of req) text += part;
  return text;
}

const json = (res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  res.end(JSON.stringify(body));
};

const completion = (content: string | null, more: Record<string, unknown> = {}, finish = 'stop') => ({
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'small',
  choices: [{ index: 0, message: { role: 'assistant', content, ...more }, finish_reason: finish }],
  usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
});

/** A completion with this text. */
export const says =
  (text: string): Behaviour =>
  (res) =>
    json(res, 200, completion(text));
export const answers = (answer: string | number, reasons = 'because'): Behaviour =>
  says(JSON.stringify({ reasons, answer }));
export const declines: Behaviour = (res) => json(res, 200, completion(null, { refusal: 'I would rather not.' }));
export const filtered: Behaviour = (res) => json(res, 200, completion('', {}, 'content_filter'));
export const fails =
  (status: number, headers: Record<string, string> = {}, message = `status ${status}`): Behaviour =>
  (res) =>
    json(res, status, { error: { message, type: 'error', code: null } }, headers);
export const halfJson: Behaviour = (res) => {
  res.writeHead(200, { 'content-type': 'application/json' });
  res.end('{"choices": [{"message": {"role": "assi');
};
export const empty: Behaviour = (res) => res.writeHead(200).end();
export const errorInside: Behaviour = (res) => json(res, 200, { error: { message: 'overloaded' } });
/** Answers as another does, so many milliseconds later. */
export const slow =
  (ms: number, behaviour: Behaviour): Behaviour =>
  (res, asked) =>
    void setTimeout(() => behaviour(res, asked), ms);
export const stalls: Behaviour = () => undefined;
export const cuts: Behaviour = (res) => {
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
  res.write('{"choices": [');
  setTimeout(() => res.destroy(), 20);
};
/** Its beginning, and then one byte at a time. */
export const trickles =
  (text: string, everyMs: number): Behaviour =>
  (res) => {
    const bytes = JSON.stringify(completion(text));
    res.writeHead(200, { 'content-type': 'application/json' });
    let at = 40;
    res.write(bytes.slice(0, at));
    const timer = setInterval(
      () => (at < bytes.length && !res.destroyed ? res.write(bytes[at++]) : (clearInterval(timer), res.end())),
      everyMs,
    );
  };
/** Refuses a request that names this parameter, as reasoning models do. */
export const rejects =
  (parameter: string, otherwise: Behaviour): Behaviour =>
  (res, asked) =>
    parameter in asked.body
      ? json(res, 400, {
          error: {
            message: `Unsupported parameter: '${parameter}'`,
            type: 'invalid_request_error',
            param: parameter,
            code: 'unsupported_parameter',
          },
        })
      : otherwise(res, asked);
/** Repeats the key that it was sent in its complaint, as careless servers do. */
export const repeatsKey =
  (status: number): Behaviour =>
  (res, { key }) =>
    json(res, status, { error: { message: `no good with ${key}`, type: 'error', code: null } });
/** Answers by the question: what the function gives. */
export const answersBy =
  (choose: (asked: Asked) => string): Behaviour =>
  (res, asked) =>
    json(res, 200, completion(choose(asked)));
/** A completion with token probabilities: each token with its alternatives. */
export const saysWithLogprobs =
  (tokens: readonly (readonly [token: string, alternatives: Readonly<Record<string, number>>])[]): Behaviour =>
  (res) => {
    const whole = completion(tokens.map(([token]) => token).join(''));
    const content = tokens.map(([token, alternatives]) => ({
      token,
      logprob: Math.log(alternatives[token] ?? 1),
      top_logprobs: Object.entries(alternatives).map(([other, likely]) => ({
        token: other,
        logprob: Math.log(likely),
      })),
    }));
    json(res, 200, { ...whole, choices: whole.choices.map((choice) => ({ ...choice, logprobs: { content } })) });
  };
