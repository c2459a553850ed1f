/** Where a player stands: their own choices, the class as far as it gives nobody away, published people, theory; in every game. */
import { beforeAll, describe, expect, test } from 'vitest';
import { cooperating, playClass, rating, type Class, type Choosing } from '../../../test/class.ts';
import { randomAnswer } from '../../agents/script.ts';
import { type Block, blocksAsText } from '../../core/blocks.ts';
import type { AnyGame } from '../../core/game.ts';
import { loadGame, loadGames } from '../../disk/games.ts';
import { referenceTable as table } from '../../disk/reference-files.ts';
import { replay } from '../../match/replay.ts';
import { newCollector } from '../compare/collect.ts';
import { compare } from '../compare/compare.ts';
import { wilson } from '../stats/rates.ts';
import { conditionIn, spokenPeople, standingBlocks } from './standing.ts';

let games: readonly AnyGame[];
beforeAll(async () => {
  games = await loadGames();
});

/** The standing of the first person of a class, as this game says it. */
async function stands({ matches }: Class, game: AnyGame): Promise<readonly Block[]> {
  const collector = newCollector(games);
  for (const match of matches) collector.add(match);
  const comparison = await compare(collector.observations(0), {
    ...{ by: 'session', files: [], sessions: [], treatments: new Map(), rehearsals: 0, models: [], references: [] },
    table,
  });
  const [match] = matches;
  const { config, seed, seats, answers } = match!;
  const seat = seats.findIndex(({ kind }) => kind === 'human');
  const played = replay(game, config, seed, seats.length, answers);
  const mine = { match: match!, game, played, seat };
  const condition = conditionIn(comparison, mine);
  expect(condition).not.toBeNull();
  return standingBlocks(condition!, mine, spokenPeople(condition!, game.people?.(config, table, 'programs') ?? []));
}

const scales = (blocks: readonly Block[]) => blocks.flatMap((block) => (block.kind === 'scale' ? [block] : []));
const rows = (blocks: readonly Block[]) => scales(blocks).flatMap((block) => block.rows);

describe('the dilemma', () => {
  const all = { against: 'moralis:0.5', config: { method: 'strategy', roles: 'drawn' } } as const;
  const classOf = async (people: number, choose: Choosing = cooperating(1, 1, 0)): Promise<Class> =>
    playClass({ game: await loadGame('prisoners-dilemma'), name: 'class', people, choose, ...all });

  test('one line a node that was answered: class and interval, oneself, theory, and 134 people behind', async () => {
    const game = await loadGame('prisoners-dilemma');
    const blocks = await stands(await classOf(12), game);
    expect(rows(blocks).map(({ label }) => label)).toEqual(['moves first', 'answers cooperation', 'answers defection']);
    const [first] = rows(blocks);
    expect(first).toMatchObject({ text: 'class 100 %', band: { who: '134 people in Trento', n: 'n 134' } });
    expect(first!.interval![0]).toBeCloseTo(wilson(12, 12)![0], 9);
    expect(first!.marks.map(({ who }) => ('agent' in who ? who.agent : 'you'))).toEqual([
      'class',
      'you',
      'economicus',
      'moralis',
    ]);
    const words = blocksAsText(blocks);
    expect(words).toContain('×\u00a012 people of this session (├ ┤ 95 % interval)');
    expect(words).toMatch(/░\u00a0134 people in Trento, of a published experiment \(▒ their mean\)/);
    expect(words).toMatch(/What differs there: half could be sent.*would do the same: low\./);
  });

  test('of one who moved first by fixed roles only that node', async () => {
    const game = await loadGame('prisoners-dilemma');
    const made = await playClass({ game, name: 'c', people: 6, against: 'baseline', choose: cooperating(1, 1, 1) });
    expect(rows(await stands(made, game)).map(({ label }) => label)).toEqual(['moves first']);
  });

  test('under five nothing of the class but how many; alone nothing at all', async () => {
    const game = await loadGame('prisoners-dilemma');
    const few = await stands(await classOf(4), game);
    for (const row of rows(few)) {
      expect(row.interval).toBeUndefined();
      expect(row.text).toBeUndefined();
      expect(row.marks.filter(({ who }) => 'agent' in who && who.agent === 'class')).toEqual([]);
    }
    expect(blocksAsText(few)).toContain('of this session 4 so far, shown from 5 on');
    const alone = blocksAsText(await stands(await classOf(1), game));
    expect(alone).not.toContain('this session');
    expect(alone).toContain('134 people in Trento');
  });

  test('in German it is German, by the question and the answer that counts', async () => {
    const game = await loadGame('prisoners-dilemma');
    const german = await game.translations!['de']!();
    const made = await classOf(6);
    const blocks = await stands(made, german);
    expect(rows(blocks).map(({ label }) => label.replace(/.*: /, ''))).toEqual(Array(3).fill('kooperieren'));
    expect(rows(blocks)[0]!.text).toBe('Gruppe 100 %');
    const said = blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).join(' ');
    expect(said).toMatch(/×\u00a06 Personen dieser Sitzung.*134 Personen in Trient/);
    expect(said).not.toMatch(/people|theory|published|\{/);
  });
});

test('every game whose comparison has figures has lines; where nothing is published, without a band', async () => {
  for (const game of games) {
    if (game.comparison?.figures === undefined) continue;
    const { least } = game.seats(game.config.parse({}));
    // Classes are made up for one opponent at most.
    if (least > 2) continue;
    const alone = least < 2;
    const made = await playClass({
      ...{ game, name: game.name, people: 6, against: alone ? '' : 'baseline' },
      choose: game.name === 'autonomous-vehicles' ? rating(40) : (decision, chance) => randomAnswer(decision, chance),
    });
    const blocks = await stands(made, game);
    expect([game.name, rows(blocks).length > 0]).toEqual([game.name, true]);
    const banded = rows(blocks).some(({ band }) => band !== undefined);
    expect([game.name, banded]).toEqual([game.name, banded && game.people !== undefined]);
    expect(blocksAsText(blocks)).not.toMatch(/NaN|undefined|Infinity/);
  }
});
