/** Numbers on a scale of their own: their bars are as long as they are far on it, and their words are the numbers. */
import { expect, it } from 'vitest';
import { loadGames } from '../disk/games.ts';
import { referenceTable } from '../disk/reference-files.ts';
import { decision, match } from '../../test/database/sample.ts';
import { figureOf } from './figure.ts';
import { preparedLesson } from './prepared-lesson.ts';
import { readLesson } from './read-lesson.ts';

const text = `title: Giving
sentence: What is put in.
sources: [nobody]
tables:
  good: { game: public-goods, settings: { endowment: 40 } }
facts:
  selfish: { kind: agent, table: good, agent: economicus, at: contribute }
  kantian: { kind: agent, table: good, agent: 'moralis:1', at: contribute }
stops:
  - kind: reveal
    title: Look
    minutes: 2
    text: ['{kantian} is {kantian_number} points.']
    rows:
      - label: puts in
        class: { table: good, key: contribute }
        theory: [{ fact: selfish }, { fact: kantian }]
    order: [{ group: class }, { group: theory }]
handout:
  text: [Text.]
  questions: [One?, Two?, Three?]
  licence: MIT
`;

it('an agent that has no utility is refused, and never answered for by the stand-in', async () => {
  const { lesson, refuse } = readLesson('giving', { file: 'giving.yaml', text: text.replace("'moralis:1'", 'random') });
  const games = await loadGames();
  expect(() => preparedLesson(lesson, games, referenceTable, refuse)).toThrow(
    'giving.yaml, line 8, facts kantian: random has no utility to solve: name economicus, moralis or baseline.',
  );
});

it('a mean of points and what theory gives stand on the scale of the question', async () => {
  const { lesson, refuse } = readLesson('giving', { file: 'giving.yaml', text });
  const prepared = preparedLesson(lesson, await loadGames(), referenceTable, refuse);
  const stop = prepared.lesson.stops[0]!;
  if (stop.kind !== 'reveal') throw new Error('the first stop reveals');
  expect(stop.text).toEqual(['100 % is 40 points.']);
  const { game, config } = prepared.tables.get('good')!;
  const human = { label: 'human', kind: 'human', id: 'human', shown: 'x', participant: 'a' } as const;
  const row = match('s', { game: game.name, config, seats: [human] });
  const played = { match: row, decisions: [decision(row.code, { seat: 0, key: 'contribute', answer: 10 })] };
  const { rows } = figureOf(stop, prepared, { tallies: [], matches: [played], events: [] });
  expect(rows[0]!.asksClass).toBe('mean');
  expect(rows[0]!.bars.map(({ share, value }) => [share, value])).toEqual([
    [0.25, '10  mean of 1'],
    [0, '0  theory'],
    [1, '40  theory'],
  ]);
});
