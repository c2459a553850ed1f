/** What stands before every page: the headers of each answer, the name we are asked for, the method, where a form comes from, its size. */
import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { readFields } from './fields.ts';
import { fromOurPages } from './origin.ts';
import { type DoorContext, type DoorEnv, HEADERS, type SaySentence } from './replies.ts';

/** The headers of every answer, errors too; what an answer says itself stays. */
export const headed: MiddlewareHandler<DoorEnv> = async (c, next) => {
  await next();
  if (c.res.headers.has('Content-Security-Policy')) return;
  for (const [name, value] of Object.entries(HEADERS)) if (!c.res.headers.has(name)) c.res.headers.set(name, value);
};

/** Who asks, and whether by https: of proxies that are ours what they say of it, of anybody else the connection. */
export const named =
  (proxies: readonly string[]): MiddlewareHandler<DoorEnv> =>
  async (c, next) => {
    const direct = plain(c.env?.incoming?.socket.remoteAddress ?? 'nobody');
    c.set('fields', new URLSearchParams());
    const trusted = proxies.includes(direct);
    c.set('address', trusted ? forwarded(c, proxies, direct) : direct);
    c.set('secure', trusted && c.req.header('x-forwarded-proto') === 'https');
    await next();
  };

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/** The last address of the header that is none of our proxies'. */
function forwarded(c: DoorContext, proxies: readonly string[], direct: string): string {
  const way = (c.req.header('x-forwarded-for') ?? '').split(',').map((one) => plain(one.trim()));
  return way.findLast((one) => isIP(one) !== 0 && !proxies.includes(one)) ?? direct;
}

/** Only under our own names, by GET or POST, from our own pages, with a form that is not too large. */
export const guarded =
  (ours: (host: string | undefined) => boolean, say: SaySentence): MiddlewareHandler<DoorEnv> =>
  async (c, next) => {
    // A line that names a host of its own is for a proxy, and we are none.
    const proxied = c.env?.incoming?.url?.startsWith('/') === false;
    if (proxied || !ours(c.req.header('host'))) return say(c, 'wrong host');
    const { method } = c.req;
    if (method === 'GET' || method === 'HEAD') return next();
    if (method !== 'POST') return withHeader(say(c, 'not allowed'), 'Allow', 'GET, HEAD, POST');
    if (!fromOurPages((name) => c.req.header(name), c.req.path.startsWith('/h/'))) return say(c, 'not from here');
    // Where the connection breaks meanwhile nobody reads an answer.
    const fields = await readFields(c.req.raw).catch(() => null);
    if (fields === null) return new Response(null, { status: 400 });
    if (fields === 'too large') return withHeader(say(c, 'too large'), 'Connection', 'close');
    c.set('fields', fields === 'no form' ? new URLSearchParams() : fields);
    return next();
  };

function withHeader(response: Response, name: string, value: string): Response {
  response.headers.set(name, value);
  return response;
}
