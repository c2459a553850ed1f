/** A locked lab: whatever is pressed, a participant answers the questions of one table and comes nowhere else. */
import { describe, expect, it } from 'vitest';
import { rng } from '../core/rng.ts';
import { bench, type Bench } from './bench.test-data.ts';
import { shownOf } from './screens/index.ts';
import type { At } from './state.ts';
import { help } from './screens/help.ts';
import { textOf } from '../show/line.ts';

/** From home to a locked table: the entry, and what is changed on its set-up. */
async function locked(entry = "Prisoner's dilemma", ...table: readonly string[]): Promise<Bench> {
  const lab = await bench();
  await lab.open(entry);
  await lab.keys(...table, 'l', ...'pear', 'Enter');
  return lab;
}
const opened = (lab: Bench): boolean => lab.state().lock === null;

const PARTICIPANTS: readonly At[] = [
  ...(['instructions', 'play', 'result', 'guess', 'debrief', 'word', 'closing', 'trouble', 'cut off'] as const),
];

describe('a locked lab', () => {
  it('is locked with a word of three letters or more, at the table that is set, and that is kept', async () => {
    const lab = await bench();
    await lab.keys('Enter', '→', 'l', 'x', 'Enter');
    expect(lab.text()).toContain('3 to 40 letters');
    expect(lab.store.of('event')).toEqual([]);
    await lab.keys('y', 'z', 'Enter');
    expect(lab.screen('instructions').choice.against).toEqual(['baseline']);
    const [event] = lab.store.of('event');
    expect(event).toMatchObject({ kind: 'locked', body: { table: { against: ['baseline'], preset: 'gentle' } } });
    expect(JSON.stringify(event)).not.toContain('xyz');
  });

  it('asks, thanks, and lets nobody else in without the word', async () => {
    const lab = await locked();
    await lab.keys('Enter', 'c', 'Enter', 'Enter', 'Enter');
    expect(lab.screen('closing')).toBeDefined();
    await lab.keys('Enter', 'Escape', 'q', 'c', 'n', 'Enter');
    expect(lab.text()).toContain('That is not the word');
    await lab.keys(...'PEAR', 'Enter');
    expect(lab.screen('curtain')).toBeDefined();
    await lab.keys('w', ...'p07', 'Enter', 'Enter', 'Enter', 'd', 'Enter');
    expect(opened(lab)).toBe(false);
    const people = lab.store.of('match').map(({ seats }) => seats[0]!.participant);
    expect(new Set(people).size).toBe(2);
    expect(lab.store.of('participant').map(({ label }) => label)).toEqual([null, 'p07']);
    expect(lab.store.of('event').map(({ kind }) => kind)).toEqual(['locked', 'table', 'seated', 'table']);
  });

  it('plays one match a person: nothing plays again', async () => {
    for (const explain of [0, 1, 2]) {
      const lab = await locked("Prisoner's dilemma", '↑', ...Array.from({ length: explain }, () => '→'));
      await lab.keys('Enter', 'c', 'Enter');
      for (let press = 0; press < 6 && lab.state().screen.at !== 'closing'; press++) await lab.keys('Enter');
      expect(lab.screen('closing')).toBeDefined();
      expect(lab.store.of('match')).toHaveLength(1);
    }
  });

  it('opens with Ctrl-C and the word, in the middle of a match too, which can be continued', async () => {
    const lab = await locked('Price duopoly');
    await lab.keys('Enter', '1', '5', 'Enter', '1', 'ctrl-c');
    expect(lab.screen('word').then).toBe('open');
    await lab.keys('ctrl-c');
    expect(lab.text()).toContain('for round 2');
    expect(lab.state().play!.ask!.text).toBe('1');
    await lab.keys('ctrl-c', ...'pear', 'Enter');
    expect(opened(lab)).toBe(true);
    await lab.keys('Escape', 'Enter');
    expect(lab.text()).toContain('Continue');
    expect(lab.store.of('event').map(({ kind }) => kind)).toEqual(['locked', 'table', 'unlocked', 'left']);
    expect(opened(await bench({ store: lab.store }))).toBe(true);
  });

  it('goes on locked where it stood, after it was killed', async () => {
    const store = (await locked('Price duopoly')).store;
    const begins = await bench({ store });
    expect(begins.screen('instructions').choice.game.name).toBe('pricing-duopoly');
    await begins.keys('Enter', '1', '5', 'Enter');
    const person = store.of('match')[0]!.seats[0]!.participant;
    // Killed here: nothing says that it was left.
    store.killed();
    const again = await bench({ store });
    expect(opened(again)).toBe(false);
    await again.keys('q', 'Escape', 'Enter');
    expect(again.text()).toContain('round 2 of 10');
    expect(again.state().current.people[0].code).toBe(person);
    for (let round = 2; round <= 10; round++) await again.keys('1', '5', 'Enter');
    for (let press = 0; press < 3; press++) await again.keys('Enter');
    expect(again.screen('closing')).toBeDefined();
    const done = await bench({ store });
    expect(done.screen('closing')).toBeDefined();
    await done.keys('n', ...'pear', 'Enter', 'w', ...'p09', 'Enter', 'Enter');
    const seated = await bench({ store });
    expect(seated.screen('instructions')).toBeDefined();
    expect(seated.state().current.people[0].label).toBe('p09');
    expect(store.of('match')).toHaveLength(1);
  });

  it('opens locked for a study at the table that was named, with the word or asking for it', async () => {
    const choice = (await locked()).state().lock!.table;
    const lab = await bench({ start: choice, locked: 'plum' });
    expect(lab.screen('instructions')).toBeDefined();
    await lab.keys('ctrl-c', ...'plum', 'Enter');
    expect(opened(lab)).toBe(true);
    const asks = await bench({ start: choice, locked: '' });
    expect(asks.screen('lock')).toBeDefined();
    const unset = await bench({ locked: '' });
    await unset.keys('Enter', 'Enter');
    // A study: neutral words, and nothing explained, unless the table says otherwise.
    expect(unset.screen('lock').choice).toMatchObject({ explain: 'never', config: { neutral: true } });
    expect(unset.text()).toContain('no theory');
    await unset.keys('Escape', '↑', '←', 'Enter');
    expect(unset.screen('lock').choice.explain).not.toBe('never');
    expect(unset.text()).not.toContain('no theory');
  });

  it.each([
    ["Prisoner's dilemma", ['a']],
    ['Price duopoly', ['1', '4']],
  ])('of a study names neither theory nor who plays, on any screen of %s', async (entry, answer) => {
    const lab = await bench({ locked: '' });
    await lab.open(entry);
    await lab.keys('Enter', ...'pear', 'Enter');
    const leaks = /dilemma|cooperat|defect|moralis|economicus|Nash|monopoly/i;
    const seen = new Set<string>();
    const look = (): void => {
      expect(lab.text()).not.toMatch(leaks);
      expect(shownOf(lab.state()).title).not.toMatch(leaks);
      seen.add(lab.state().screen.at);
    };
    for (let left = 60; left > 0 && lab.state().screen.at !== 'closing'; left--) {
      look();
      await lab.keys(...(lab.state().screen.at === 'play' ? answer : []), 'Enter');
    }
    look();
    await lab.keys('n');
    look();
    await lab.keys(...'pear', 'Enter');
    look();
    expect([...seen]).toEqual(expect.arrayContaining(['instructions', 'play', 'result', 'closing', 'word', 'curtain']));
  });

  it('explains keys, and no theory, wherever h is pressed', async () => {
    const lab = await locked();
    const read = (): string => {
      const { games } = lab.state();
      return help(shownOf(lab.state()), games, 0).lines(76, 60).map(textOf).join('\n');
    };
    const theory = /Nash|monopoly|κ|kappa|utility|Terms|compare|plan\b/i;
    expect(read()).not.toMatch(theory);
    await lab.keys('Enter');
    expect(read()).not.toMatch(theory);
    await lab.keys('c', 'Enter');
    expect(read()).not.toMatch(theory);
  });

  it('and any other: at a question h names no theory', async () => {
    const lab = await bench();
    await lab.keys('Enter', 'Enter', 'Enter');
    const read = help(shownOf(lab.state()), lab.state().games, 0).lines(76, 80).map(textOf).join('\n');
    expect(read).not.toMatch(/Nash|monopoly|κ|utility|belief|uniform|T R P S|like-minded/);
  });

  it.each([
    ["Prisoner's dilemma", 0],
    ['Vehicles', 1],
    ['Price duopoly', 2],
    ['Guess who', 3],
  ])('lets no key out of %s: 400 keys at random', async (entry, seed) => {
    const lab = await locked(entry);
    const draw = rng(seed, 'keys');
    const names = [
      ...[..."abcdefghijklmnopqrstuvwxyz0123456789,. '"],
      ...['Enter', 'Enter', 'Enter', 'Enter', 'Escape', 'Tab', 'Backspace', '↑', '↓', '←', '→', 'ctrl-c'],
    ];
    const sessions = lab.store.of('session').length;
    let over = false;
    void lab.lab.over.then(() => (over = true));
    for (let press = 0; press < 400; press++) {
      const name = draw.pick(names);
      await lab.keys(name);
      expect(PARTICIPANTS).toContain(lab.state().screen.at);
    }
    expect(opened(lab)).toBe(false);
    expect(over).toBe(false);
    expect(lab.store.of('match').length).toBeLessThanOrEqual(1);
    expect(lab.store.of('session')).toHaveLength(sessions);
    const kinds = lab.store.of('event').map(({ kind }) => kind);
    expect(kinds.filter((kind) => !['locked', 'table', 'guess'].includes(kind))).toEqual([]);
  });
});
