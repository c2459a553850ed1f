/** A model server of ours on a real port. It answers as told, and misbehaves in every way that servers do. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = {
  readonly path: string;
  readonly key: string | undefined;
  readonly body: { readonly model?: string; readonly messages?: readonly { role: string; content: string }[] } & Readonly<
    Record<string, unknown>
  >;
};
export type Behaviour = (res: ServerResponse, asked: Asked) => void;

export type Server = { readonly address: string; readonly journal: readonly Asked[]; close(): Promise<void> };

/** Answers the n-th request with the n-th behaviour, then the last one for ever; a function answers by the request. */
export async function serve(...behaviours: readonly Behaviour[]): Promise<Server> {
  const journal: Asked[] = [];
  let turn = 0;
  const server = createServer(async (req, res) => {
    const asked: Asked = { path: req.url ?? '', key: req.headers.authorization, body: JSON.parse((await bodyOf(req)) || '{}') };
    if (asked.path.endsWith('/models'))
      return json(res, 200, {
        object: 'list',
        data: [
          { id: 'small', object: 'model' },
          { id: 'tuned', object: 'model' },
        ],
      });
    journal.push(asked);
    behaviours[Math.min(turn++, behaviours.length - 1)]!(res, asked);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/v1`,
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
export const answers = (answer: string | number, reasons = 'because'): Behaviour => says(JSON.stringify({ reasons, answer }));
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
export const stalls: Behaviour = () => undefined;
export const cuts: Behaviour = (res) => {
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
  res.write('{"choices": [');
  setTimeout(() => res.destroy(), 20);
};
/** One byte at a time. */
export const trickles =
  (text: string, everyMs: number): Behaviour =>
  (res) => {
    const bytes = JSON.stringify(completion(text));
    res.writeHead(200, { 'content-type': 'application/json' });
    let at = 0;
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
