import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../core/user-error.ts';
import { qrModules } from '../../web/host/qr.ts';
import { PortTaken } from '../../web/sockets.ts';
import { refuseTaken, roomNetwork } from './network.ts';

const WIFI = { card: 'wlan0', address: '192.168.1.23', family: 4, internal: false } as const;
const CABLE = { card: 'eth0', address: '10.1.2.3', family: 4, internal: false } as const;

/** A door that writes down where it listens. */
function door(refuses: (addresses: readonly string[]) => boolean = () => false) {
  const at: (readonly string[])[] = [];
  const listen = async (addresses: readonly string[]): Promise<void> => {
    if (refuses(addresses))
      throw new UserError(`${addresses.join()} is no address of this computer: name one that it has.`);
    at.push(addresses);
  };
  return {
    at,
    async serve({ addresses, port }: { readonly addresses: readonly string[]; readonly port: number }) {
      await listen(addresses);
      return { url: `http://${addresses[0]}:${port}`, port, listenOn: listen, close: async () => undefined };
    },
  };
}
const asked = { code: 'K7QF', open: false, port: 4400, url: null, addresses: () => [CABLE, WIFI] };

describe('the network of a room', () => {
  it('is this computer alone until it is opened, and again when it is closed', async () => {
    const { at, serve } = door();
    const network = roomNetwork(asked);
    await network.listen(serve);
    expect(network.shown()).toMatchObject({ open: false, join: 'http://127.0.0.1:4400/K7QF' });
    await network.setOpen(true);
    expect(network.shown()).toMatchObject({ open: true, join: 'http://192.168.1.23:4400/K7QF', trouble: null });
    expect(network.shown().qr).toEqual(qrModules('http://192.168.1.23:4400/K7QF'));
    await network.setOpen(false);
    expect(at).toEqual([
      ['127.0.0.1', '::1'],
      ['0.0.0.0', '::'],
      ['127.0.0.1', '::1'],
    ]);
  });

  it('does without IPv6 where there is none', async () => {
    const { at, serve } = door((addresses) => addresses.some((one) => one.includes(':')));
    const network = roomNetwork(asked);
    await network.listen(serve);
    await network.setOpen(true);
    expect(at).toEqual([['127.0.0.1'], ['0.0.0.0']]);
  });

  it('tells students another address when asked to, and an address of one’s own where there is one', async () => {
    const network = roomNetwork({ ...asked, open: true });
    await network.listen(door().serve);
    network.nextAddress();
    expect(network.shown().url).toBe('http://10.1.2.3:4400');
    network.nextAddress();
    expect(network.shown().url).toBe('http://192.168.1.23:4400');
    const named = roomNetwork({ ...asked, open: true, url: 'https://lab.example.org' });
    await named.listen(door().serve);
    expect(named.shown()).toMatchObject({ join: 'https://lab.example.org/K7QF', trouble: null });
  });

  it('says in a sentence where nobody can reach it', async () => {
    const alone = roomNetwork({ ...asked, open: true, addresses: () => [] });
    await alone.listen(door().serve);
    expect(alone.shown().trouble).toMatch(/no network.*\.$/);
    const docker = { card: 'docker0', address: '172.17.0.1', family: 4, internal: false } as const;
    const unlikely = roomNetwork({ ...asked, open: true, addresses: () => [docker] });
    await unlikely.listen(door().serve);
    expect(unlikely.shown().trouble).toContain('docker0');
  });
});

describe('a port that is taken', () => {
  it('is refused in one sentence with one that is free', async () => {
    const server = createServer();
    const port = await new Promise<number>((done) =>
      server.listen({ host: '127.0.0.1', port: 0 }, () => {
        const at = server.address();
        done(typeof at === 'object' && at !== null ? at.port : 0);
      }),
    );
    const refused = await refuseTaken(port, false).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UserError);
    const free = Number(/--port (\d+) is free/.exec(String(refused))?.[1]);
    expect(free).toBeGreaterThan(port);
    await refuseTaken(free, true);
    await refuseTaken(0, true);
    server.close();
  });

  it('between the look and the opening is told in the same way, and no other address is tried', async () => {
    const tried: (readonly string[])[] = [];
    const refused = await roomNetwork(asked)
      .listen(async ({ addresses, port }) => {
        tried.push(addresses);
        throw new PortTaken(port);
      })
      .catch((error: unknown) => error);
    expect(tried).toEqual([['127.0.0.1', '::1']]);
    expect(refused).toBeInstanceOf(UserError);
    expect(Number(/--port (\d+) is free/.exec(String(refused))?.[1])).toBeGreaterThan(asked.port);
  });
});
