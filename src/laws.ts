/**
 * The laws of games and of agents, as checks: each names what it found broken, and nothing if the law holds. The numbers are those of
 * `game.ts`. The tests call every law for every game and every agent; a new one needs no new test for them.
 */
export { lawsOfAgents, type Seated } from './laws/agents.ts';
export { configsOf, lawsOfGames } from './laws/games.ts';
export { lawsOfMatches, playedOf } from './laws/matches.ts';
export { type Condition, playByLot, type Trace } from './laws/trace.ts';
export type { Law } from './laws/law.ts';
