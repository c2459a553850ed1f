/** Who is said to sit at a table of a training set: computer programs, called as agents and models are in a run. */
import type { Rng } from '../core/rng.ts';
import { toldApart } from '../match/disclosure.ts';
import type { RowSource } from './row.ts';

/** What the agents that need no server are called where they are named. */
export const AGENT_NAMES = ['economicus', 'moralis', 'baseline', 'random', 'script'] as const;

/** Parts of names such as models have, none that there is: what is learned is that a name changes nothing. */
const SERVERS = ['local', 'lab', 'server', 'tuned'];
const MODELS = ['small', 'base', 'large', 'chat', 'kantian', 'self'];

/** So many of the other seats have a person among them where there are several: one in so many. */
const WITH_PERSON = 4;

/** Names for so many others: half of them agents of the lab, half models; among several sometimes a person, who has none. */
export function calledBy(others: number, chance: Rng): NonNullable<RowSource['called']> {
  const names = toldApart(
    // One more, so that even two are told apart: a list of two is one that knows itself.
    Array.from({ length: others + 1 }, () =>
      chance.below(2) === 0
        ? chance.pick(AGENT_NAMES)
        : `${chance.pick(SERVERS)}/${chance.pick(MODELS)}-${chance.below(90) + 1}b`,
    ),
  ).slice(0, others);
  if (others < 2 || chance.below(WITH_PERSON) > 0) return names;
  const person = chance.below(others);
  return names.map((name, at) => (at === person ? null : name));
}
