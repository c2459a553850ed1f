/** Listening sockets and the connections that they brought: how many, from where, and how long each may take. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { UserError } from '../core/user-error.ts';
import { tryKey } from './tries.ts';

export type SocketLimits = {
  /** Milliseconds: until the head of a request is there, until all of it is, until a connection on which nothing moves is closed. */
  readonly head: number;
  readonly request: number;
  readonly idle: number;
  /** Connections at once, from one address and in all. A school of 300 phones stands behind one address, each with up to six. */
  readonly fromOne: number;
  readonly inAll: number;
};

export const LIMITS: SocketLimits = { head: 10_000, request: 20_000, idle: 65_000, fromOne: 2400, inAll: 6000 };

/** Bytes of the head of a request. */
const LARGEST_HEAD = 8 * 1024;

const FULL = 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

export type Connections = {
  /**
   * Counts a connection, or turns it away where there are too many. One on which nothing was asked yet gives way first: a class
   * is not kept out by somebody behind the same address who opens connections and says nothing.
   */
  taken(socket: Socket): void;
  /** The head of a request has come on it. */
  asked(socket: Socket): void;
  /** Ends the connections that came in at another address of ours than these. */
  keepOnly(addresses: readonly string[]): void;
  end(): void;
};

/** The connections of a door, whichever of its sockets they came by. */
export function connections({ fromOne, inAll }: SocketLimits): Connections {
  const all = new Set<Socket>();
  /** On which nothing was asked yet, the oldest first, with what they are counted by. */
  const silent = new Map<Socket, string>();
  const counts = new Map<string, number>();
  const add = (key: string, by: number): void => {
    const count = (counts.get(key) ?? 0) + by;
    if (count > 0) counts.set(key, count);
    else counts.delete(key);
  };
  const gone = (socket: Socket, key: string): void => {
    if (!all.delete(socket)) return;
    silent.delete(socket);
    add(key, -1);
  };
  /** Whether one of this address (null: of any) has made room. */
  const madeRoom = (of: string | null): boolean => {
    for (const [oldest, key] of silent) {
      if (of !== null && key !== of) continue;
      gone(oldest, key);
      oldest.destroy();
      return true;
    }
    return false;
  };
  return {
    taken(socket) {
      const key = tryKey(socket.remoteAddress ?? '');
      socket.on('error', () => socket.destroy());
      const fits = ((counts.get(key) ?? 0) < fromOne || madeRoom(key)) && (all.size < inAll || madeRoom(null));
      if (!fits) {
        socket.end(FULL, () => socket.destroy());
        return;
      }
      all.add(socket);
      silent.set(socket, key);
      add(key, 1);
      socket.once('close', () => gone(socket, key));
    },
    asked: (socket) => void silent.delete(socket),
    keepOnly(addresses) {
      if (addresses.some((one) => one === '0.0.0.0' || one === '::')) return;
      const kept = new Set(addresses.map(plain));
      for (const socket of all) if (!kept.has(plain(socket.localAddress ?? ''))) socket.destroy();
    },
    end: () => all.forEach((socket) => socket.destroy()),
  };
}

const plain = (address: string): string =>
  address === 'localhost' ? '127.0.0.1' : address.replace(/^::ffff:(?=\d)/i, '');

/** What node says of a request that is none, as a status. */
const STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** A server that listens nowhere yet. */
export function httpServer(listener: RequestListener, limits: SocketLimits, all: Connections): Server {
  const { head, request, idle } = limits;
  const server = createServer(
    {
      maxHeaderSize: LARGEST_HEAD,
      headersTimeout: head,
      requestTimeout: request,
      keepAliveTimeout: idle,
      connectionsCheckingInterval: Math.min(1000, head / 2),
      noDelay: true,
    },
    listener,
  );
  server.timeout = idle;
  server.on('connection', (socket) => all.taken(socket));
  server.on('request', ({ socket }) => all.asked(socket));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return void socket.destroy();
    const status = STATUS[error.code ?? ''] ?? '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
  });
  return server;
}

/** Listens; resolves with the port. Rejects with a UserError that says what to do. */
export function listening(server: Server, address: string, port: number): Promise<number> {
  return new Promise((done, failed) => {
    const refused = (error: NodeJS.ErrnoException): void => failed(asSentence(error, address, port));
    server.once('error', refused);
    server.listen({ host: address, port, ipv6Only: address.includes(':'), backlog: 1024 }, () => {
      server.off('error', refused);
      server.on('error', () => undefined);
      const at = server.address();
      done(typeof at === 'object' && at !== null ? at.port : port);
    });
  });
}

/** Another program listens at this port. */
export class PortTaken extends UserError {
  constructor(port: number) {
    super(
      `Port ${port} is taken by another program on this computer: name another, such as --port ${port < 65_535 ? port + 1 : 8080}, or --port 0 for one that is free.`,
    );
  }
}

function asSentence(error: NodeJS.ErrnoException, address: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new PortTaken(port);
    case 'EACCES':
      return new UserError(
        `Port ${port} may only be taken by an administrator: name one from 1024 up, such as --port 8080.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return new UserError(`${address} is no address of this computer: name one that it has.`);
    default:
      return error;
  }
}
