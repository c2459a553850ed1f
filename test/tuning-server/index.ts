/**
 * The tuning side of providers on a real port of this computer: one server, a section a provider (section.ts), one world behind them
 * (world.ts). It misbehaves as it is told to: `world.at('openai').faults.add(...)` for what happens on the wire, `.files.fates`,
 * `.jobs.fates`, `.rules`, `.bases` and `.pace` for what happens in the world.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Logged } from './accounts.ts';
import { azureSection } from './azure.ts';
import { exampleSection } from './example.ts';
import { fireworksSection } from './fireworks.ts';
import type { FaultKind } from './faults.ts';
import { openaiSection } from './openai.ts';
import type { Place } from './place.ts';
import { requestOf } from './request.ts';
import { togetherSection } from './together.ts';
import { Refused, type Reply, type Route, type Section } from './section.ts';
import { tinkerSection } from './tinker.ts';
import { worldOf, type World, type WorldOptions } from './world.ts';

/** A row a provider. */
export const SECTIONS: readonly Section[] = [
  exampleSection,
  togetherSection,
  fireworksSection,
  openaiSection,
  azureSection,
  tinkerSection,
];

export type TuningServer = {
  /** "http://127.0.0.1:PORT". */
  readonly url: string;
  /** What a caller has as a provider's address: `url`, its section's prefix and entry. */
  address(name: string): string;
  readonly world: World;
  stop(): Promise<void>;
};

export async function startTuningServer(
  options: WorldOptions & { readonly port?: number; readonly sections?: readonly Section[] } = {},
): Promise<TuningServer> {
  const { sections = SECTIONS, port = 0 } = options;
  const world = worldOf(sections, options);
  const server = createServer((req, res) => {
    const path = req.url ?? '/';
    const section = sections.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
    if (section === undefined) {
      res.writeHead(404).end(`No provider at ${path}.`);
      return;
    }
    void answer(req, res, section, world.at(section.name), url).catch((error: unknown) => {
      // A section that is wrong is to be seen, not to be retried.
      process.stderr.write(
        `${section.name} ${req.method} ${path}: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
      if (!res.headersSent) res.writeHead(500).end(String(error));
      else res.destroy();
    });
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ url, world },
    address(name) {
      const section = sections.find((one) => one.name === name);
      if (section === undefined) throw new Error(`no section ${name}`);
      return `${url}${section.prefix}${section.entry ?? ''}`;
    },
    stop: () =>
      new Promise((stopped) => {
        server.closeAllConnections();
        server.close(() => stopped());
      }),
  };
}

async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  section: Section,
  place: Place,
  url: string,
): Promise<void> {
  // Of a request that was read in part its socket is known no more.
  const { socket } = req;
  const { pathname, search } = new URL(req.url ?? '/', url);
  const path = decodeURIComponent(pathname.slice(section.prefix.length)) || '/';
  const route = section.routes.find((one) => one.method === req.method && one.path.test(path));
  const logged: Logged = {
    ...{ method: req.method ?? '', path, query: search, call: route?.call ?? null, key: section.key(req.headers) },
    ...{ once: onceIn(req), bytes: 0, at: Date.now(), status: null },
  };
  place.accounts.log.push(logged);
  const send = (reply: Reply): void => {
    logged.status = reply.status;
    put(res, reply);
  };
  const heads = { method: req.method ?? '', path, query: new URLSearchParams(search), headers: req.headers };
  const fault = place.faults.next(route?.call ?? 'other', heads);
  const body = await bodyOf(req, fault?.how === 'cut');
  logged.bytes = body.length;
  if (fault?.how === 'cut') return void socket.destroy();
  if (fault?.how === 'silent') return;

  const replied = async (): Promise<Reply> => {
    try {
      if (fault?.how === 'refused')
        throw new Refused(fault.kind, fault.message ?? `refused: ${fault.kind}`, {
          ...(fault.retryAfter === undefined ? {} : { retryAfter: fault.retryAfter }),
        });
      allowed(route, logged.key, place);
      if (route === undefined) throw new Refused('unknown', `No such page: ${req.method} ${path}`);
      const params = route.path.exec(path)?.slice(1) ?? [];
      return await route.answer(
        requestOf({ ...heads, params, body, key: logged.key, address: `${url}${section.prefix}` }),
        place,
      );
    } catch (error) {
      if (error instanceof Refused) return section.refused(error);
      throw error;
    }
  };
  const reply = await replied();
  if (fault === null || fault.how === 'refused') return send(reply);
  spoil(fault, reply, { socket, res, send });
}

/** Who has no key, or one that may not tune, is told so. */
function allowed(route: Route | undefined, key: string | null, place: Place): void {
  if (route?.open === true) return;
  const account = key === null ? undefined : place.accounts.keys.get(key);
  if (account === undefined) throw new Refused('key', 'Incorrect API key provided.');
  if (account.may === 'ask' && !['chat', 'models', 'other'].includes(route?.call ?? 'other'))
    throw new Refused('rights', 'You have insufficient permissions for this operation.');
}

/** A reply that does not come as it should. */
function spoil(
  fault: FaultKind,
  reply: Reply,
  { socket, res, send }: { readonly socket: Socket; readonly res: ServerResponse; send(reply: Reply): void },
): void {
  switch (fault.how) {
    case 'lost':
      socket.destroy();
      return;
    case 'half': {
      const bytes = bytesOf(reply);
      res.writeHead(reply.status, { 'content-type': 'application/json', 'content-length': String(bytes.length + 1) });
      res.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => socket.destroy());
      return;
    }
    case 'html':
      send({
        status: fault.status ?? 200,
        bytes: '<!doctype html><title>Just a moment</title><p>Checking your browser.',
        headers: { 'content-type': 'text/html' },
      });
      return;
    case 'slow':
      setTimeout(() => (res.destroyed ? undefined : send(reply)), fault.ms).unref();
      return;
    case 'endless': {
      res.writeHead(fault.status ?? 200, { 'content-type': 'application/json' });
      const more = setInterval(() => (res.destroyed ? clearInterval(more) : res.write(' '.repeat(100_000))), 1);
      return;
    }
    default:
      send(reply);
  }
}

const bytesOf = ({ json, bytes }: Reply): Buffer =>
  bytes !== undefined ? Buffer.from(bytes) : json === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(json));

function put(res: ServerResponse, reply: Reply): void {
  const { status, headers = {}, json } = reply;
  res.writeHead(status, { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers });
  res.end(bytesOf(reply));
}

/** The body; `half`: no more than half of it is read. */
async function bodyOf(req: IncomingMessage, half: boolean): Promise<Buffer> {
  const parts: Buffer[] = [];
  const enough = half ? Number(req.headers['content-length'] ?? 0) / 2 : Infinity;
  let bytes = 0;
  try {
    for await (const part of req) {
      parts.push(Buffer.from(part));
      bytes += part.length;
      if (bytes >= enough) break;
    }
  } catch {
    // Whoever asked has gone: what came is what there is.
  }
  return Buffer.concat(parts);
}

const onceIn = ({ headers }: IncomingMessage): string | null => {
  const value = headers['idempotency-key'];
  return typeof value === 'string' ? value : null;
};
