/** What the seats of a match know of each other: what each is called on each screen, and whose preference is told. */
import type { Names, Taste } from '../core/game.ts';
import type { AgentKind } from '../core/log.ts';
import type { Agent } from './agent.ts';

/**
 * The names on every seat's screen, one list a seat: "you" at its own place, the others as they are called.
 * `called` has one name a seat ("moralis", or "the other player" where it is not disclosed); `you` is the game's word.
 */
export const namesFor = (called: readonly string[], you = 'you'): readonly Names[] =>
  called.map((_, me) => called.map((name, seat) => (seat === me ? you : name)));

/** The taste of each seat where the seats are told who sits there; null for people, models, and where nobody is told. */
export const tastesTold = (agents: readonly Pick<Agent, 'taste'>[], disclosed: boolean): readonly (Taste | null)[] =>
  agents.map(({ taste }) => (disclosed ? (taste ?? null) : null));

/** The seats of which everybody is told that a computer program sits there: none where who sits there is not told. */
export const programsTold = (seats: readonly { readonly kind: AgentKind }[], disclosed: boolean): readonly boolean[] =>
  seats.map(({ kind }) => disclosed && kind !== 'human');
