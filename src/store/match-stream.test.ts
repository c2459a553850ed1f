import { join } from 'node:path';
import { expect, it } from 'vitest';
import { game } from '../../games/prisoners-dilemma/index.ts';
import { decision, folder, match, session } from '../../test/database/sample.ts';
import type { LoggedMatch, AnswerCells } from '../core/stored-rows.ts';
import type { DecisionRow, StoredAnswer } from '../core/log.ts';
import { rng } from '../core/rng.ts';
import { movesFrom } from '../match/group.ts';
import { openLog } from './log-reader.ts';
import { openStore } from './open.ts';

it('moves come by turn, seat and question, whatever the order in which they were given, and are the same moves', async () => {
  const file = join(folder(), 'lab.sqlite');
  const [mine, config] = [session(), game.config.parse({})];
  const one = match(mine.code, { config });
  const [asked] = game.pending(game.setup(config, rng(1, 'setup'), 2));
  // Keys sort otherwise than their questions are asked.
  const questions = [0, 1].flatMap((seat) => ['z', 'b', 'y'].map((key) => ({ ...asked!, seat, key })));
  const given = (seat: number, key: string, answer: string, revision = 0): DecisionRow =>
    decision(one.code, { seat, key, position: ['z', 'b', 'y'].indexOf(key), revision, answer });
  const rows = [
    ...['z', 'b', 'y'].map((key) => given(1, key, 'D')),
    ...[given(0, 'z', 'D'), given(0, 'b', 'D')],
    // Back to the first question, and on.
    ...[given(0, 'z', 'C', 1), given(0, 'b', 'D', 1), given(0, 'y', 'C')],
  ];

  const store = await openStore(file);
  await store.record([
    { table: 'session', row: mine },
    { table: 'match', row: one },
    ...rows.map((row) => ({ table: 'decision', row }) as const),
    { table: 'ending', row: { match: one.code, how: 'finished', at: 2 } },
  ]);
  store.close();

  const log = await openLog(file);
  const found: StoredAnswer[] = [];
  const [entry] = await log.catalogue();
  for await (const matches of log.played({ session: entry!, cells: 'moves' }))
    found.push(...matches.flatMap(({ answers }) => answers));
  log.close();

  expect(found.map(({ seat, key, answer }) => `${seat} ${key} ${answer}`)).toEqual([
    ...['0 z D', '0 z C', '0 b D', '0 b D', '0 y C'],
    ...['1 z D', '1 b D', '1 y D'],
  ]);
  const moves = movesFrom(questions, found, 0, found.length);
  expect(moves?.map(({ answer }) => answer)).toEqual(['C', 'D', 'C', 'D', 'D', 'D']);
  expect(moves).toEqual(movesFrom(questions, rows, 0, rows.length));
});

it('questions come as they were answered, and those that are the same are the same list', async () => {
  const file = join(folder(), 'lab.sqlite');
  const mine = session();
  const matches = [1, 2, 3].map(() => match(mine.code));
  const given = [
    { seat: 1, key: 'z' },
    { seat: 0, key: 'y', practice: true },
    { seat: 0, key: 'b' },
    { seat: 1, key: 'z', revision: 1 },
  ];
  const rows = matches.flatMap(({ code }, at) => [
    ...given.map((one) => decision(code, one)),
    ...(at === 1 ? [decision(code, { seat: 0, key: 'c', turn: 1, round: 2 })] : []),
  ]);

  const store = await openStore(file);
  await store.record([
    { table: 'session', row: mine },
    ...matches.map((row) => ({ table: 'match', row }) as const),
    ...rows.map((row) => ({ table: 'decision', row }) as const),
  ]);
  store.close();

  const log = await openLog(file);
  const found: LoggedMatch<AnswerCells['questions']>[] = [];
  const [entry] = await log.catalogue();
  for await (const some of log.played({ session: entry!, cells: 'questions' })) found.push(...some);
  log.close();

  const [first, longer, again] = found.map(({ answers }) => answers);
  expect(first!.map(({ seat, key, revision }) => `${seat} ${key} ${revision}`)).toEqual([
    '1 z 0',
    '0 y 0',
    '0 b 0',
    '1 z 1',
  ]);
  expect(first!.map(({ practice }) => practice)).toEqual([false, true, false, false]);
  expect(longer!.slice(0, 4)).toEqual(first);
  expect(longer![4]).toMatchObject({ turn: 1, round: 2, key: 'c' });
  expect(again).toBe(first);
});
