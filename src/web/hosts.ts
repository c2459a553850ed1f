/**
 * Under which names this door may be asked for. A page of somebody else can give its own name our address (DNS rebinding)
 * and would then be one origin with us; it cannot give us a name that is ours.
 */
import { hostname, networkInterfaces } from 'node:os';

/** Milliseconds for which the addresses of this computer are believed: a laptop changes its network. */
const FRESH = 5000;

/** Whether a `Host` header names this computer: localhost, one of its addresses or its own name, or one of `names`. */
export function ownHosts(names: readonly string[]): (header: string | undefined) => boolean {
  const given = new Set(names.map(plainName));
  let known = new Set<string>();
  let at = -Infinity;
  return (header) => {
    const name = plainName(header ?? '');
    if (given.has(name) || name === 'localhost') return true;
    if (!known.has(name) && performance.now() - at > FRESH) {
      known = new Set(ownNames());
      at = performance.now();
    }
    return known.has(name);
  };
}

function* ownNames(): Generator<string> {
  yield* ['127.0.0.1', '::1'];
  for (const addresses of Object.values(networkInterfaces()))
    for (const { address } of addresses ?? []) yield plainName(address);
  const own = plainName(hostname());
  if (own !== '') yield* [own, `${own.split('.')[0]}.local`];
}

/** A name or an address without port, brackets, zone and the dot at its end; empty for what is none. */
function plainName(host: string): string {
  const found = /^(?:\[([\da-f:.]+)(?:%[^\]]*)?\]|([^:[\]/@?#\s]+))(?::\d{1,5})?$/i.exec(host);
  const bare = found
    ? (found[1] ?? found[2] ?? '')
    : /^[\da-f:.]+(?:%.*)?$/i.test(host)
      ? host.replace(/%.*$/, '')
      : '';
  return bare.toLowerCase().replace(/\.$/, '');
}
