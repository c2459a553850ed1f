import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { cooperating, playClass } from '../../test/class.ts';
import { newCollector } from '../analysis/compare/collect.ts';
import { compare as compared } from '../analysis/compare/compare.ts';
import type { By } from '../analysis/compare/samples.ts';
import { loadGame } from '../disk/games.ts';
import type { OpenSource } from './compare/watcher.ts';
import { bench } from './bench.test-data.ts';
import type { MemoryStore } from '../lab/memory-store.test-data.ts';
import { talk } from './plain/open.ts';
import { entriesOf } from './screens/home.ts';

/** Types lines into a plain lab until they run out; gives what it said. "› Compare" types the number of that entry of home. */
async function typed(
  lines: readonly string[],
  store?: MemoryStore,
  compare?: OpenSource,
): Promise<{ readonly said: string; readonly store: MemoryStore }> {
  const lab = await bench({ ...(store === undefined ? {} : { store }), ...(compare === undefined ? {} : { compare }) });
  const [input, output] = [new PassThrough(), new PassThrough()];
  const said: string[] = [];
  output.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const entries = entriesOf(lab.state()).map(({ name }) => `› ${name}`);
  const byNumber = (line: string): string => (entries.includes(line) ? String(1 + entries.indexOf(line)) : line);
  input.end(lines.map((line) => `${byNumber(line)}\n`).join(''));
  await talk(lab.lab, input, output);
  await lab.lab.leave();
  return { said: said.join(''), store: lab.store };
}

describe('the lab read line by line', () => {
  it('plays a dilemma from home to the reasons, without drawing', async () => {
    const { said, store } = await typed(['1', '', '', 'maybe', 'c', '', '0.1', 'b', 'q']);
    expect(said).toContain('1: Against: moralis');
    expect(said).toContain('Same by hand: homines play prisoners-dilemma --against moralis:0.5');
    expect(said).toContain('Choose cooperate or defect; got "maybe".');
    expect(said).toContain('75 for you, 75 for moralis');
    expect(said).toContain('κ is 0.10');
    expect(said).not.toMatch(/[─│┌└├]/);
    expect(store.of('decision')[0]).toMatchObject({ answer: 'C', seat: 0 });
    expect(store.of('ending')).toHaveLength(1);
  });

  it('reads a comparison when it is there, however long that took, and its pages', async () => {
    const update = async (by: By, preferences: boolean) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return compared(newCollector([]).observations(), {
        ...{
          by,
          preferences,
          files: [],
          sessions: [],
          treatments: new Map(),
          rehearsals: 0,
          models: [],
          references: [],
        },
      });
    };
    const source: OpenSource = async () => ({ changed: () => false, update, close: () => undefined });
    const { said } = await typed(['› Compare', '', 't', 'k', 'b', 'q'], undefined, source);
    expect(said.match(/Reading what was played\./g)).toHaveLength(2);
    expect(said.match(/Nothing has been played yet/g), 'b goes back one step, to the figures').toHaveLength(5);
  });

  it('reads a comparison by treatment after g', async () => {
    const game = await loadGame('prisoners-dilemma');
    const treatment = (who: number): string => (who < 5 ? 'told' : 'not told');
    const choose = cooperating(0.6, 0.8, 0.2);
    const { matches, rows } = await playClass({
      game,
      name: 'A',
      people: 10,
      against: 'moralis:0.5',
      choose,
      treatment,
    });
    const treatments = new Map(
      rows.flatMap(({ table, row }) => (table === 'participant' ? [[row.code, row.treatment] as const] : [])),
    );
    const collector = newCollector([game]);
    for (const match of matches) collector.add(match);
    const update = async (by: By) =>
      compared(collector.observations(), {
        ...{ by, treatments, files: [], sessions: [], rehearsals: 0, models: [], references: [] },
      });
    const source: OpenSource = async () => ({ changed: () => false, update, close: () => undefined });
    const { said } = await typed(['› Compare', 'g', 'b', 'q'], undefined, source);
    expect(said).toMatch(
      /people: 10 people\.[\s\S]*People by treatment\.[\s\S]*told: 5 people\.\n*not told: 5 people\./,
    );
  });

  it('changes the table by numbers', async () => {
    const { said, store } = await typed(['1', '1', '1 1', '9', 's', 'T=1', 'T=99', '', '', 'd', 'b', 'q']);
    expect(said).toContain('1 3: baseline.');
    expect(said).toContain('Type the number of a line');
    expect(said).toContain('T > R > P > S');
    expect(store.of('match')[0]).toMatchObject({ config: { T: 99 } });
    expect(store.of('match')[0]!.seats[1]!.id).toBe('economicus');
  });

  it('answers ratings, goes back, declines, and keeps what was chosen when it is left', async () => {
    const { said, store } = await typed([
      '› Vehicles',
      '',
      '',
      'i',
      'keep course',
      '101',
      '40',
      'b',
      '7',
      'x',
      'leave',
      'b',
      'leave',
      '',
      'q',
    ]);
    expect(said).toContain('got "101"');
    expect(said).toContain('Your 4 choices are kept');
    const mine = store.of('decision').filter((d) => d.seat === 0);
    expect(mine.map((d) => d.answer)).toEqual(['keep', 40, 7, 'rather not say']);
    const again = await typed(['1', 'k', 'q'], store);
    expect(again.said).toContain('1: Continue: Vehicles');
    expect(again.said).toContain('car 2 of 8');
  });

  it('is told who sits down, one person or several', async () => {
    const one = await typed(['1', '', 'w', 'p07, told', '', 'c', '', 'b', 'b', 'b', 'q']);
    expect(one.said).toContain('label none, treatment none.');
    expect(one.store.of('participant')).toMatchObject([{ label: 'p07', treatment: 'told' }]);
    const table = ['› Vehicles', '1 4', '2 2', '', 'w'];
    const three = await typed([...table, 'p1', '1: p1, a', '2: p2', '3: p2', '3: p3, b', '', '', '', 'leave', '', 'q']);
    expect(three.said).toContain('Type a number from 1 to 3 and a colon; got "p1".');
    expect(three.said).toContain('p2 sits at this keyboard already');
    expect(three.said).toContain('Now player 1 (p1)');
    expect(three.store.of('participant').map(({ label, treatment }) => [label, treatment])).toEqual([
      ['p1', 'a'],
      ['p2', null],
      ['p3', 'b'],
    ]);
  });

  it('tells a match of four people from the place of each', async () => {
    const players = ['', '5', '', '7', '', '9', '', '11'];
    const { said, store } = await typed(['› Public good', '1 4', '', '', ...players, 'p', 'p', 'p', '', 'p', 'b', 'q']);
    expect(store.of('match')[0]!.seats.map(({ kind }) => kind)).toEqual(['human', 'human', 'human', 'human']);
    for (const [seat, given] of [5, 7, 9, 11].entries()) {
      expect(said).toContain(`Now player ${seat + 1} (`);
      expect(said).toMatch(new RegExp(`As player ${seat + 1} sees it\\.\\s+You put in ${given} of`));
    }
    expect(said).toMatch(/What happened, and why\.\s+As player 4 sees it\.[^]*As player 1 sees it\./);
  });

  it('keeps a match when the input ends in the middle', async () => {
    const { store } = await typed(['› Price duopoly', '', '', '15']);
    expect(store.of('event').map((e) => e.kind)).toEqual(['table', 'left']);
    expect(store.of('decision')).toHaveLength(2 + 1);
  });

  it('logs what the calculator was asked', async () => {
    const { said, store } = await typed(['› Price duopoly', '', '', 'w 15', 'w 15 16', '17,5', 'leave', '', 'q']);
    expect(said).toContain('Type w and a number for each of');
    const mine = store.of('decision').find((d) => d.seat === 0);
    expect(mine!.answer).toBe(17.5);
    expect(mine!.marks!.map(([, mark]) => mark)).toContain('what-if 15/16');
  });

  it('guesses, and hands over between two people with a cleared terminal', async () => {
    const guessed = await typed(['› Guess who', '', '', 'c', 'c', 'c', 'c', 'c', '', 'e', 'm 60', 'b', 'b', 'q']);
    expect(guessed.said).toContain('got "e"');
    expect(guessed.store.of('event').at(-1)).toMatchObject({
      kind: 'guess',
      body: { guess: 'moralis:0.5', confidence: 60 },
    });
    const two = await typed(['1', '1 5', '', '', '', 'c', '', 'd', 'b', 'b', 'q']);
    expect(two.said).toContain('Now player 2');
    expect(two.said.split('\x1b[2J').length).toBe(3);
    expect(two.store.of('decision').map((d) => d.answer)).toEqual(['C', 'D']);
  });

  it('lists sessions, names them and looks at matches again', async () => {
    const { store } = await typed(['1', '', '', 'c', 'b', 'b', 't', 'class of 24 Nov', 'y', 'q']);
    expect(store.of('event').at(-1)).toMatchObject({ kind: 'named', body: { name: 'class of 24 Nov' } });
    const { said } = await typed(['› Sessions', '1', '1', 'e', 'b', '', 'b', 'f', 'y', 'q'], store);
    expect(said).toContain('class of 24 Nov, now: 1 match');
    expect(said).toContain('you: Your move: C');
    expect(said).toContain('A new session');
  });
});
