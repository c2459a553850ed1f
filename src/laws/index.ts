/**
 * The laws of games and of agents, as checks: each names what it found broken, and nothing if the law holds. The numbers are those of
 * `core/game.ts`. The tests call every law for every game and every agent; a new one needs no new test for them.
 */
export { lawsOfAgents, type SeatedCase } from './agents.ts';
export { configsOf, lawsOfGames } from './games.ts';
export { lawsOfMatches, playedOf } from './matches.ts';
export { type LawCase, playByLot, type Trace } from './trace.ts';
export type { Law } from './law.ts';
