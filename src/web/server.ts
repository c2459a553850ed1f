/**
 * The door on the network: sockets with limits that a class behind one address keeps and a misbehaving client does not. It
 * listens where it is told to and can move from this computer alone to the network and back while people play.
 */
import type { Server } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import { type DoorOptions, phoneDoor } from './app.ts';
import { ownHosts } from './hosts.ts';
import { connections, httpServer, LIMITS, listening, type SocketLimits } from './sockets.ts';

export type ServeOptions = Omit<DoorOptions, 'ours'> & {
  /** Addresses to listen at, such as 127.0.0.1 or 0.0.0.0. */
  readonly addresses: readonly string[];
  /** 0: any that is free. */
  readonly port: number;
  /** Names under which people reach us besides this computer's own. */
  readonly names?: readonly string[];
  readonly limits?: Partial<SocketLimits>;
};

/** Milliseconds that answers on their way have when the door closes. */
const LAST = 1500;

export type ServedRoom = {
  /** With the first address that it listens at. */
  readonly url: string;
  readonly port: number;
  /**
   * Listens at these addresses from now on, on the same port, and at no other; connections that came in elsewhere end. Rejects
   * with a UserError where it cannot; then it listens where it did before.
   */
  listenOn(addresses: readonly string[]): Promise<void>;
  /** Ends streams at once, answers what was asked, and closes. */
  close(): Promise<void>;
};

/** Opens the door. Rejects with a UserError where the port is taken, not ours to take, or an address is none of this computer's. */
export async function serveRoom(options: ServeOptions): Promise<ServedRoom> {
  const limits = { ...LIMITS, ...options.limits };
  const door = phoneDoor({ ...options, ours: ownHosts(options.names ?? []) });
  const listener = getRequestListener((request, env) => door.app.fetch(request, env), {
    overrideGlobalObjects: false,
    // What is no request at all; whatever else goes wrong has become a page before.
    errorHandler: (error) => new Response(null, { status: error instanceof RequestError ? 400 : 503 }),
  });
  const all = connections(limits);
  let servers: readonly Server[] = [];
  let where: readonly string[] = [];
  let { port } = options;

  const opened = async (addresses: readonly string[]): Promise<readonly Server[]> => {
    const made: Server[] = [];
    try {
      for (const address of addresses) {
        const server = httpServer((request, response) => void listener(request, response), limits, all);
        port = await listening(server, address, port);
        made.push(server);
      }
      return made;
    } catch (error) {
      for (const server of made) server.close();
      throw error;
    }
  };
  const listenOn = async (addresses: readonly string[]): Promise<void> => {
    // The same port at another address is free only once we have left it.
    for (const server of servers) server.close();
    try {
      servers = await opened(addresses);
      where = addresses;
    } catch (error) {
      servers = await opened(where);
      throw error;
    }
    all.keepOnly(addresses);
  };

  await listenOn(options.addresses).catch((error: unknown) => {
    door.close();
    throw error;
  });
  return {
    get url() {
      const [address = '127.0.0.1'] = where;
      return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
    },
    get port() {
      return port;
    },
    listenOn,
    async close() {
      door.close();
      const closed = servers.map((server) => new Promise<void>((done) => server.close(() => done())));
      // A connection whose stream has just ended is idle a moment later.
      const idle = setInterval(() => servers.forEach((server) => server.closeIdleConnections()), 20);
      const late = setTimeout(() => all.end(), LAST);
      await Promise.all(closed);
      clearInterval(idle);
      clearTimeout(late);
      all.end();
    },
  };
}
