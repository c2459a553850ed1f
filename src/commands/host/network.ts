/** Where a room is reached: this computer's addresses as they are now, and the door that moves between them. */
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { UserError } from '../../core/user-error.ts';
import { inUrl, type NetworkAddress, type ReachableAddress, reachableAddresses } from '../../room/addresses.ts';
import type { NetworkShown } from '../../room/host-desk.ts';
import { qrModules } from '../../web/host/qr.ts';
import type { ServedRoom, ServeOptions } from '../../web/server.ts';
import { PortTaken } from '../../web/sockets.ts';

/** Milliseconds for which the addresses of this computer are believed: a laptop changes its network. */
const FRESH = 3000;

/** Addresses to listen at, the fullest first: a computer may have no IPv6. */
const ALONE = [['127.0.0.1', '::1'], ['127.0.0.1']] as const;
const OPEN = [['0.0.0.0', '::'], ['0.0.0.0']] as const;

/** Where students knock unless another port is named. */
export const PORT = 4400;

export type RoomNetwork = {
  /** Opens the door. Rejects with a UserError where it cannot, which names a port that is free where this one is taken. */
  listen(serve: (at: Pick<ServeOptions, 'addresses' | 'port'>) => Promise<ServedRoom>): Promise<void>;
  shown(): NetworkShown;
  setOpen(open: boolean): Promise<void>;
  /** Students are told another of this computer's addresses. */
  nextAddress(): void;
  close(): Promise<void>;
};

export type NetworkAsked = {
  readonly code: string;
  readonly open: boolean;
  /** 0: any that is free. */
  readonly port: number;
  /** What students open, where that is said; null: one of this computer's addresses. */
  readonly url: string | null;
  /** Of this computer; for tests. */
  readonly addresses?: () => readonly NetworkAddress[];
};

/** The network of a room whose door is opened next. */
export function roomNetwork({
  code,
  open: asked,
  port: wanted,
  url,
  addresses = ownAddresses,
}: NetworkAsked): RoomNetwork {
  let door: ServedRoom | null = null;
  let open = asked;
  let chosen: string | null = null;
  let known: readonly ReachableAddress[] = [];
  let at = -Infinity;
  let drawn: { readonly of: string; readonly qr: NetworkShown['qr'] } | null = null;

  const reached = (): readonly ReachableAddress[] => {
    if (performance.now() - at > FRESH) {
      known = reachableAddresses(addresses());
      at = performance.now();
    }
    return known;
  };
  const told = (): ReachableAddress | undefined => reached().find(({ address }) => address === chosen) ?? reached()[0];

  return {
    async listen(serve) {
      try {
        door = await openedAt(
          asked ? OPEN : ALONE,
          (addresses) => serve({ addresses, port: wanted }),
          (error) => error instanceof PortTaken,
        );
      } catch (error) {
        throw await withFreePort(error, wanted);
      }
    },
    shown() {
      const port = door?.port ?? wanted;
      const all = reached();
      const one = told();
      const mine = open && one !== undefined ? `http://${inUrl(one)}:${port}` : `http://127.0.0.1:${port}`;
      const base = url ?? mine;
      const join = `${base}/${code}`;
      if (drawn?.of !== join) drawn = { of: join, qr: qrModules(join) };
      return {
        ...{ open, port, url: base, join, qr: drawn.qr, addresses: all },
        trouble: open && url === null ? troubleOf(one) : null,
      };
    },
    async setOpen(wanted) {
      const there = door;
      if (wanted === open || there === null) return;
      await openedAt(wanted ? OPEN : ALONE, (addresses) => there.listenOn(addresses));
      open = wanted;
      at = -Infinity;
    },
    nextAddress() {
      const all = reached();
      const now = all.findIndex(({ address }) => address === told()?.address);
      chosen = all[(now + 1) % Math.max(1, all.length)]?.address ?? null;
    },
    close: async () => door?.close(),
  };
}

function troubleOf(told: ReachableAddress | undefined): string | null {
  if (told === undefined)
    return 'This computer is in no network, so nobody can join: join a Wi-Fi, or open a hotspot on it.';
  return told.reach === 'unlikely'
    ? `Students will hardly reach ${told.address} (${told.card}): join a Wi-Fi, or open a hotspot on this computer.`
    : null;
}

/** What opens at the first of these lists of addresses at which it can; `stops`: a refusal after which no further one is tried. */
async function openedAt<T>(
  ways: readonly (readonly string[])[],
  open: (addresses: readonly string[]) => Promise<T>,
  stops: (error: UserError) => boolean = () => false,
): Promise<T> {
  const [addresses = [], ...fewer] = ways;
  try {
    return await open(addresses);
  } catch (error) {
    if (!(error instanceof UserError) || fewer.length === 0 || stops(error)) throw error;
    return openedAt(fewer, open, stops);
  }
}

/** Throws a UserError, before anything is written, where a port is taken already, with one that is free. */
export async function refuseTaken(port: number, open: boolean): Promise<void> {
  if (port === 0 || (await isFree(port, open ? '0.0.0.0' : '127.0.0.1'))) return;
  throw await withFreePort(new PortTaken(port), port);
}

/** A refusal; of a port that is taken with the next one that is free. */
async function withFreePort(error: unknown, port: number): Promise<unknown> {
  if (!(error instanceof PortTaken)) return error;
  for (let next = port + 1; next < Math.min(65_535, port + 50); next++)
    if (await isFree(next, '0.0.0.0'))
      return new UserError(
        `Port ${port} is taken by another program on this computer, perhaps by a room that is open: --port ${next} is free.`,
      );
  return error;
}

const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer();
    // What else is wrong with it is said by whoever listens there.
    server.once('error', (error: NodeJS.ErrnoException) => done(error.code !== 'EADDRINUSE'));
    server.listen({ host, port }, () => server.close(() => done(true)));
  });

function ownAddresses(): readonly NetworkAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([card, all]) =>
    (all ?? []).map(({ address, family, internal }): NetworkAddress => ({
      ...{ card, address, internal },
      family: family === 'IPv6' ? 6 : 4,
    })),
  );
}
