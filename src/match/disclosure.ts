/** What the seats of a match know of each other: what each is called on each screen, and whose preference is told. */
import type { AnyGame, Names, Taste } from '../core/game.ts';
import type { AgentKind } from '../core/log.ts';
import type { Agent } from './agent.ts';

/**
 * The names on every seat's screen, one list a seat: "you" at its own place, the others as they are called.
 * `called` has one name a seat ("moralis", or "the other player" where it is not disclosed); `you` is the game's word.
 */
export const namesFor = (called: readonly string[], you = 'you'): readonly Names[] =>
  called.map((_, me) => called.map((name, seat) => (seat === me ? you : name)));

/** One name a seat where nobody is told who sits there, in a game's words: two are "the other player", of more each has a number. */
export const unnamed = (seats: number, { other, player }: AnyGame['called']): readonly string[] =>
  Array.from({ length: seats }, (_, seat) => (seats <= 2 ? other : `${player} ${seat + 1}`));

/** Names, one a seat, of which among more than two none stands twice: "moralis", "moralis 2". Two players need no number. */
export function toldApart(names: readonly string[]): readonly string[] {
  if (names.length <= 2) return names;
  const taken = new Set(names);
  const given = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let number = 2; given.has(own); number++) {
      const next = `${name} ${number}`;
      if (!taken.has(next)) own = next;
    }
    given.add(own);
    return own;
  });
}

/** The taste of each seat where the seats are told who sits there; null for people, models, and where nobody is told. */
export const tastesTold = (agents: readonly Pick<Agent, 'taste'>[], disclosed: boolean): readonly (Taste | null)[] =>
  agents.map(({ taste }) => (disclosed ? (taste ?? null) : null));

/** The seats of which everybody is told that a computer program sits there: none where who sits there is not told. */
export const programsTold = (seats: readonly { readonly kind: AgentKind }[], disclosed: boolean): readonly boolean[] =>
  seats.map(({ kind }) => disclosed && kind !== 'human');
