/** A battery on the screen: eighteen protocols, nothing told in between, and the way back into it from wherever it was left. */
import { describe, expect, it } from 'vitest';
import { rng } from '../core/rng.ts';
import { UserError } from '../core/user-error.ts';
import { loadGames } from '../disk/games.ts';
import { usualBattery } from '../lab/battery/setting.ts';
import { columnsOf, textOf } from '../show/line.ts';
import { bench, type Bench } from './bench.test-data.ts';
import { bodySize } from './body-size.ts';
import { viewOf } from './plain/views.ts';
import { help } from './screens/help.ts';
import { shownOf } from './screens/index.ts';

const usual = { ...usualBattery(await loadGames(), 'last'), seed: 7 };

/** Answers the question on the screen, goes on from a page, lifts a curtain; false: nothing of a battery is left to do. */
async function step(lab: Bench): Promise<boolean> {
  const { screen, play } = lab.state();
  if (screen.at === 'battery') {
    if (screen.stage === 'over') return false;
    await lab.keys('Enter');
    return true;
  }
  if (screen.at !== 'play') return false;
  if (!play?.ask) await lab.keys('Enter');
  else if (play.ask.decision.input.kind === 'number') await lab.keys('6', '0', 'Enter');
  else await lab.keys(play.ask.decision.input.options[0]!.key, 'Enter');
  return true;
}

const toEnd = async (lab: Bench, each: () => void = () => undefined): Promise<void> => {
  for (let steps = 0; steps < 500; steps++) {
    each();
    if (!(await step(lab))) return;
  }
  throw new Error('the battery has no end');
};

/** Every line of the screen is within its window, and no word of participants is cut off. */
function expectFits(lab: Bench, columns: number, rows: number): void {
  const shown = shownOf({ ...lab.state(), columns, rows });
  const { width, height } = bodySize(columns, rows, shown.indent);
  const lines = shown.lines(width, height).map(textOf);
  expect(lines.length).toBeLessThanOrEqual(height);
  for (const line of [`${shown.title}  ${shown.right}`, ...lines]) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
  const said = [shown.title, shown.right, ...lines].filter((line) => !/^… \d+ (more )?lines/.test(line)).join('\n');
  expect(said).not.toContain('…');
}

describe('a battery', () => {
  it('begins at home, tells nothing before its end, and then all eighteen beside theory', async () => {
    const lab = await bench();
    await lab.open('Battery');
    expect(lab.text()).toContain('You go through 18 short protocols');
    const progress = new Set<string>();
    await toEnd(lab, () => {
      const text = lab.text();
      for (const said of text.match(/protocol \d+ of 18/g) ?? []) progress.add(said);
      const { screen } = lab.state();
      if (screen.at === 'battery' && screen.stage !== 'over')
        expect(text).not.toMatch(/you get|economicus|moralis|result|payoff/);
      expect(screen.at).not.toBe('result');
    });
    expect([...progress]).toEqual(Array.from({ length: 18 }, (_, at) => `protocol ${at + 1} of 18`));
    const all = lab.text(80, 200);
    for (const said of [
      'Thank you',
      'economicus',
      'moralis',
      'Drawn, should points be paid',
      'so none is estimated here',
    ])
      expect(all).toContain(said);
    expect(all.match(/^ *\d+ (Prisoner's dilemma|Trust|Ultimatum) /gm)).toHaveLength(18);
    expect(all).not.toMatch(/κ̂|κ of about/);
    for (let page = 0; page < 12 && lab.state().screen.at === 'battery'; page++) await lab.keys('Enter');
    expect(lab.state()).toMatchObject({ screen: { at: 'home' }, battery: null });
    expect(lab.store.of('match')).toHaveLength(18);
  });

  it.each([
    [60, 20, 'en'],
    [60, 20, 'de'],
    [80, 24, 'de'],
  ] as const)('fits %i × %i in %s, every page of it', async (columns, rows, language) => {
    const lab = await bench({ battery: { ...usual, language }, columns, rows });
    await toEnd(lab, () => expectFits(lab, columns, rows));
    for (let page = 0; page < 12 && lab.state().screen.at === 'battery'; page++) {
      expectFits(lab, columns, rows);
      await lab.keys('Enter');
    }
    expect(lab.state().screen.at).toBe('home');
    if (language === 'de') expect(lab.store.of('match').every((match) => match.language === 'de')).toBe(true);
  });

  it('is read aloud page by page', async () => {
    const lab = await bench({ battery: usual });
    const read = () => viewOf(lab.state()).says.join('\n');
    expect(read()).toContain('You go through 18 short protocols');
    await lab.keys('Enter');
    expect(read()).toMatch(/protocol 1 of 18\.[^]*These are its rules/);
    await lab.keys('Enter');
    expect(read()).toMatch(/, protocol 1 of 18\n[^]*How likely/);
  });

  it('is left with Esc and gone on with from home, at the question where it stood', async () => {
    const lab = await bench({ battery: usual });
    for (let steps = 0; steps < 23; steps++) await step(lab);
    const before = { text: lab.text(), answers: lab.store.of('decision').length };
    expect(lab.state().screen.at).toBe('play');
    await lab.keys('Escape', 'Enter');
    expect(lab.state()).toMatchObject({ screen: { at: 'home' }, battery: null });
    await lab.open('Battery');
    expect(lab.text()).toMatch(/This was interrupted[^]*It goes on at protocol \d of 18/);
    await lab.keys('Enter');
    expect(lab.text()).toBe(before.text);
    expect(lab.store.of('decision')).toHaveLength(before.answers);
    await lab.keys('Escape', 'Enter');
    expect(lab.text()).toMatch(/Continue +Battery \d+ of 18, \w+: \d+ choices? kept/);
    // The match itself, from the list, goes on with the battery too, and tells nothing at its end.
    await lab.open('Continue');
    expect(lab.text()).toBe(before.text);
    await toEnd(lab);
    expect(lab.screen('battery').stage).toBe('over');
    expect(lab.store.of('match')).toHaveLength(18);
  });

  it('seats somebody else where another was interrupted, with an order of their own', async () => {
    const lab = await bench({ battery: usual });
    for (let steps = 0; steps < 9; steps++) await step(lab);
    await lab.keys('Escape', 'Enter');
    await lab.open('Battery');
    await lab.keys('n');
    await toEnd(lab);
    const batteries = lab.store.of('event').flatMap((event) => (event.kind === 'battery' ? [event.body] : []));
    expect(batteries.map(({ number, order, seed }) => [number, order, seed])).toEqual([
      [1, 1, 7],
      [2, 2, 7],
    ]);
    expect(batteries[0]!.people).not.toEqual(batteries[1]!.people);
    expect(lab.store.of('match').filter(({ seats }) => seats[0]!.participant === batteries[1]!.people[0])).toHaveLength(
      18,
    );
  });

  it('of two people at one keyboard has a curtain before every turn of another, and tells each their own', async () => {
    const lab = await bench({ battery: { ...usual, against: 'human' } });
    let curtains = 0;
    await toEnd(lab, () => {
      if (/Now player [12]/.test(lab.text())) curtains += 1;
    });
    expect(curtains).toBeGreaterThanOrEqual(2 * 18);
    const screen = lab.screen('battery');
    expect(screen.stage === 'over' && screen.told).toHaveLength(2);
    const first = lab.text(80, 200);
    await lab.keys('Tab');
    expect(lab.screen('battery')).toMatchObject({ seat: 1 });
    expect(lab.text(80, 200)).not.toBe('');
    await lab.keys('Tab');
    expect(lab.text(80, 200)).toBe(first);
    const people = new Set(lab.store.of('match').flatMap(({ seats }) => seats.map(({ participant }) => participant)));
    expect(people.size).toBe(2);
  });
});

describe('a locked battery', () => {
  const locked = { battery: { ...usual, explained: false }, locked: 'pear' };

  it('goes on where it stood after a kill, thanks, and lets the next person in with the word only', async () => {
    const first = await bench(locked);
    const { store } = first;
    for (let steps = 0; steps < 12; steps++) await step(first);
    const answers = store.of('decision').length;
    await first.keys('Escape', 'q', 'c');
    expect(first.state()).toMatchObject({ screen: { at: 'play' } });
    store.killed();

    const second = await bench({ store });
    expect(second.text()).toContain('This was interrupted');
    await second.keys('n', 'Escape', 'q', 'c', 'l', 'w');
    expect(second.text()).toContain('This was interrupted');
    await toEnd(second);
    expect(second.text()).toMatch(/That was the last protocol\. Thank you/);
    expect(second.text(80, 100)).not.toMatch(/economicus|moralis/);
    await second.keys('c', 'n', 'p', 'Enter');
    expect(second.screen('closing')).toBeDefined();
    expect(store.of('decision').length).toBeGreaterThan(answers);

    await second.keys('n', ...'pear', 'Enter', 'Enter');
    expect(second.text()).toContain('You go through 18 short protocols');
    await toEnd(second);
    await second.keys('Enter');
    expect(second.screen('closing')).toBeDefined();
    expect(store.of('match')).toHaveLength(36);
    expect(new Set(store.of('match').map(({ seats }) => seats[0]!.participant)).size).toBe(2);
    // Nobody sits there: only the word lets the next person in.
    store.killed();
    expect((await bench({ store })).screen('closing')).toBeDefined();
  });

  it.each([
    ['en', /dilemma|cooperat|defect|\btrust|\bshare|ultimatum|accept|reject|moralis|economicus|κ|theory/i],
    ['de', /dilemma|kooper|vertrau|\bteil(en|t)\b|ultimatum|annehm|ablehn|moralis|economicus|κ|theorie/i],
  ] as const)('names neither theory nor what its games are called, on any page in %s', async (language, leaks) => {
    const lab = await bench({ ...locked, battery: { ...locked.battery, language } });
    const seen = new Set<string>();
    for (let steps = 0; steps < 500; steps++) {
      const { screen } = lab.state();
      seen.add(screen.at === 'battery' ? screen.stage : screen.at);
      expect(lab.text(80, 60)).not.toMatch(leaks);
      const helps = help(shownOf(lab.state()), lab.state().games, 0).lines(76, 60).map(textOf).join('\n');
      expect(helps).not.toMatch(/Nash|monopoly|κ|utility|uniform|moralis|economicus/);
      if (!(await step(lab))) break;
    }
    await lab.keys('Enter', 'n', ...'pear', 'Enter');
    expect(lab.text()).toContain('You go through several protocols');
    expect([...seen]).toEqual(['instructions', 'next', 'play', 'over']);
  });

  it('lets no key out of it: 400 keys at random', async () => {
    const lab = await bench(locked);
    const draw = rng(1, 'keys');
    const names = [
      ...[..."abcdefghijklmnopqrstuvwxyz0123456789,. '"],
      ...[...Array.from({ length: 12 }, () => 'Enter'), 'Escape', 'Tab', 'Backspace', '↑', '↓', '←', '→', 'ctrl-c'],
    ];
    for (let press = 0; press < 400; press++) {
      await lab.keys(draw.pick(names));
      expect(['battery', 'play', 'word', 'closing']).toContain(lab.state().screen.at);
    }
    expect(lab.state().lock).not.toBeNull();
    expect(lab.store.of('match').length).toBeGreaterThan(1);
    expect(lab.store.of('match').length).toBeLessThanOrEqual(18);
    const kinds = new Set(lab.store.of('event').map(({ kind }) => kind));
    expect([...kinds].filter((kind) => !['locked', 'battery', 'table', 'protocol'].includes(kind))).toEqual([]);
    expect(lab.store.of('event').filter(({ kind }) => kind === 'battery')).toHaveLength(1);
  });

  it('stands where it stood after the disk was full, whenever that was', async () => {
    const lab = await bench(locked);
    let failures = 0;
    for (let steps = 0; steps < 500; steps++) {
      if (steps % 5 === 2) lab.store.failing = new UserError('The disk is full.');
      if (!(await step(lab))) {
        if (lab.state().screen.at !== 'trouble') break;
        failures += 1;
        lab.store.failing = null;
        await lab.keys('Enter');
      }
    }
    expect(failures).toBeGreaterThan(18);
    expect(lab.screen('battery').stage).toBe('over');
    expect(lab.store.of('match')).toHaveLength(18);
    expect(lab.store.of('event').filter(({ kind }) => kind === 'battery')).toHaveLength(1);
    const places = lab.store.of('event').flatMap((event) => (event.kind === 'protocol' ? [event.body.place] : []));
    expect(places).toEqual(Array.from({ length: 18 }, (_, at) => at + 1));
  });

  it('opens at its instructions again for whoever was let in and has not begun', async () => {
    const first = await bench(locked);
    await toEnd(first);
    await first.keys('Enter', 'n', ...'pear', 'Enter', 'w', ...'p08', 'Enter', 'Enter');
    first.store.killed();
    const again = await bench({ store: first.store });
    expect(again.text()).toContain('You go through 18 short protocols');
    expect(again.state().current.people[0].label).toBe('p08');
    expect(first.store.of('match')).toHaveLength(18);
  });

  it('asks for the word first where none was given, and then for nothing but the battery', async () => {
    const lab = await bench({ ...locked, locked: '' });
    expect(lab.text()).toMatch(/Battery · lock for participants[^]*Everybody goes through: battery/);
    await lab.keys(...'pear', 'Enter');
    expect(lab.state().lock?.battery).toMatchObject({ explained: false });
    expect(lab.text()).toContain('You go through 18 short protocols');
  });
});
