/** The numbers of a scene, each by the words beside it, and how close those of two scenes are. */

/** By the words of their line and their place in it, so that lines in another order are the same. */
export type SceneNumbers = ReadonlyMap<string, number>;

/** Points as shares of the most that stands there, so that the same game with larger points is the same; per cent as they are. */
export function numbersIn(scene: string): SceneNumbers {
  const found: { readonly name: string; readonly value: number; readonly percent: boolean }[] = [];
  const times = new Map<string, number>();
  for (const line of scene.split(/\n|\. |; /)) {
    const words = (line.match(/[\p{L}|]+/gu) ?? []).join(' ');
    const before = times.get(words) ?? 0;
    times.set(words, before + 1);
    for (const [at, { 1: digits, 2: percent }] of [...line.matchAll(/(\d+(?:\.\d+)?)( ?%)?/g)].entries())
      found.push({ name: `${words} ${before} ${at}`, value: Number(digits), percent: percent !== undefined });
  }
  const most = Math.max(1e-9, ...found.filter(({ percent }) => !percent).map(({ value }) => value));
  return new Map(found.map(({ name, value, percent }) => [name, value / (percent ? 100 : most)]));
}

/** How fast what is further away in its numbers is forgotten. */
const STEEPNESS = 5;

/** 1: the same numbers at the same places. A number that only one of them has counts as far away. */
export function closeness(one: SceneNumbers, other: SceneNumbers): number {
  let far = 0;
  let both = 0;
  for (const [name, a] of one) {
    const b = other.get(name);
    if (b === undefined) far += 1;
    else {
      far += Math.abs(a - b);
      both += 1;
    }
  }
  const all = one.size + other.size - both;
  return all === 0 ? 1 : Math.exp((-STEEPNESS * (far + other.size - both)) / all);
}
