/**
 * How often somebody may try: a bucket for each address (or member) that empties with each try and fills with time. A class
 * sits behind one address, so what is counted is what a class does not do: wrong codes and wrong secrets, or one seat that
 * hands in faster than anybody taps.
 */
export type Tries = {
  /** Seconds until there is a try again, rounded up; 0: now. */
  wait(key: string): number;
  /** Takes a try. Gives the seconds to wait where there was none, else 0. */
  take(key: string): number;
};

/** So many keys are remembered: whoever has as many addresses waits together with all others. */
const MOST_KEYS = 20_000;

/** `most` tries at once, `perSecond` more with time. `clock`: milliseconds from anywhere, never back. */
export function tries(
  { most, perSecond }: { readonly most: number; readonly perSecond: number },
  clock: () => number = () => performance.now(),
): Tries {
  const buckets = new Map<string, { left: number; at: number }>();
  const now = (bucket: { left: number; at: number }, at: number): number =>
    Math.min(most, bucket.left + ((at - bucket.at) / 1000) * perSecond);
  const seconds = (left: number): number => (left >= 1 ? 0 : Math.ceil((1 - left) / perSecond));

  const swept = (at: number): void => {
    if (buckets.size < MOST_KEYS) return;
    for (const [key, bucket] of buckets) if (now(bucket, at) >= most) buckets.delete(key);
  };
  const named = (key: string): string => (buckets.size < MOST_KEYS || buckets.has(key) ? key : 'everybody else');

  return {
    wait(key) {
      const bucket = buckets.get(named(key));
      return bucket === undefined ? 0 : seconds(now(bucket, clock()));
    },
    take(key) {
      const at = clock();
      swept(at);
      const name = named(key);
      const bucket = buckets.get(name);
      const left = bucket === undefined ? most : now(bucket, at);
      const wait = seconds(left);
      if (wait === 0) buckets.set(name, { left: left - 1, at });
      return wait;
    },
  };
}

/** An address as tries are counted by it: of IPv6 the network, since whoever has one address there has them all. */
export function tryKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const first = head.split(':').filter(Boolean);
  const rest = (tail ?? '').split(':').filter(Boolean);
  const groups =
    tail === undefined ? first : [...first, ...Array(Math.max(0, 8 - first.length - rest.length)).fill('0'), ...rest];
  return groups.slice(0, 4).join(':');
}
