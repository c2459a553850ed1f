import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { UserError } from '../core/user-error.ts';
import { settingsOf, settingTitle } from '../core/settings.ts';
import { typed } from '../lab/set-up.ts';
import { keyOf } from './ask/samples.test-data.ts';
import { bench, type Bench } from './bench.test-data.ts';
import { textOfAll } from '../show/line.ts';
import { help } from './screens/help.ts';
import { shownOf } from './screens/index.ts';
import { SAVING } from './screens/play.ts';

/** From home to the first question of the dilemma, as it is set by default. */
const dilemma = (lab: Bench) => lab.keys('Enter', 'Enter', 'Enter');
/** At the set-up: the opponent that is so many options to the right of moralis. */
const against = (right: number): readonly string[] => Array.from({ length: right }, () => '→');

describe('a match', () => {
  it('goes from home by the table and the instructions to question, result, reasons, and again', async () => {
    const lab = await bench();
    expect(lab.text()).toContain("› Prisoner's dilemma");
    await lab.keys('Enter');
    expect(lab.text()).toContain('homines play prisoners-dilemma --against moralis:0.5');
    await lab.keys('Enter');
    expect(lab.screen('instructions').choice.against).toEqual(['moralis:0.5']);
    await lab.keys('Enter');
    expect(lab.text()).toContain('nothing chosen yet');
    await lab.keys('Enter');
    expect(lab.text()).toContain('Nothing is chosen yet: choose cooperate or defect.');
    expect(lab.store.of('decision')).toEqual([]);
    await lab.keys('d', 'c', 'Enter');
    expect(lab.text()).toContain('75 for you');
    await lab.keys('Enter');
    expect(lab.screen('debrief').kappa).toBe(0.5);
    await lab.keys('→', '→');
    expect(lab.screen('debrief').kappa).toBeCloseTo(0.6, 10);
    await lab.keys('Enter', 'a');
    expect(lab.screen('play')).toBeDefined();
  });

  it('help at a question tells its keys and no theory; terms stand behind the result', async () => {
    const lab = await bench();
    const helped = (): string => textOfAll(help(shownOf(lab.state()), lab.state().games, 0).lines(76, 100));
    await dilemma(lab);
    expect(helped()).toMatch(/Keys[^]*Enter/);
    expect(helped()).not.toMatch(/Terms|κ|kappa|belief|plan/);
    await lab.keys('c', 'Enter');
    expect(helped()).toMatch(/Terms[^]*κ/);
  });

  it('keeps who, what and how: session, participant, match, table, decisions with marks, ending, payoffs', async () => {
    const lab = await bench();
    await dilemma(lab);
    await lab.keys('d', 'c', 'Enter');
    expect(lab.store.rows.map((r) => r.table)).toEqual([
      ...['session', 'participant', 'match', 'event', 'decision', 'decision', 'ending', 'payoff', 'payoff'],
    ]);
    const [mine, theirs] = lab.store.of('decision');
    expect(mine).toMatchObject({ seat: 0, answer: 'C', options: ['C', 'D'], because: null });
    expect(mine!.marks!.map(([, mark]) => mark)).toEqual(['key d', 'key c']);
    expect(theirs).toMatchObject({ seat: 1, answer: 'C' });
    expect(theirs!.because).not.toBeNull();
    const [match] = lab.store.of('match');
    expect(match).toMatchObject({ game: 'prisoners-dilemma', disclosed: true });
    expect(match!.seats[0]).toMatchObject({ kind: 'human', participant: lab.state().current.people[0].code });
    expect(lab.store.of('event')).toMatchObject([
      { kind: 'table', body: { against: 'moralis:0.5', preset: 'gentle', explain: 'each' } },
    ]);
  });

  it('writes nothing before the first match, and the session once', async () => {
    const lab = await bench();
    await lab.keys('Enter', 'Enter', 'Escape', 'Escape');
    expect(lab.store.rows).toEqual([]);
    await dilemma(lab);
    await lab.keys('c', 'Enter', 'Enter', 'Enter', 'a', 'c', 'Enter');
    expect(lab.store.of('session')).toHaveLength(1);
    expect(lab.store.of('participant')).toHaveLength(1);
    expect(lab.store.of('match')).toHaveLength(2);
  });

  it('takes one answer for one Enter, however fast keys come', async () => {
    const lab = await bench();
    await dilemma(lab);
    const keys = ['c', 'Enter', 'Enter', 'd', 'Enter'];
    for (const name of keys) lab.lab.press(...keyOf(name));
    await lab.lab.settled();
    expect(lab.store.of('decision').filter((d) => d.seat === 0)).toHaveLength(1);
    expect(lab.store.of('decision')[0]!.answer).toBe('C');
  });

  it('counts a given seed up, so that every match can be repeated', async () => {
    const lab = await bench();
    await lab.keys('Enter');
    const { form } = lab.screen('set-up');
    lab.lab.act({ type: 'show', screen: { at: 'set-up', form: { ...form, seed: 5, explain: 'never' }, line: 0 } });
    await lab.keys('Enter', 'Enter', 'c', 'Enter', 'Enter', 'a', 'c', 'Enter');
    expect(lab.store.of('match').map((m) => m.seed)).toEqual([5, 6]);
  });

  it('shows the instructions during play and goes back to the same question', async () => {
    const lab = await bench();
    await dilemma(lab);
    await lab.keys('c', 'i');
    expect(lab.text()).toContain('the question waits');
    await lab.keys('Escape');
    expect(lab.text()).toContain('(◆) cooperate');
  });

  it('swaps roles and changes the opponent after a result', async () => {
    const lab = await bench();
    await dilemma(lab);
    await lab.keys('c', 'Enter', 'v');
    expect(lab.screen('instructions').choice.role).toBe('second');
    await lab.keys('Enter', 'a', 'c', 'Enter');
    expect(lab.store.of('match')[1]!.seats.map((s) => s.kind)).toEqual(['theory', 'human']);
    await lab.keys('o');
    expect(lab.screen('set-up').form).toMatchObject({ against: 'moralis', role: 1 });
  });
});

describe('leaving', () => {
  const begun = async (): Promise<Bench> => {
    const lab = await bench();
    await lab.open('Vehicles');
    await lab.keys('Enter', 'Enter', 'k', 'Enter', '4', '0', 'Enter');
    return lab;
  };

  it('asks, keeps what was chosen and goes on at the same question as the same person', async () => {
    const lab = await begun();
    await lab.keys('Escape');
    expect(lab.text()).toContain('Your 2 choices are kept');
    await lab.keys('Escape');
    expect(lab.text()).toContain('question 3 of 3');
    await lab.keys('ctrl-c', 'Enter');
    expect(lab.text()).toContain('Continue');
    expect(lab.store.of('event').map((e) => e.kind)).toEqual(['table', 'left']);
    const person = lab.store.of('participant')[0]!.code;

    const later = await bench({ store: lab.store });
    expect(later.state().current.people[0].code).not.toBe(person);
    expect(later.text()).toContain('2 choices');
    await later.keys('Enter');
    expect(later.text()).toContain('question 3 of 3');
    expect(later.state().current.people[0].code).toBe(person);
    await later.keys('5', 'Enter');
    expect(later.text()).toContain('car 2 of 8');
    expect(later.store.of('match')).toHaveLength(1);
    expect(later.store.of('event').map((e) => e.kind)).toEqual(['table', 'left', 'resumed']);
  });

  it('goes back to the question before, within an item, and replaces its answer', async () => {
    const lab = await begun();
    await lab.keys('b');
    expect(lab.text()).toContain('question 2 of 3');
    await lab.keys('7', 'Enter', '1', 'Enter');
    const mine = lab.store.of('decision').filter((d) => d.seat === 0);
    expect(mine.map((d) => [d.position, d.revision, d.answer])).toEqual([
      [0, 0, 'keep'],
      [1, 0, 40],
      [1, 1, 7],
      [2, 0, 1],
    ]);
  });

  it('shows the answer that was given, and Enter gives it again', async () => {
    const lab = await begun();
    await lab.keys('b');
    expect(lab.text()).toMatch(/surely +40/);
    await lab.keys('b');
    expect(lab.text()).toContain('(◆) keep course');
    await lab.keys('Enter', 'Enter', '5', 'Enter');
    const mine = lab.store.of('decision').filter((d) => d.seat === 0);
    expect(mine.map((d) => [d.position, d.revision, d.answer])).toEqual([
      [0, 0, 'keep'],
      [1, 0, 40],
      [0, 1, 'keep'],
      [1, 1, 40],
      [2, 0, 5],
    ]);
    // A new question is empty.
    expect(lab.text()).toContain('nothing yet');
  });

  it('offers nothing to continue where nobody answered', async () => {
    const lab = await bench();
    await dilemma(lab);
    await lab.keys('Escape', 'Enter');
    expect(lab.text()).not.toContain('Continue');
  });

  it('leaves in order when it is told from outside', async () => {
    const lab = await begun();
    await lab.lab.leave();
    expect(lab.store.of('event').at(-1)).toMatchObject({ kind: 'left', match: lab.store.of('match')[0]!.code });
  });
});

describe('trouble while keeping', () => {
  it('says it in a sentence, loses nothing and goes on with the match', async () => {
    const lab = await bench();
    await lab.open('Vehicles');
    await lab.keys('Enter', 'Enter', 'k', 'Enter');
    lab.store.failing = new UserError('The disk is full: make room and try again.');
    await lab.keys('4', 'Enter');
    expect(lab.text()).toContain('The disk is full: make room and try again.');
    await lab.keys('Enter');
    expect(lab.text()).toContain('question 2 of 3');
    await lab.keys('5', 'Enter');
    expect(lab.store.of('decision').filter((d) => d.seat === 0)).toMatchObject([{ answer: 'keep' }, { answer: 5 }]);
  });

  it('says within a second that an answer waits to be saved, and keeps it on the screen', async () => {
    const lab = await bench();
    await dilemma(lab);
    let free: () => void = () => undefined;
    lab.store.held = new Promise((resolve) => (free = resolve));
    await lab.keys('c');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    lab.lab.press(...keyOf('Enter'));
    expect(lab.text()).not.toContain(SAVING.slice(0, 40));
    vi.advanceTimersByTime(1000);
    expect(lab.text()).toContain(SAVING.slice(0, 40));
    vi.useRealTimers();
    expect(lab.text()).toContain('(◆) cooperate');
    expect(lab.store.of('decision')).toEqual([]);
    lab.store.held = null;
    free();
    await lab.lab.settled();
    expect(lab.text()).not.toContain(SAVING.slice(0, 40));
    expect(lab.store.of('decision')[0]!.answer).toBe('C');
  });

  it('goes on offering the match after two failures, on the screen and at home', async () => {
    const lab = await bench();
    await lab.open('Vehicles');
    await lab.keys('Enter', 'Enter', 'k', 'Enter');
    lab.store.failing = new UserError('The file is locked.');
    await lab.keys('4', 'Enter');
    lab.store.failing = new UserError('The file is locked.');
    await lab.keys('Enter');
    expect(lab.text()).toContain('The file is locked.');
    await lab.keys('Escape');
    expect(lab.text()).toContain('Continue');
    await lab.open('Continue');
    expect(lab.text()).toContain('question 2 of 3');
  });

  it('goes home where the match could not begin', async () => {
    const lab = await bench();
    await lab.keys('Enter', 'Enter');
    lab.store.failing = new UserError('The file is locked.');
    await lab.keys('Enter');
    expect(lab.text()).toContain('The file is locked.');
    await lab.keys('Enter', 'Enter', 'Enter', 'Enter', 'c', 'Enter');
    expect(lab.store.of('ending')).toHaveLength(1);
  });
});

describe('whose data', () => {
  it('is a rehearsal until it is named, and a session goes on for twelve hours', async () => {
    const lab = await bench();
    await dilemma(lab);
    await lab.keys('c', 'Enter', 'Escape', 'Escape');
    expect(lab.text()).toContain('rehearsal');
    await lab.keys('t', ...'class of 24 Nov', 'Enter', 'y');
    expect(lab.state().current.name).toBe('class of 24 Nov');
    expect(lab.store.of('event').at(-1)).toMatchObject({ kind: 'named', body: { name: 'class of 24 Nov' } });
    const later = await bench({ store: lab.store });
    expect(later.state().current).toMatchObject({ code: lab.state().current.code, name: 'class of 24 Nov' });
  });

  it('is named before anything is played, too', async () => {
    const lab = await bench();
    await lab.keys('t', 'a', 'Enter');
    expect(lab.store.rows.map((r) => r.table)).toEqual(['session', 'event']);
    await dilemma(lab);
    await lab.keys('c', 'Enter');
    expect(lab.store.of('session')).toHaveLength(1);
  });

  it('gives the next person a code of their own, behind a curtain, at the same table', async () => {
    const lab = await bench();
    await dilemma(lab);
    await lab.keys('c', 'Enter');
    const before = lab.state().current.people[0].code;
    await lab.keys('n');
    expect(lab.text()).toContain('Pass the keyboard');
    expect(lab.text()).not.toContain('75');
    await lab.keys('Enter');
    expect(lab.state().current.people[0].code).not.toBe(before);
    expect(lab.screen('instructions').choice.against).toEqual(['moralis:0.5']);
    await lab.keys('Enter', 'd', 'Enter');
    const codes = lab.store.of('match').map((m) => m.seats[0]!.participant);
    expect(new Set(codes).size).toBe(2);
    expect(lab.store.of('participant').map((p) => p.code)).toEqual(codes);
  });

  it('has a label and a treatment where the researcher gives them, and the label goes on with its participant', async () => {
    const lab = await bench();
    await lab.keys('Enter', 'Enter', 'w');
    expect(lab.text()).toContain('who sits down');
    await lab.keys(...'p07', '↓', ...'control', 'Enter');
    expect(lab.text()).toContain('p07');
    await lab.keys('Enter', 'c', 'Enter');
    const [first] = lab.store.of('participant');
    expect(first).toMatchObject({ label: 'p07', treatment: 'control' });
    await lab.keys('n', 'Enter', 'w', ...'p08', 'Enter', 'Enter', 'c', 'Enter');
    expect(lab.store.of('participant')).toMatchObject([{ label: 'p07' }, { label: 'p08', treatment: null }]);
    await lab.keys('n', 'Enter', 'w', ...'p07', '↓', ...'told', 'Enter');
    expect(lab.text()).toContain('under the treatment control, not under told');
    await lab.keys(...Array.from({ length: 4 }, () => 'Backspace'), 'Enter', 'Enter', 'c', 'Enter');
    expect(lab.store.of('participant')).toHaveLength(2);
    expect(lab.store.of('match').map((m) => m.seats[0]!.participant)[2]).toBe(first!.code);
    await lab.keys('Escape', 'Escape', '↑', 'Enter', 'Enter');
    expect(lab.text()).toContain('p07 · moralis');
    expect(lab.text()).toContain('p08 · moralis');
  });

  it('has a label for each of several people', async () => {
    const lab = await bench();
    await lab.keys('Enter', ...against(3), 'Enter', 'w');
    expect(lab.text()).toContain('player 2, treatment');
    await lab.keys(...'p1', '↓', '↓', ...'p1', 'Enter');
    expect(lab.text()).toContain('p1 sits at this keyboard already');
    await lab.keys('Backspace', '2', 'Enter');
    expect(lab.text()).toContain('p1, p2');
    await lab.keys('Enter');
    expect(lab.text()).toContain('Now player 1 (p1, first)');
    expect(lab.store.of('participant').map(({ label }) => label)).toEqual(['p1', 'p2']);
  });

  it('starts afresh without erasing', async () => {
    const lab = await bench();
    await dilemma(lab);
    await lab.keys('c', 'Enter', 'Escape');
    lab.lab.act({ type: 'start afresh' });
    await lab.keys('Enter');
    expect(lab.store.of('session')).toHaveLength(1);
    await lab.keys('y');
    await dilemma(lab);
    await lab.keys('c', 'Enter');
    expect(lab.store.of('session')).toHaveLength(2);
    expect(lab.store.of('match').map((m) => m.session)).toEqual(lab.store.of('session').map((s) => s.code));
  });
});

describe('guess who', () => {
  it('names nobody before the guess, then the truth, and keeps guess, confidence and truth', async () => {
    const lab = await bench();
    await lab.open('Guess who');
    expect(lab.screen('set-up').form.against).toBe('guess');
    await lab.keys('Enter');
    expect(lab.text(80, 40)).toContain('The other player is a program: economicus, moralis');
    await lab.keys('Enter');
    const truth = lab.store.of('match')[0]!.seats[1]!.id;
    expect(lab.store.of('match')[0]).toMatchObject({ disclosed: false });
    for (let round = 0; round < 5; round++) {
      expect(lab.text()).not.toMatch(/economicus|moralis|baseline/);
      await lab.keys('c', 'Enter');
    }
    expect(lab.text()).not.toMatch(/economicus|moralis|baseline/);
    await lab.keys('Enter', 'Enter');
    expect(lab.text()).toContain('Nothing is chosen yet');
    await lab.keys('b', 'Enter');
    expect(lab.text()).toContain('How sure are you? Type a number');
    await lab.keys('1', '0', '1', 'Enter');
    expect(lab.text()).toContain('got "101"');
    await lab.keys('Backspace', 'Backspace', 'Backspace', '6', '0', 'Enter');
    expect(lab.store.of('event').at(-1)).toMatchObject({
      kind: 'guess',
      body: { guess: 'baseline', confidence: 60, truth },
    });
    expect(lab.text()).toContain(`it was ${truth}`);
    await lab.keys('Enter');
    expect(lab.screen('debrief')).toBeDefined();
  });

  it('draws all three with about equal chance', async () => {
    const { opponentOf } = await import('../lab/table-setting.ts');
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 3000; seed++)
      counts.set(opponentOf('guess', seed), (counts.get(opponentOf('guess', seed)) ?? 0) + 1);
    expect([...counts.keys()].toSorted()).toEqual(['baseline', 'economicus', 'moralis:0.5']);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});

describe('two people at one keyboard', () => {
  const two = async (game: string, ...table: readonly string[]): Promise<Bench> => {
    const lab = await bench();
    await lab.open(game);
    await lab.keys(...against(3), ...table, 'Enter', 'Enter');
    return lab;
  };

  it('stand behind a curtain whenever the keyboard changes hands, each with a code of their own', async () => {
    const lab = await two("Prisoner's dilemma");
    expect(lab.text()).toContain('Now player 1');
    await lab.keys('c');
    expect(lab.text()).toContain('Now player 1');
    await lab.keys('Enter', 'c', 'Enter');
    expect(lab.text()).toContain('Now player 2');
    expect(lab.text()).not.toContain('cooperate');
    await lab.keys('Enter');
    expect(lab.text()).toContain('moved first and cooperated');
    await lab.keys('i');
    expect(lab.text()).toContain('The other player chooses first');
    await lab.keys('Escape', 'd', 'Enter');
    expect(lab.text()).toContain('20 for you');
    await lab.keys('Tab');
    expect(lab.text()).toContain('80 for you');
    const [a, b] = lab.store.of('match')[0]!.seats;
    expect(a!.participant).not.toBe(b!.participant);
    expect(lab.store.of('participant')).toHaveLength(2);
  });

  it('do not see what the other enters at the same time', async () => {
    const lab = await two('Price duopoly');
    await lab.keys('Enter', '1', '7');
    expect(lab.state().play!.together).toBe(true);
    expect(lab.text()).not.toContain('17');
    await lab.keys('Enter');
    expect(lab.text()).toContain('Now player 2');
    expect(lab.store.of('decision')).toMatchObject([{ seat: 0, answer: 17 }]);
    await lab.keys('Enter', '1', '6');
    expect(lab.text()).not.toContain('16');
    await lab.keys('Enter');
    expect(lab.store.of('decision').map((d) => d.answer)).toEqual([17, 16]);
    expect(lab.text()).toContain('Now player 1');
    await lab.keys('Enter');
    expect(lab.text()).toContain('16.0');
  });
});

describe('three people at one keyboard', () => {
  /** Vehicles with three people, a purchase each about one item. */
  const three = async (...seats: readonly string[]): Promise<Bench> => {
    const [vehicles] = (await bench()).state().games.filter(({ name }) => name === 'autonomous-vehicles');
    const config = vehicles!.config.parse({ items: '20/child', questions: 'moral,buy-protective', first: 'moral' });
    const choice = { game: vehicles!, config, preset: null, role: 'respondent', seed: 7, explain: 'each' } as const;
    return bench({
      screen: { at: 'instructions', choice: { ...choice, against: seats }, first: 0, back: null },
    });
  };
  const ratings = (lab: Bench): readonly (readonly [number, unknown])[] =>
    lab.store.of('decision').map((d) => [d.seat, d.answer]);

  it('have a code each, a turn each behind a curtain, and see nothing of what the others enter', async () => {
    const lab = await three('human', 'human');
    await lab.keys('Enter');
    const entries = [
      ['k', '1', '1'],
      ['s', '2', '2'],
      ['k', '3', '3'],
    ];
    for (const [seat, keys] of entries.entries()) {
      const code = lab.store.of('match')[0]!.seats[seat]!.participant!;
      expect(lab.text()).toContain(`Now player ${seat + 1} (${code.slice(0, 4)}).`);
      expect(lab.text()).toContain('the others look away');
      await lab.keys('Enter', 'i');
      expect(lab.text()).toContain('the question waits');
      await lab.keys('Escape', keys[0]!, 'Enter', ...keys.slice(1));
      for (const own of entries) expect(lab.text()).not.toContain(own.slice(1).join(''));
      await lab.keys('Enter');
    }
    expect(ratings(lab).toSorted(([a], [b]) => a - b)).toEqual([
      ...[
        [0, 'keep'],
        [0, 11],
        [1, 'swerve'],
      ],
      ...[
        [1, 22],
        [2, 'keep'],
        [2, 33],
      ],
    ]);
    const [match] = lab.store.of('match');
    const codes = match!.seats.map(({ participant }) => participant);
    expect(new Set(codes).size).toBe(3);
    expect(lab.store.of('participant').map(({ code }) => code)).toEqual(codes);
    expect(match!.seats.map(({ shown }) => shown)).toEqual(['player 1', 'player 2', 'player 3']);
    expect(lab.text()).toContain('as player 1');
    await lab.keys('Tab');
    expect(lab.text()).toContain('as player 2');
    await lab.keys('Tab', 'Enter');
    expect(lab.text()).toContain('as player 3');
    await lab.keys('Tab');
    expect(lab.text()).toContain('as player 1');
    expect(lab.store.of('ending')).toMatchObject([{ how: 'finished' }]);
  });

  it('and an agent: one name fills one seat', async () => {
    const lab = await three('human', 'economicus', 'human');
    await lab.keys('Enter');
    const [match] = lab.store.of('match');
    expect(match!.seats.map(({ id }) => id)).toEqual(['human', 'human', 'economicus', 'human']);
    expect(new Set(match!.seats.map(({ participant }) => participant)).size).toBe(4);
    expect(lab.store.of('event')[0]!.body).toMatchObject({ against: 'human,economicus,human' });
  });

  it('go on as the same three, and the next people have codes of their own', async () => {
    const lab = await three('human', 'human');
    await lab.keys('Enter', 'Enter', 'k', 'Enter', 'Escape', 'Enter');
    const codes = lab.store.of('match')[0]!.seats.map(({ participant }) => participant);
    const later = await bench({ store: lab.store });
    for (const code of codes) expect(later.text()).toContain(code!.slice(0, 4));
    await later.keys('Enter');
    expect(later.state().current.people.map(({ code }) => code)).toEqual(codes);
    expect(later.text()).toContain('Now player 1');
    await later.keys('Enter', '1', 'Enter', 'Enter', 'k', 'Enter', '2', 'Enter', 'Enter', 'k', 'Enter', '3', 'Enter');
    expect(later.text()).toContain('as player 1');
    await later.keys('Enter', 'Enter', 'a');
    expect(later.store.of('match').map((m) => m.seats.map(({ participant }) => participant))).toEqual([codes, codes]);
    await later.keys('Escape', 'Enter', 'n', 'Enter');
    later.lab.act({ type: 'play', choice: (await three('human', 'human')).screen('instructions').choice });
    await later.lab.settled();
    const next = later.store.of('match')[2]!.seats.map(({ participant }) => participant);
    expect(new Set([...codes, ...next]).size).toBe(6);
  });

  it('are set line by line, and by the command that the table shows', async () => {
    const lab = await bench();
    await lab.open('Vehicles');
    expect(lab.text()).toMatch(/Seats +‹2›/);
    expect(lab.text()).not.toContain('+ economicus');
    await lab.keys('→', '→', '↓', '→');
    expect(lab.text()).toContain('--against human,human');
    await lab.keys('↓', '→');
    expect(lab.text()).toMatch(/\+ economicus +0 ‹1›/);
    expect(lab.text()).toContain('--against human,economicus');
    await lab.keys('Enter', 'Enter');
    expect(lab.store.of('match')[0]!.seats.map(({ id }) => id)).toEqual(['human', 'human', 'economicus']);
  });
});

describe('explanations', () => {
  it('wait for the last match where the table says so, and come when it is left', async () => {
    const lab = await bench();
    await lab.keys('Enter', '↑', '→', 'Enter', 'Enter', 'c', 'Enter', 'Enter', 'a', 'd', 'Enter');
    expect(lab.text()).toContain('The explanation waits');
    await lab.keys('Escape');
    expect(lab.text()).toContain('You cooperated');
    await lab.keys('Enter');
    expect(lab.text()).toContain('You defected');
    await lab.keys('Enter');
    expect(lab.screen('set-up').form.explain).toBe('last');
    expect(lab.state().waiting).toEqual([]);
  });

  it('come before the next person sits down, too', async () => {
    const lab = await bench();
    await lab.keys('Enter', '↑', '→', 'Enter', 'Enter', 'c', 'Enter', 'n');
    expect(lab.text()).toContain('You cooperated');
    await lab.keys('Enter');
    expect(lab.text()).toContain('Pass the keyboard');
    await lab.keys('Enter');
    expect(lab.screen('instructions').choice.explain).toBe('last');
  });

  it('do not come at all where the table says never', async () => {
    const lab = await bench();
    await lab.keys('Enter', '↑', '→', '→', 'Enter', 'Enter', 'c', 'Enter', 'Enter', 'a');
    expect(lab.screen('play')).toBeDefined();
    await lab.keys('c', 'Enter', 'Escape');
    expect(lab.screen('set-up').form.explain).toBe('never');
  });

  it('stay as they were set when a match is continued', async () => {
    const lab = await bench();
    await lab.open('Vehicles');
    await lab.keys('↑', '→', '→', 'Enter', 'Enter', 'k', 'Enter', 'Escape', 'Enter');
    const later = await bench({ store: lab.store });
    await later.keys('Enter');
    expect(later.state().play!.choice.explain).toBe('never');
  });
});

describe('two labs on one file', () => {
  it('do not both go on with one match, until the other one is gone', async () => {
    const lab = await bench();
    await lab.open('Vehicles');
    await lab.keys('Enter', 'Enter', 'k', 'Enter');
    const [match] = lab.store.of('match');
    const beside = await bench({ store: lab.store });
    expect(beside.text()).not.toContain('Continue');
    beside.lab.act({ type: 'continue', match: match!.code });
    await beside.lab.settled();
    expect(beside.text()).toContain('another window');
    lab.store.killed();
    const gone = await bench({ store: lab.store });
    expect(gone.text()).toContain('Continue');
  });
});

describe('sessions', () => {
  it('are listed, looked at again turn by turn, and continued', async () => {
    const lab = await bench();
    await dilemma(lab);
    await lab.keys('c', 'Enter', 'Escape', 'Escape');
    await lab.open('Price duopoly');
    await lab.keys('Enter', 'Enter', '1', '5', 'Enter', 'Escape', 'Enter');
    await lab.open('Sessions');
    await lab.keys('Enter');
    expect(lab.screen('session').matches.map((m) => m.game)).toEqual(['pricing-duopoly', 'prisoners-dilemma']);
    await lab.keys('↓', 'Enter');
    expect(lab.text()).toContain('you: cooperate');
    expect(lab.text()).toContain('moralis: cooperate: ');
    await lab.keys('→', 'e');
    expect(lab.screen('debrief').finished.payoffs).toEqual([75, 75]);
    await lab.keys('Escape');
    expect(lab.screen('look').step).toBe(1);
    await lab.keys('Escape');
    expect(lab.screen('session').line).toBe(1);
    await lab.keys('↑', 'c');
    expect(lab.text()).toContain('round 2 of 10');
  });

  it('show what the person saw, who moved first or second', async () => {
    const lab = await bench();
    await dilemma(lab);
    await lab.keys('c', 'Enter', 'v', 'Enter', 'a', 'd', 'Enter', 'Escape', 'Escape');
    await lab.open('Sessions');
    await lab.keys('Enter', 'Enter');
    expect(lab.text()).toContain('moralis moved first and cooperated.');
    expect(lab.text()).toContain('you: defect');
    expect(lab.text()).toContain('moralis: cooperate: ');
    expect(lab.screen('look').steps).toHaveLength(1);
  });

  it('do not tell what a match in progress holds of the other player', async () => {
    const lab = await bench();
    await lab.open('Vehicles');
    await lab.keys('Enter', 'Enter', 'k', 'Enter', '1', 'Enter', '1', 'Enter', 's', 'Enter', 'Escape', 'Enter');
    await lab.open('Sessions');
    await lab.keys('Enter', 'Enter');
    expect(lab.text()).toContain('you:');
    expect(lab.text()).not.toContain('moralis');
    expect(lab.screen('look').steps).toHaveLength(2);
  });
});

describe('keys', () => {
  it('do nothing where the window is too small to show a question', async () => {
    const lab = await bench();
    await dilemma(lab);
    lab.lab.resize(50, 15);
    await lab.keys('c', 'Enter');
    lab.lab.resize(80, 24);
    expect(lab.text()).toContain('nothing chosen yet');
  });

  it('h explains the screen and changes nothing on it', async () => {
    const lab = await bench();
    await dilemma(lab);
    await lab.keys('c', 'h');
    expect(lab.state().help).toBe(0);
    await lab.keys('d', 'Escape');
    expect(lab.text()).toContain('(◆) cooperate');
  });

  it('q and Ctrl-C quit from home', async () => {
    for (const key of ['q', 'ctrl-c']) {
      const lab = await bench();
      await lab.keys(key);
      await expect(lab.lab.over).resolves.toBeUndefined();
    }
  });
});

describe('the table stays set', () => {
  /** Against economicus, moderate payoffs, second to move. */
  const OTHER = ['Enter', '←', '↓', '→', '→', '↓', '→'] as const;
  const set = { against: 'economicus', preset: 2, role: 1 };

  it('after a result, after the next person, and when the game is opened again', async () => {
    const lab = await bench();
    await lab.keys(...OTHER);
    expect(lab.screen('set-up').form).toMatchObject(set);
    await lab.keys('Escape');
    expect(lab.screen('home')).toBeDefined();
    await lab.keys('Enter');
    expect(lab.screen('set-up').form).toMatchObject(set);
    await lab.keys('Enter', 'Enter', 'c', 'Enter', 'Escape');
    expect(lab.screen('set-up').form).toMatchObject(set);
    await lab.keys('Enter', 'Enter', 'a', 'c', 'Enter', 'n', 'Enter', 'Escape');
    expect(lab.screen('set-up').form).toMatchObject(set);
    await lab.keys('Enter', 'Enter', 'd', 'Enter');
    const matches = lab.store.of('match');
    expect(matches.map(({ seats }) => seats.map(({ id }) => id))).toEqual(
      Array.from({ length: 3 }, () => ['economicus', 'human']),
    );
    expect(new Set(matches.map(({ config }) => JSON.stringify(config))).size).toBe(1);
  });

  it('and the cursor of home stays where it was', async () => {
    const lab = await bench();
    await lab.open('Price duopoly');
    await lab.keys('Escape');
    expect(lab.text()).toContain('› Price duopoly');
    await lab.keys('Enter', 'Enter', 'Enter', '1', '5', 'Enter', 'Escape', 'Enter');
    expect(lab.text()).toContain('› Price duopoly');
    await lab.keys('m', 'Escape', 'n', 'Escape');
    expect(lab.text()).toContain('› Price duopoly');
  });

  it('Esc goes back one step from every screen, and home from none', async () => {
    const lab = await bench();
    const at = (): string => lab.state().screen.at;
    const back = async (...steps: readonly string[]): Promise<void> => {
      for (const step of steps) {
        await lab.keys('Escape');
        expect(at()).toBe(step);
      }
    };
    await lab.keys('Enter', '↓', 's');
    await back('set-up');
    expect(lab.screen('set-up').line).toBe(1);
    await lab.keys('Enter', 'w');
    await back('instructions', 'set-up', 'home', 'home');
    await lab.keys('Enter', 'Enter', 'l');
    await back('instructions');
    await lab.keys('Enter', 'c', 'Enter', 'Enter');
    await back('result');
    await lab.keys('Enter', 'f');
    await back('debrief', 'result');
    await lab.keys('n');
    await back('result');
    await lab.keys('Enter', 'Enter');
    expect(at()).toBe('question');
    await back('debrief', 'result', 'set-up', 'home');
    await lab.keys('t', 'x', 'Enter');
    expect(at()).toBe('question');
    await back('name', 'home');
    await lab.keys('↑', 'Enter', 'f');
    await back('sessions');
    await lab.keys('t');
    await back('sessions');
    await lab.keys('Enter', 't');
    await back('session');
    await lab.keys('Enter', 'e');
    await back('look', 'session', 'sessions', 'home');
  });
});

describe('whose session', () => {
  const played = async (): Promise<Bench> => {
    const lab = await bench();
    await dilemma(lab);
    await lab.keys('c', 'Enter', 'Escape', 'Escape');
    return lab;
  };

  it('leaves a rehearsal out of what is named, where that is said', async () => {
    const lab = await played();
    await lab.keys('t', ...'class', 'Enter', 'n');
    const [before, after] = lab.store.of('session');
    expect(lab.state().current).toMatchObject({ code: after!.code, name: 'class' });
    expect(lab.store.of('event').filter(({ kind }) => kind === 'named')).toMatchObject([{ session: after!.code }]);
    expect(lab.store.of('match').map(({ session }) => session)).toEqual([before!.code]);
    expect(lab.state().matches).toBe(0);
  });

  it('is asked nothing where nothing was played before', async () => {
    const lab = await bench();
    await lab.keys('t', 'a', 'Enter');
    expect(lab.state().current.name).toBe('a');
  });

  it('makes an earlier session the current one again', async () => {
    const lab = await played();
    await lab.keys('t', ...'class', 'Enter', 'n');
    const [first] = lab.store.of('session');
    await lab.keys('↑', 'Enter', '↑', 'g');
    expect(lab.state().current).toMatchObject({ code: first!.code, name: null });
    await lab.keys('↓');
    await dilemma(lab);
    await lab.keys('d', 'Enter');
    expect(lab.store.of('match').map(({ session }) => session)).toEqual([first!.code, first!.code]);
    const people = lab.store.of('match').map(({ seats }) => seats[0]!.participant);
    expect(new Set(people).size).toBe(2);
  });

  it('asks who plays where a person has played the game, keeps the answer, and asks nobody else', async () => {
    const lab = await bench();
    await dilemma(lab);
    await lab.keys('c', 'Enter', 'Enter', 'Enter', 'Enter');
    expect(lab.screen('question')).toMatchObject({ of: 'again' });
    expect(lab.store.of('match')).toHaveLength(1);
    await lab.keys('a', 'c', 'Enter', 'Enter', 'Enter', 'n', 'Enter', 'd', 'Enter');
    const codes = lab.store.of('match').map(({ seats }) => seats[0]!.participant);
    expect(codes[1]).toBe(codes[0]);
    expect(codes[2]).not.toBe(codes[0]);
    const tables = lab.store.of('event').flatMap((event) => (event.kind === 'table' ? [event.body.again] : []));
    expect(tables).toEqual([undefined, true, undefined]);
    // Another game is another matter.
    await lab.keys('Escape', 'Escape');
    await lab.open('Vehicles');
    await lab.keys('Enter', 'Enter');
    expect(lab.screen('play')).toBeDefined();
  });
});

describe('Esc', () => {
  it('goes one step back from what was opened after a match, and the table stays as it was set last', async () => {
    const lab = await bench();
    await lab.keys('Enter', '→', '↓', '↓');
    const { line } = lab.screen('set-up');
    await lab.keys('Enter', 'Escape');
    expect(lab.screen('set-up')).toMatchObject({ line, form: { against: 'baseline' } });
    await lab.keys('Enter', 'Enter', 'c', 'Enter');
    const result = lab.screen('result');
    for (const opens of ['o', 'v']) {
      await lab.keys(opens);
      expect(lab.state().screen.at).not.toBe('result');
      await lab.keys('Escape');
      expect(lab.state().screen).toBe(result);
    }
    await lab.keys('Enter', 'o', 's', 'Escape', '←', 'Escape');
    expect(lab.state().screen.at).toBe('debrief');
    await lab.keys('Escape', 'Escape');
    expect(lab.screen('set-up').form.against).toBe('moralis');
    await lab.keys('Escape', 'Enter');
    expect(lab.screen('set-up').form.against).toBe('moralis');
  });

  it('and d is back at the table of the entry that was opened', async () => {
    const lab = await bench();
    for (const entry of ['Guess who', 'Class lesson']) {
      await lab.open(entry);
      const { form } = lab.screen('set-up');
      await lab.keys('→', '↓', '↓', '→', 'd');
      expect(lab.screen('set-up').form).toEqual(form);
      await lab.keys('Escape');
      expect(lab.state().entry).toBe(entry);
    }
  });
});

describe('what a class needs', () => {
  it('is said where the table cannot tell it, and is the default of a session with a name', async () => {
    const lab = await bench();
    await lab.keys('Enter');
    const { form } = lab.screen('set-up');
    const limits = form.game.limits!(form.game.config.parse({}));
    expect(limits.length).toBeGreaterThan(0);
    expect(lab.text().replace(/\s+/g, ' ')).toContain(limits[0]!.slice(0, 60));
    await lab.keys('Escape', 't', ...'class', 'Enter');
    const named = await bench({ store: lab.store });
    await named.keys('Enter');
    const lesson = named.screen('set-up').form;
    expect(lesson.game.presets[lesson.preset]!.lesson).toBe(true);
    const config = lesson.game.config.parse(typed(lesson));
    expect(lesson.game.limits!(config)).toEqual([]);
    expect(named.text()).toMatch(/Your role +first +second +‹drawn›/);
    // In a rehearsal it stands on home.
    await named.keys('Escape');
    await named.open('Class lesson');
    expect(named.screen('set-up').form.preset).toBe(lesson.preset);
  });
});

describe('settings', () => {
  it('have names that stand whole at 80 columns, and rows of a table that stand under each other in both alphabets', async () => {
    const lab = await bench();
    for (const game of lab.state().games)
      for (const setting of settingsOf(game)) expect(settingTitle(setting).length, setting.key).toBeLessThanOrEqual(44);
    for (const ascii of ['0', '1']) {
      process.env['HOMINES_ASCII'] = ascii;
      const open = await bench();
      await open.keys('Enter');
      const rows = open.text().split('\n').slice(2, 8);
      const label = rows.find((row) => row.includes('how moral'))!;
      expect(label).toMatch(/\) {2,}0\.10/);
      expect(label.indexOf('0.10')).toBe(rows[0]!.indexOf(ascii === '1' ? 'o economicus' : '● economicus'));
    }
    delete process.env['HOMINES_ASCII'];
  });

  it('are named by what they mean, chosen by arrows, and an error stands on its row', async () => {
    const lab = await bench();
    await lab.keys('Enter', 's');
    expect(lab.text()).toContain('Temptation');
    await lab.keys('→');
    expect(lab.screen('settings').typed).toEqual({ T: '85' });
    await lab.keys('↓', '↓', '↓', '↓', '→', '↓', '↓', '→', 'Enter');
    expect(lab.screen('set-up').form.settings).toEqual({ T: 85, method: 'strategy', rounds: 2 });
    expect(lab.text()).toMatch(/Payoffs .*‹type my own›/);
    await lab.keys('s', '1', '↓', '↓', '↓', 'Enter');
    expect(lab.text()).toContain('T > R > P > S');
    expect(lab.screen('settings').line).toBe(0);
  });

  it('leave the lines as they are that they do not touch', async () => {
    const lab = await bench();
    await lab.keys('Enter', 's', '↓', '↓', '↓', '↓', '↓', '→');
    await lab.keys('↑', '→', 'Enter');
    expect(lab.text()).toMatch(/Payoffs .*‹gentle›/);
    expect(lab.text()).toMatch(/Your role .*‹drawn›/);
    expect(lab.text()).toMatch(/Also set .*‹method = strategy/);
    await lab.keys('↓', '↓', '↓', '←');
    expect(lab.text()).toMatch(/Your role .*‹second›/);
    await lab.keys('Enter', 'Enter', 'd');
    expect(lab.store.of('match')[0]!.config).toMatchObject({ roles: 'fixed', method: 'strategy' });
  });
});

describe('a file that is gone', () => {
  it('is said, and nothing is called kept that is not', async () => {
    const lab = await bench();
    await dilemma(lab);
    lab.store.lost = 'The file is not where it was.';
    lab.store.failing = new UserError('The file is not where it was.');
    await lab.keys('c', 'Enter');
    expect(lab.text()).toContain('The file is not where it was.');
    expect(lab.text()).not.toContain('is kept in');
  });
});
