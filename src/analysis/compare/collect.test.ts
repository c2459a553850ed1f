/** Matches that were answered alike are folded once where nothing is drawn, and each by its own seed where something is. */
import { beforeAll, expect, test, vi } from 'vitest';
import { type ClassPlan, playClass } from '../../../test/class.ts';
import type { AnyGame } from '../../core/game.ts';
import { loadGame } from '../../disk/games.ts';
import { newCollector } from './collect.ts';
import type { StoredMatch } from '../../core/stored-rows.ts';

let dilemma: AnyGame;
beforeAll(async () => {
  dilemma = await loadGame('prisoners-dilemma');
});

const PEOPLE = 24;
/** One first cooperates, the other always does: who moves first decides what is paid. */
async function alike(config: object): Promise<readonly StoredMatch[]> {
  const choose: ClassPlan['choose'] = ({ key, seat }) => (seat === 0 || key === 'first' ? 'C' : 'D');
  const { matches } = await playClass({
    game: dilemma,
    name: 'class',
    people: PEOPLE,
    against: 'human',
    config,
    choose,
  });
  const { seats, answers, config: same } = matches[0]!;
  const said = (given: StoredMatch['answers']) => given.map(({ turn, seat, key, answer }) => [turn, seat, key, answer]);
  for (const match of matches) expect(said(match.answers)).toEqual(said(answers));
  return matches.map((match) => ({ ...match, config: same, seats, answers: answers.map((one) => ({ ...one })) }));
}

/** As a database hands them over: the same answers as the same list. */
const shared = (matches: readonly StoredMatch[]): readonly StoredMatch[] =>
  matches.map((match) => ({ ...match, answers: matches[0]!.answers }));

function collected(game: AnyGame, matches: readonly StoredMatch[]) {
  const collector = newCollector([game]);
  for (const match of matches) collector.add(match);
  return collector.observations();
}

test('nothing drawn: as if each were folded, and folded once', async () => {
  const matches = await alike({ method: 'strategy', roles: 'fixed' });
  const setup = vi.fn<AnyGame['setup']>((...given) => dilemma.setup(...given));
  const game = { ...dilemma, setup };
  const once = collected(game, shared(matches));
  expect(setup).toHaveBeenCalledTimes(1);
  expect(once).toEqual(collected(game, matches));
  expect(once.counts).toMatchObject({ finished: PEOPLE / 2, decisions: (PEOPLE / 2) * matches[0]!.answers.length });
  expect(once.buckets.flatMap(({ observations }) => observations.items!)).toHaveLength(PEOPLE);
});

test('lots decide: each by its own seed, however alike the answers are', async () => {
  const matches = await alike({ method: 'strategy', roles: 'drawn' });
  const { buckets } = collected(dilemma, shared(matches));
  expect(buckets).toEqual(collected(dilemma, matches).buckets);
  const payoff = dilemma.measures.findIndex(({ name }) => name === 'payoff');
  expect(new Set(buckets[0]!.observations.items!.map(({ values }) => values[payoff]![0])).size).toBeGreaterThan(1);
});
