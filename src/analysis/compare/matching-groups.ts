/** Who met whom, in one game and in any: participants who could learn from each other are one observation. */
import { type Bucket, observationsIn, type ObservationList, sizeOf } from './observations.ts';

/** By game each participant's matching group, by the code of one of its members. */
export type MatchingGroups = Pick<ReadonlyMap<string, ReadonlyMap<string, string>>, 'get' | 'values'>;

/** By game who met whom in any of its conditions (what was learned in one is known in the next), followed from look to look. */
export type MatchingGroupsFollowed = {
  /** Takes what is new in these buckets. They are the same lists each time, and longer; those at rest were taken when this was kept. */
  follow(buckets: readonly Bucket[], breathe: () => void | Promise<void>): Promise<MatchingGroups>;
  /**
   * By game how many left the keys under which they were a unit, their own codes or those of their groups, since they joined
   * another group. Units under other keys are what they were.
   */
  left(game: string): number;
  /** The keys that were left after so many of them. */
  leftSince(game: string, count: number): readonly string[];
  /** How many these are in all games. */
  leftInAll(): number;
  /** All of this, to be followed from here. */
  kept(): readonly KeptMeetings[];
};

/** Who met whom in one game as it is kept. */
export type KeptMeetings = {
  readonly game: string;
  readonly left: number;
  /** As JSON: the members of each group, of which the first stands for it. It is not parsed before somebody needs it. */
  readonly groups: string;
};

type MetInGame = {
  readonly leaders: Map<string, string>;
  readonly members: Map<string, string[]>;
  readonly left: string[];
};

/** One game: what was kept of it is read when somebody meets, or is looked for. */
type Followed = { met: MetInGame | null; readonly kept: KeptMeetings | null };

/** Who met as it was kept; else nobody has met anybody. */
export function newMatchingGroups(before: readonly KeptMeetings[] = []): MatchingGroupsFollowed {
  const games = new Map(before.map((kept): [string, Followed] => [kept.game, { met: null, kept }]));
  const taken = new Map<ObservationList, number>();
  const metIn = (followed: Followed): MetInGame => (followed.met ??= meetingsIn(followed.kept));
  const left = (name: string): number => {
    const game = games.get(name);
    return (game?.kept?.left ?? 0) + (game?.met?.left.length ?? 0);
  };
  return {
    async follow(buckets, breathe) {
      for (const { condition, observations } of buckets) {
        const { name } = condition.game;
        let game = games.get(name);
        if (game === undefined) games.set(name, (game = { met: null, kept: null }));
        const from = taken.get(observations) ?? (observations.items === null ? sizeOf(observations) : 0);
        taken.set(observations, sizeOf(observations));
        if (from === sizeOf(observations)) continue;
        const items = await observationsIn(observations);
        let last: readonly string[] | null = null;
        for (let at = from; at < items.length; at++) {
          const { met } = items[at]!;
          // Those who sit in one match lie one after the other, mostly.
          if (met.length > 0 && met !== last) join(metIn(game), met);
          last = met;
        }
        await breathe();
      }
      return {
        get(name) {
          const game = games.get(name);
          return game === undefined ? undefined : metIn(game).leaders;
        },
        values: () => [...games.values()].map((game) => metIn(game).leaders).values(),
      };
    },
    left,
    leftSince: (name, count) => {
      const game = games.get(name);
      return game?.met?.left.slice(count - (game.kept?.left ?? 0)) ?? [];
    },
    leftInAll: () => [...games.keys()].reduce((sum, name) => sum + left(name), 0),
    kept: () =>
      [...games].map(([game, { met, kept }]) =>
        met === null || (kept !== null && met.left.length === 0)
          ? { game, left: kept?.left ?? 0, groups: kept?.groups ?? groupsOf(null) }
          : { game, left: left(game), groups: groupsOf(met) },
      ),
  };
}

const groupsOf = (met: MetInGame | null): string =>
  JSON.stringify(
    [...(met?.members ?? [])].map(([leader, members]) => [leader, ...members.filter((one) => one !== leader)]),
  );

function meetingsIn(kept: KeptMeetings | null): MetInGame {
  const met: MetInGame = { leaders: new Map(), members: new Map(), left: [] };
  const groups: string[][] = JSON.parse(kept?.groups ?? '[]');
  for (const members of groups) {
    met.members.set(members[0]!, members);
    for (const one of members) met.leaders.set(one, members[0]!);
  }
  return met;
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
