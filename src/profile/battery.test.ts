/**
 * The eighteen protocols in a profile: how much is asked, that verdicts are true of everybody whose character is known, and
 * that the game in which agents of theory agree tells nothing between them.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { loadGames } from '../disk/games.ts';
import { type Length, LENGTHS } from '../core/profile-spec.ts';
import { character, profiled, solved } from '../../test/profiled-agents.ts';
import { batteryTasks, tasksOf } from './design.ts';
import { preferenceOf } from './preference.ts';
import { scoresOf } from './scores.ts';

const GAMES = await loadGames();
const TASKS = batteryTasks(GAMES);

/** Answers the same letters everywhere, and expects what it is told to. */
const always = (id: string, letters: readonly string[], expects = 50) =>
  character(id, ({ decision: { input } }) => ({
    answer: input.kind === 'choice' ? input.options.find(({ value }) => letters.includes(value))!.value : expects,
  }));

const AGENTS = [
  ...['baseline', 'economicus', 'moralis:0.1', 'moralis:0.5', 'moralis:1', 'random'].map((id) => solved(id, GAMES)),
  always('kind', ['C', 'T', 'S', 'E', 'A']),
  always('harsh', ['D', 'O', 'K', 'U', 'R']),
];

type Found = Awaited<ReturnType<typeof profiled>>;
const found: Partial<Record<Length, Found>> = {};
beforeAll(async () => {
  for (const length of LENGTHS) found[length] = await profiled(AGENTS, GAMES, length, {}, TASKS);
});

const verdicts = (length: Length, row: string): Readonly<Record<string, string | null>> => {
  const { agents, rows } = found[length]!;
  const cells = rows.find(({ id }) => id === row)!.cells;
  return Object.fromEntries(cells.map(({ verdict }, at) => [agents[at]!.id, verdict]));
};

test('the tasks are the eighteen protocols, and a profile of the reported pattern asks none of the twelve new ones', () => {
  expect(TASKS.map(({ spec }) => spec.task)).toEqual(['dilemmas', 'trust', 'ultimatum']);
  expect(TASKS.flatMap(({ spec }) => spec.conditions('quick'))).toHaveLength(18);
  expect(tasksOf(GAMES).map(({ spec }) => spec.task)).not.toContain('trust');
  expect(tasksOf(GAMES).map(({ spec }) => spec.task)).toContain('dilemmas');
});

test.each([
  ['quick', 84],
  ['standard', 420],
  ['full', 1680],
] as const)('%s is %i questions to whoever is asked for answers', (length, questions) => {
  const { agents, matches } = found[length]!;
  const at = AGENTS.findIndex(({ id }) => id === 'kind');
  const mine = matches.filter(({ agent }) => agent === at);
  // A dilemma asks three beliefs and three choices, the others two and two.
  expect(mine.reduce((sum, { task }) => sum + (task === 'dilemmas' ? 6 : 4), 0)).toBe(questions);
  expect(agents[at]!.answers).toHaveLength(questions / 2);
});

describe.each(LENGTHS)('%s', (length) => {
  test('who shares and who does not', () => {
    const shares = verdicts(length, 'shares after trust');
    expect(shares).toMatchObject({ economicus: 'no', 'moralis:0.1': 'no', 'moralis:0.5': 'shown', harsh: 'no' });
    // Six answers of somebody who draws are too few to be sure.
    expect([shares['kind'], shares['moralis:1']]).toEqual([length === 'quick' ? 'undecided' : 'shown', 'shown']);
    expect(verdicts(length, 'shares where both gain')).toMatchObject({
      ...{ economicus: 'no', 'moralis:0.1': 'no', 'moralis:0.5': 'shown' },
    });
  });

  test('the control: every agent of theory with κ below 1 plays alike, whoever rejects does not', () => {
    for (const row of ['accepts unequal splits', 'proposes equal splits'])
      expect(verdicts(length, row)).toMatchObject({
        ...{ economicus: 'shown', 'moralis:0.1': 'shown', 'moralis:0.5': 'shown', harsh: 'no' },
      });
  });

  test('lots are shown to do nothing, and rows of ours are nobody’s report', () => {
    const mine = found[length]!.rows.filter(({ task }) => task !== 'dilemmas');
    expect(mine).toHaveLength(4);
    for (const { id, reportedOf, source, cited } of mine) {
      expect(verdicts(length, id)['random'], id).not.toBe('shown');
      expect([reportedOf, source, cited]).toEqual(['nobody', 'ours', 'ours']);
    }
  });
});

test('scores count only where economicus and moralis answer otherwise: in trust at sharing, in the ultimatum nowhere', () => {
  const of = (id: string) => {
    const one = found.standard!.agents.find((agent) => agent.id === id)!;
    return scoresOf(one, TASKS).filter(({ task }) => task !== 'dilemmas');
  };
  for (const id of ['economicus', 'moralis:0.5', 'kind']) {
    expect(of(id).map(({ task }) => task)).toEqual(['trust', 'trust']);
    // κ = 0.5 shares in four of the six.
    expect(new Set(of(id).map(({ questions }) => questions))).toEqual(new Set([4]));
  }
  expect(of('economicus').map(({ score }) => score)).toEqual([1, 0]);
  expect(of('moralis:0.5').map(({ score }) => score)).toEqual([0, 1]);
});

test('what was asked of a model over all eighteen is one sample of its preferences', () => {
  const { choices } = found.full!.agents.find(({ id }) => id === 'kind')!;
  expect(new Set(choices!.map(({ game }) => game)).size).toBe(18);
  expect(
    choices!.every(
      ({ method, roles, belief }) => method === 'strategy' && roles === 'drawn' && belief.kind === 'stated',
    ),
  ).toBe(true);
  expect(preferenceOf({ ...found.full!.agents[0]!, id: 'local/m', choices: choices! })).not.toBeNull();
});
