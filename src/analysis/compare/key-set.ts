/** Codes of many people as numbers: whether one is among them is told without the codes, where it is not. */

/** Numbers that tell these codes apart, but for a few in a million, in order. */
export const keysTold = (keys: readonly string[]): Uint32Array => Uint32Array.from(keys, numberOf).sort();

/** Whether a code may be among those of which these are the numbers; false: it is not. */
export function isAmong(numbers: Uint32Array, key: string): boolean {
  const wanted = numberOf(key);
  let [from, to] = [0, numbers.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (numbers[middle]! < wanted) from = middle + 1;
    else to = middle;
  }
  return numbers[from] === wanted;
}

/** Whether nobody is told by both; false: somebody may be. */
export function areApart(some: Uint32Array, others: Uint32Array): boolean {
  for (let at = 0, other = 0; at < some.length && other < others.length;) {
    if (some[at] === others[other]) return false;
    if (some[at]! < others[other]!) at += 1;
    else other += 1;
  }
  return true;
}

/** FNV-1a (Fowler, Noll & Vo), of 32 bits. */
function numberOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
