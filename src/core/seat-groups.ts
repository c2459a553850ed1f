/** Many seats of one kind, counted: "2 people and 3 moralis" as it is said, 2xhuman,3xmoralis as it is typed. */
import { UserError } from './user-error.ts';

/** The same names counted, in the order in which each comes first. */
export const tallied = (names: readonly string[]): readonly (readonly [name: string, count: number])[] =>
  [...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]);

/** What a seat of a person is called where seats are counted. */
export const PERSON = 'a person';

/** The same in a few words, in the order in which each comes first: "a person", "6 people", "3 × moralis:0.5". */
export const timesEach = (names: readonly string[]): readonly string[] =>
  tallied(names).map(([name, count]) =>
    count === 1 ? name : name === PERSON ? `${count} people` : `${count} × ${name}`,
  );

/** What may be typed for several seats of one kind. A `*` would be the shell's. */
const SEVERAL = /^(\d+)x(?=[a-z])/i;
/** More than any game seats: a slip of the fingers makes no list of millions. */
const MOST = 99;

/**
 * A list as it is typed, one name a seat: "3xmoralis,human" is moralis three times and a human. Throws a UserError where no seat
 * is counted, or more than a table has.
 */
export function seatsTyped(typed: string): readonly string[] {
  return typed
    .split(',')
    .map((part) => part.trim())
    .flatMap((part) => {
      const [, name = '', times = ''] = /^(.+)\*(\d+)$/.exec(part) ?? [];
      if (name !== '')
        throw new UserError(`Several seats of one kind are typed with an x, such as ${times}x${name}; got "${part}".`);
      const [lead = '', count] = SEVERAL.exec(part) ?? [];
      if (count === undefined) return [part];
      if (Number(count) < 1 || Number(count) > MOST)
        throw new UserError(`Before the x stands how many seats, 1 to ${MOST}, such as 3xmoralis; got "${part}".`);
      return Array.from({ length: Number(count) }, () => part.slice(lead.length));
    });
}

/** The same list as briefly as it can be typed, in its order: neighbours of one name are counted, from three on. */
export function seatsBriefly(names: readonly string[]): string {
  const runs: (readonly string[])[] = [];
  for (const name of names) {
    const last = runs.at(-1);
    if (last?.[0] === name) runs[runs.length - 1] = [...last, name];
    else runs.push([name]);
  }
  return runs.map((run) => (run.length > 2 ? `${run.length}x${run[0]!}` : run.join(','))).join(',');
}
