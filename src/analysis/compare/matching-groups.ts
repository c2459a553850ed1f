/** Who met whom, in one game and in any: participants who could learn from each other are one observation. */
import type { Bucket, SeatObservation } from './observations.ts';

/** By game each participant's matching group, by the code of one of its members. */
export type MatchingGroups = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** By game who met whom in any of its conditions (what was learned in one is known in the next), followed from look to look. */
export type MatchingGroupsFollowed = {
  /** Takes what is new in these buckets. They are the same lists each time, and longer. */
  follow(buckets: readonly Bucket[], breathe: () => void | Promise<void>): Promise<MatchingGroups>;
  /**
   * By game the keys under which participants were a unit, their own codes or those of their groups, before they joined another
   * group: longer with each who did. Units under other keys are what they were.
   */
  left(game: string): readonly string[];
  /** How many these are in all games. */
  leftInAll(): number;
};

type MetInGame = {
  readonly leaders: Map<string, string>;
  readonly members: Map<string, string[]>;
  readonly left: string[];
};

/** Nobody has met anybody. */
export function newMatchingGroups(): MatchingGroupsFollowed {
  const games = new Map<string, MetInGame>();
  const taken = new Map<readonly SeatObservation[], number>();
  return {
    async follow(buckets, breathe) {
      for (const { condition, observations } of buckets) {
        const { name } = condition.game;
        let game = games.get(name);
        if (game === undefined) games.set(name, (game = { leaders: new Map(), members: new Map(), left: [] }));
        for (let at = taken.get(observations) ?? 0; at < observations.length; at++) join(game, observations[at]!.met);
        taken.set(observations, observations.length);
        await breathe();
      }
      return new Map([...games].map(([name, { leaders }]) => [name, leaders]));
    },
    left: (game) => games.get(game)?.left ?? [],
    leftInAll: () => [...games.values()].reduce((sum, { left }) => sum + left.length, 0),
  };
}

/** Everybody who met, and everybody whom these had met before, are one group: the largest of theirs grows. */
function join({ leaders, members, left }: MetInGame, met: readonly string[]): void {
  if (met.length === 0) return;
  let into = met[0]!;
  let size = -1;
  for (const one of met) {
    const leader = leaders.get(one);
    const mine = leader === undefined ? 0 : members.get(leader)!.length;
    if (mine > size) [into, size] = [leader ?? one, mine];
  }
  let group = members.get(into);
  if (group === undefined) members.set(into, (group = []));
  for (const one of met) {
    const leader = leaders.get(one);
    if (leader === into) continue;
    const joining = leader === undefined ? [one] : members.get(leader)!;
    if (leader !== undefined) members.delete(leader);
    for (const person of joining) {
      const key = leaders.get(person) ?? person;
      if (key !== into) left.push(key);
      leaders.set(person, into);
      group.push(person);
    }
  }
}

/** Who met whom in any game, directly or by others: each participant's group by a code that stands for it. */
export function metInAny(met: MatchingGroups): ReadonlyMap<string, string> {
  const all: MetInGame = { leaders: new Map(), members: new Map(), left: [] };
  for (const groupOf of met.values())
    for (const people of Map.groupBy(groupOf.keys(), (one) => groupOf.get(one)).values()) join(all, people);
  return all.leaders;
}
