/** One exchange with a server that sends too much, too slowly, elsewhere, or what it should not know. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { connect } from '../../src/model/http.ts';

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
});

async function serving(answer: (res: ServerResponse, req: IncomingMessage) => void) {
  const heard: IncomingMessage[] = [];
  const server = createServer((req, res) => {
    heard.push(req);
    req.resume().on('end', () => answer(res, req));
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, heard };
}

const ask = (address: string, ms = 60_000, key: string | null = 'sk-canary-4711') =>
  connect({ address }, key).send({ model: 'm', messages: [] }, AbortSignal.timeout(ms));

/** Sends pieces until the other side has enough. */
const endless = (res: ServerResponse, piece: Buffer): void => {
  const more = (): void => {
    while (!res.destroyed && res.write(piece));
  };
  res.on('drain', more).on('error', () => undefined);
  more();
};

/** 300 MB of one letter, packed. */
const bomb = gzipSync(Buffer.alloc(300_000_000, 'a'));

describe('a body is read up to its limit', () => {
  test.each([
    ['an endless one', (res: ServerResponse) => endless(res.writeHead(200), Buffer.alloc(65_536, 'a'))],
    ['an endless one behind an error', (res: ServerResponse) => endless(res.writeHead(500), Buffer.alloc(65_536, 'a'))],
    [
      'one that is small until it is unpacked',
      (res: ServerResponse) => void res.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    ],
    ['one a little too long', (res: ServerResponse) => void res.writeHead(200).end(Buffer.alloc(1_000_001, 'a'))],
  ])('%s', async (_, answer) => {
    const { address } = await serving(answer);
    const before = process.memoryUsage().rss;
    const http = await ask(address);
    expect(http).toMatchObject({ trouble: 'size', detail: 'more than 1,000,000 bytes', raw: 'a'.repeat(2000) });
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  });

  test('one at the limit is whole; a list of models may be longer', async () => {
    const { address } = await serving((res) => res.writeHead(200).end(Buffer.alloc(1_000_000, 'a')));
    expect((await ask(address)).raw).toHaveLength(1_000_000);
    const long = await serving((res) => res.writeHead(200).end(Buffer.alloc(3_000_000, 'a')));
    const http = await connect(long, null).get('/models', AbortSignal.timeout(60_000));
    expect(http).toMatchObject({ trouble: null });
  });

  test('a drop now and then ends with the time', async () => {
    const { address } = await serving((res) => {
      res.writeHead(200);
      const timer = setInterval(() => (res.destroyed ? clearInterval(timer) : res.write('a')), 10);
    });
    expect(await ask(address, 300)).toMatchObject({ trouble: 'aborted' });
  });
});

describe('a key goes to its address only', () => {
  test('and is struck out of headers, which are told where a server sends on', async () => {
    const { address } = await serving((res) =>
      res.writeHead(307, { location: 'http://elsewhere/%73k-canary-4711?k=sk-canary-4711' }).end(),
    );
    expect((await ask(address)).headers.get('location')).toBe('http://elsewhere/[key]?k=[key]');
  });
  test.each([301, 302, 303, 307, 308])('a redirect (%i) ends the call', async (status) => {
    const other = await serving((res) => res.end('{}'));
    const { address } = await serving((res) => res.writeHead(status, { location: `${other.address}/x` }).end());
    const http = await ask(address);
    expect({ trouble: http.trouble, status: http.status, heard: other.heard }).toEqual({
      ...{ trouble: 'status', status },
      heard: [],
    });
  });

  test('what the environment adds for OpenAI is sent to nobody else', async () => {
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'x-secret: canary');
    vi.stubEnv('OPENAI_ORG_ID', 'org-canary');
    vi.stubEnv('OPENAI_PROJECT_ID', 'proj-canary');
    vi.stubEnv('OPENAI_ADMIN_KEY', 'sk-admin-canary');
    try {
      const { address, heard } = await serving((res) => res.end('{}'));
      await ask(address);
      await ask(address, 60_000, null);
      expect(JSON.stringify(heard.map(({ headers }) => headers))).not.toMatch(/org-|proj-|admin|x-secret|x-stainless/);
      expect(heard.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-canary-4711', 'Bearer none']);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('connections have no limit of their own: ours ends a call', async () => {
    const options = vi.spyOn(Reflect, 'construct');
    vi.resetModules();
    const { connect: anew } = await import('../../src/model/http.ts');
    const { address } = await serving((res) => res.end('{}'));
    await anew({ address }, null).send({}, AbortSignal.timeout(60_000));
    expect(options.mock.calls.map(([, given]) => given)).toContainEqual([{ headersTimeout: 0, bodyTimeout: 0 }]);
    options.mockRestore();
  });
});
