import { describe, expect, test } from 'vitest';
import { type Block, blocksAsText } from '../../src/core/blocks.ts';
import { SKIPPED } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { config } from './config.ts';
import { game } from './index.ts';
import { LAWS, PEDESTRIANS, QUESTIONS, type Riders } from './items.ts';
import type { State } from './rules.ts';
import { choice as theoryChoice, exactly } from './theory.ts';

const full = config.parse({
  pedestrians: [...PEDESTRIANS, 3],
  laws: [...LAWS],
  questions: [...QUESTIONS],
  order: 'listed',
});
const names = ['you', 'moralis'];
/** The body of a screen of 60 columns and 20 rows. */
const COLUMNS = 56;
const ROWS = 13;

/** Lines that words take when they are wrapped at spaces. */
function lines(words: string, width: number): number {
  let count = 1;
  let used = 0;
  for (const word of words.split(' ')) {
    if (used > 0 && used + 1 + word.length > width) {
      count += 1;
      used = 0;
    }
    used += (used > 0 ? 1 : 0) + word.length;
  }
  return count;
}

/** How high blocks stand at a width, with a blank line between them; refuses a table that is too wide. */
function height(blocks: readonly Block[], width: number): number {
  const each = blocks.map((block) => {
    if (block.kind === 'text') return lines(block.text, width);
    if (block.kind === 'facts') return block.facts.length;
    if (block.kind === 'scale') return block.rows.length + 1;
    if (block.kind !== 'table') throw new Error(`no height for ${block.kind}`);
    // Two blanks between columns, and a mark with a blank before a name that has one.
    const wide = (cell: { readonly who?: unknown }, text: string): number =>
      text.length + (cell.who === undefined ? 0 : 2);
    const widths = block.columns.map((column, place) =>
      Math.max(wide(column, column.head), ...block.rows.map((row) => wide(row[place] ?? {}, row[place]?.text ?? ''))),
    );
    expect(widths.reduce((sum, one) => sum + one, 0) + 2 * (widths.length - 1)).toBeLessThanOrEqual(width);
    return block.rows.length + 1;
  });
  // A caption stands right above its table.
  const gaps = blocks.filter(
    (block, place) => place > 0 && !(block.kind === 'table' && blocks[place - 1]?.kind === 'text'),
  ).length;
  return each.reduce((sum, one) => sum + one, 0) + gaps;
}

/** Every state of a match in which everything is answered by `answer`. */
function* states(
  set: typeof full,
  answer: (kind: string, seat: number, turn: number) => string | number,
): Generator<State> {
  let state = game.setup(set, rng(1, 'setup'), 2);
  yield state;
  for (let turn = 0; ; turn++) {
    const decisions = game.pending(state);
    if (decisions.length === 0) return;
    const moves = decisions.map((decision) => ({ decision, answer: answer(decision.input.kind, decision.seat, turn) }));
    state = game.apply(state, moves, rng(1, 'turn', turn));
    yield state;
  }
}

const swerving = (kind: string): string | number => (kind === 'choice' ? 'swerve' : 40);
const ended = (set: typeof full, answer: Parameters<typeof states>[1]): State => [...states(set, answer)].at(-1)!;

describe('a question on the screen', () => {
  test('every item and question fits 60 columns and 13 rows, question and answer line included', () => {
    for (const state of states(full, swerving))
      for (const decision of game.pending(state).filter(({ seat }) => seat === 0)) {
        const blocks = game.scene(game.observe(state, 0), decision, names);
        expect(height(blocks, COLUMNS) + 1 + lines(decision.ask, COLUMNS) + 2).toBeLessThanOrEqual(ROWS);
        const { about, whereShort = '' } = game.heading(game.observe(state, 0), decision);
        expect(`${game.title} · ${about}`.length + 2 + whereShort.length).toBeLessThanOrEqual(56);
      }
  });

  test('says who dies and who lives, and what the car on sale would do', () => {
    const set = config.parse({ items: '20/child,1/alone,2/family/required', first: 'moral', order: 'listed' });
    const scenes = [...states(set, swerving)].flatMap((state) =>
      game
        .pending(state)
        .filter(({ seat }) => seat === 0)
        .map((decision) => [decision.key, blocksAsText(game.scene(game.observe(state, 0), decision, names))] as const),
    );
    expect(scenes[0]?.[1]).toBe(
      "A driverless car's brakes fail. 20 pedestrians stand ahead. In the car: you and your child. No law says what it must do.\n\n" +
        ' | 20 pedestrians | you and your child\nkeeps course | die | live\nswerves | live | die',
    );
    const of = new Map(scenes);
    expect(of.get('buy-minimising/20/child/none')).toContain('saves the greater number: here it would swerve.');
    expect(of.get('buy-protective/20/child/none')).toContain('protects its riders: here it would keep course.');
    expect(of.get('buy-minimising/1/alone/none')).toContain('equal, as here, it would keep course.');
    expect(of.get('buy-minimising/1/alone/none')).toContain('1 pedestrian stands ahead. In the car: you alone.');
    expect(of.get('buy-minimising/2/family/required')).toContain('By law every model');
  });

  test('the heading counts cars, questions and minutes', () => {
    const [, , third] = states(config.parse({ first: 'moral' }), swerving);
    const decision = game.pending(third!)[1]!;
    expect(game.heading(game.observe(third!, 0), decision)).toEqual({
      about: 'car 3 of 8 · question 2 of 3',
      where: 'about 2 minutes left',
      whereShort: '2 min left',
    });
  });

  test('keys of options are free of b h i q x; every question can be left out; no number is preset', () => {
    for (const state of states(full, swerving))
      for (const { input } of game.pending(state)) {
        expect(input.skip).toBe(SKIPPED);
        if (input.kind === 'choice') for (const { key } of input.options) expect('bhiqx').not.toContain(key);
        else expect(input).toMatchObject({ min: 0, max: 100, decimals: 0 });
        expect(input.kind === 'number' ? input.ends?.length : 2).toBe(2);
      }
  });

  test('drawn options turn the rows of the scene with them', () => {
    const set = config.parse({ options: 'drawn', first: 'moral' });
    const state = Array.from({ length: 20 }, (_, seed) => game.setup(set, rng(seed, 'setup'), 1)).find(
      ({ flipped }) => flipped,
    )!;
    const decision = game.pending(state)[0]!;
    const shown = blocksAsText(game.scene(game.observe(state, 0), decision, ['you']));
    expect(shown.indexOf('swerves')).toBeLessThan(shown.indexOf('keeps course'));
    expect(decision.input.kind === 'choice' ? decision.input.options.map(({ value }) => value) : []).toEqual([
      'swerve',
      'keep',
      ...(state.items[0]?.pedestrians === 1 && state.items[0].riders === 'alone' ? ['neither'] : []),
    ]);
  });
});

describe('before', () => {
  test('the content warning comes first, and whoever answers beside is named', () => {
    const blocks = game.instructions(config.parse({}), 'respondent', names);
    expect(blocks[0]).toMatchObject({ kind: 'text', strong: true });
    expect(height(blocks, COLUMNS)).toBeLessThanOrEqual(15);
    expect(blocksAsText(blocks.slice(0, 1))).toContain('deadly road accidents');
    const all = blocksAsText(blocks);
    expect(all).toContain('8 cars, 24 questions, about 3 minutes');
    expect(all).toContain('The same questions go to moralis:');
    expect(blocksAsText(game.instructions(config.parse({}), 'respondent', ['you']))).not.toContain('same questions');
    expect(blocksAsText(game.instructions(config.parse({}), 'respondent', ['a', 'you', 'c']))).toContain(
      'go to a and c:',
    );
  });
});

describe('afterwards', () => {
  const classItems = config.parse({});

  /** The first page after everything was answered by question and item. */
  function plainAfter(settings: object, answer: (key: string) => string | number, kappa = 0.5): string {
    let state = game.setup(config.parse({ order: 'listed', ...settings }), rng(1, 'setup'), 1);
    for (let open = game.pending(state); open.length > 0; open = game.pending(state))
      state = game.apply(
        state,
        open.map((decision) => ({ decision, answer: answer(decision.key) })),
        rng(1),
      );
    return blocksAsText(game.debrief(game.observe(state, 0), { kappa }, ['you']).plain ?? []);
  }

  test('the sentence is of the same cars on all sides: under the law the protective one is not asked about', () => {
    const said = plainAfter({ pedestrians: '20', riders: 'alone', laws: 'none,required' }, (key) =>
      key.startsWith('moral')
        ? key.endsWith('/none')
          ? 'swerve'
          : 'keep'
        : key.startsWith('buy-protective')
          ? 60
          : key.endsWith('/none')
            ? 80
            : 10,
    );
    expect(said).toContain('(1 of 1 cars), and you would sooner buy such a car than a protective one (80 against 60)');
  });

  test('as often right as not is neither, and numbers that differ are shown to', () => {
    const answers = (moral: number, min: number, prot: number) => (key: string) =>
      key.startsWith('strength') ? moral : key.startsWith('buy-minimising') ? min : prot;
    const set = { pedestrians: '20', riders: 'alone', questions: 'strength,buy-minimising,buy-protective' };
    expect(plainAfter(set, answers(50, 40, 60))).toContain(
      'Your judgement of saving the greater number is even (50 of',
    );
    expect(plainAfter(set, answers(51, 40, 60))).toContain('You judged it right');
    expect(plainAfter(set, answers(49, 40, 60))).toContain('You did not judge it right');
    const many = plainAfter({ ...set, riders: 'alone,co-worker,family,child' }, (key) =>
      key.includes('/alone/') ? answers(51, 50, 51)(key) : answers(50, 50, 50)(key),
    );
    expect(many).toContain('(50.25 of 100), yet you would sooner buy');
    expect(many).toContain('(50.25 against 50)');
  });

  test('of kin only where some of those shown are kin, and some are not', () => {
    const said = (riders: string) =>
      plainAfter({ pedestrians: '20', riders }, (key) => (key.startsWith('moral') ? 'swerve' : 40));
    for (const riders of ['alone,co-worker', 'family,child', 'child'])
      expect(said(riders)).not.toContain('with family');
    for (const riders of ['alone,child', 'co-worker,family,child'])
      expect(said(riders)).toContain('with family aboard');
  });

  test('one sentence tells the social dilemma from one’s own answers', () => {
    const saying = (answer: Parameters<typeof states>[1], set = classItems): string =>
      blocksAsText(game.debrief(game.observe(ended(set, answer), 0), { kappa: 0.5 }, names).plain!.slice(0, 1));
    const buyFirst = config.parse({ first: 'buy', order: 'listed' });
    let question = 0;
    const protector = (kind: string, seat: number): string | number =>
      kind === 'choice' ? 'swerve' : seat === 0 && question++ % 2 === 0 ? 35 : 70;
    expect(saying(protector, buyFirst)).toBe(
      'You judged it right to save the greater number (4 of 4 cars), yet you would sooner buy a car that protects its riders (70 against 35): the social dilemma.',
    );
    expect(saying(swerving)).toContain('you would as soon buy');
    expect(saying((kind) => (kind === 'choice' ? 'keep' : 40))).toContain('You did not judge it right');
    expect(saying(() => SKIPPED)).toContain('With a judgement and a purchase');
    const rated = config.parse({ questions: 'strength,buy-minimising', order: 'listed', first: 'moral' });
    let answer = 0;
    expect(saying((_, seat) => (seat === 0 && answer++ % 2 === 0 ? 80 : 30), rated)).toBe(
      'You judged it right to save the greater number (80 of 100), yet you gave buying such a car 30 of 100: the social dilemma.',
    );
  });

  test('no screen after play says NaN, undefined or null, however little was answered', () => {
    const sometimes = (kind: string, seat: number, turn: number): string | number =>
      (seat + turn) % 3 === 0 ? SKIPPED : swerving(kind);
    const sets = [
      classItems,
      full,
      config.parse({ pedestrians: 1 }),
      config.parse({ questions: 'moral' }),
      config.parse({ questions: 'law,strength', laws: 'required' }),
      config.parse({ items: '20/child' }),
    ];
    for (const set of sets)
      for (const answer of [swerving, sometimes, () => SKIPPED])
        for (const state of [...states(set, answer)].filter(
          (_, place, all) => place < 2 || place % 20 === 0 || place === all.length - 1,
        ))
          for (const seat of [0, 1]) {
            const view = game.observe(state, seat);
            const pages = [0, 0.5, 1].map((kappa) => game.debrief(view, { kappa }, names));
            const text = [
              blocksAsText(game.result(view, names)),
              ...Object.values(game.heading(view, null)),
              ...pages.flatMap(({ plain = [], blocks, more }) =>
                [plain, blocks, ...more.map((page) => page.blocks)].map(blocksAsText),
              ),
            ].join('\n');
            expect(text).not.toMatch(/NaN|undefined|null|Infinity|\{\w+\}/);
          }
  });

  test('the main page fits 60 columns and 15 rows, and so does each further page of the class items', () => {
    const view = game.observe(ended(classItems, swerving), 0);
    let given = 0;
    const torn: Parameters<typeof states>[1] = (kind) => (kind === 'choice' ? 'swerve' : given++ % 2 === 0 ? 100 : 0);
    const sides = [swerving, torn, (kind: string) => (kind === 'choice' ? 'keep' : torn(kind, 0, 0)), () => SKIPPED];
    for (const side of sides)
      for (const first of ['moral', 'buy'] as const)
        for (const kappa of [0, 0.05, 0.5, 1]) {
          const told = game.debrief(game.observe(ended({ ...classItems, first }, side), 0), { kappa }, names);
          // Where room is short the blank lines between blocks give way.
          const plain = told.plain ?? [];
          expect(height(plain, COLUMNS) - (plain.length - 1)).toBeLessThanOrEqual(15);
          expect(height(told.blocks, COLUMNS)).toBeLessThanOrEqual(15);
        }
    for (const kappa of [0, 0.5, 1]) {
      const { blocks, more } = game.debrief(view, { kappa }, names);
      expect(height(blocks, COLUMNS)).toBeLessThanOrEqual(15);
      for (const page of more) expect(height(page.blocks, COLUMNS)).toBeLessThanOrEqual(15);
      expect(new Set(more.map(({ key }) => key)).size).toBe(more.length);
      for (const { key } of more) expect('ovpcnsehqbix').not.toContain(key);
    }
    expect(height(game.result(view, names), COLUMNS)).toBeLessThanOrEqual(15);
  });

  test('the pages of the full set name every car', () => {
    const { more } = game.debrief(game.observe(ended(full, swerving), 0), { kappa: 0.5 }, names);
    for (const key of ['a', 'j']) {
      const tables = more.find((page) => page.key === key)?.blocks.filter((block) => block.kind === 'table') ?? [];
      expect(tables.map(({ rows }) => rows.length)).toEqual([8, 64]);
    }
  });

  test('moralis moves with κ; economicus, the stand-in and one’s own answers do not', () => {
    const view = game.observe(ended(classItems, swerving), 0);
    const rows = (kappa: number) =>
      game.debrief(view, { kappa }, names).plain?.find((block) => block.kind === 'table')?.rows ?? [];
    expect(rows(0).map((row) => row.map(({ text }) => text))).toEqual([
      ['alone', '40', '50', '50', '100'],
      ['co-worker', '40', '43', '43', '100'],
      ['family', '40', '12', '12', '100'],
      ['child', '40', '5', '5', '100'],
    ]);
    expect(rows(1).map((row) => row[3]?.text)).toEqual(['100', '100', '100', '100']);
    expect(game.debrief(view, { kappa: 0.5 }, names).kappa).toBe(true);
  });

  test('a result shows every seat once the match is over, and oneself alone before', () => {
    const heads = (state: State) => {
      const table = game.result(game.observe(state, 1), ['baseline', 'you']).find((block) => block.kind === 'table');
      return table?.columns.map(({ head }) => head);
    };
    expect(heads(ended(classItems, swerving))).toEqual(['question', 'baseline', 'you']);
    expect(heads([...states(classItems, swerving)][3]!)).toEqual(['question', 'you']);
  });

  test('eight at one table stand below each other, in 60 columns and 15 rows without the blank ones', () => {
    let state = game.setup(full, rng(1, 'setup'), 8);
    const moves = game.pending(state).map((decision) => ({ decision, answer: swerving(decision.input.kind) }));
    state = { ...game.apply(state, moves, rng(1, 'turn', 0)), at: state.items.length };
    const eight = ['you', ...Array.from({ length: 7 }, (_, i) => (i % 2 === 0 ? 'economicus' : 'moralis'))];
    const blocks = game.result(game.observe(state, 0), eight);
    expect(height(blocks, COLUMNS) - 2).toBeLessThanOrEqual(15);
    expect(blocks.find((block) => block.kind === 'table')?.rows).toHaveLength(8);
  });
});

describe('what the debrief says is what the numbers say', () => {
  const cells = (set: object, kappa: number, answer: Parameters<typeof states>[1] = swerving) => {
    const parsed = config.parse(set);
    const { plain = [] } = game.debrief(game.observe(ended(parsed, answer), 0), { kappa }, names);
    const table = plain.find((block) => block.kind === 'table');
    const rows = table?.kind === 'table' ? table.rows.map((row) => row.map(({ text }) => Number(text))) : [];
    return { said: blocksAsText(plain), rows };
  };

  test('of any numbers of pedestrians, parties and κ', () => {
    const lot = rng(8, 'sentences');
    for (let i = 0; i < 300; i++) {
      const pedestrians = lot.shuffle([1, 2, 3, 5, 10, 20, 50]).slice(0, 1 + lot.below(3));
      const riders = lot.shuffle(['alone', 'co-worker', 'family', 'child']).slice(0, 1 + lot.below(4));
      const kappa = lot.pick([0, 0.05, 0.1, 0.3, 0.5, 0.75, 1]);
      const buy = lot.pick(['buy-minimising', 'buy-protective'] as const);
      const set = { pedestrians, riders, questions: ['moral', buy], mirrored: lot.pick(['no', 'drawn', 'all']) };
      const { said, rows } = cells(set, kappa);
      const items = pedestrians.flatMap((n) => riders.map((who) => ({ n, m: who === 'alone' ? 1 : 2, who })));
      const more = items.filter(({ n, m }) => n > m);
      if (more.length === 0) {
        expect(said).toContain('agents do not differ in buying');
        for (const row of rows) expect(new Set(row.slice(2)).size).toBe(1);
        continue;
      }
      // Over m/κ it prefers the car that saves more, whoever rides.
      const limits =
        /moralis \(κ = ([\d.]+)\) prefers the car that saves more with over ([\d.]+) outside \(alone\) or ([\d.]+)/.exec(
          said,
        );
      if (kappa === 0) expect(said).toContain('no number outside makes it prefer');
      else
        expect(limits!.slice(1).map(Number)).toEqual([
          kappa,
          Number((1 / kappa).toFixed(2)),
          Number((2 / kappa).toFixed(2)),
        ]);
      for (const { n, m, who } of more) {
        const item = { pedestrians: n, riders: who as Riders, law: 'none' } as const;
        const [min, prot] = (['buy-minimising', 'buy-protective'] as const).map((q) => exactly(q, item, { kappa }));
        expect(min! > prot!).toBe(kappa > 0 && n > m / kappa + 1e-9);
      }
      // economicus falls, or rises, with the worth of who rides; moralis near the end only where it is.
      const economicus = rows.map((row) => row[2]!);
      const sorted = economicus.toSorted((a, b) => (buy === 'buy-minimising' ? b - a : a - b));
      if (said.includes('with family aboard')) expect(economicus).toEqual(sorted);
      if (said.includes('Near 100 the line ends')) for (const row of rows) expect(row[3]).toBeGreaterThanOrEqual(95);
      const near = /nearest to (.+), (\d+) points away/.exec(said);
      if (near !== null) {
        const off = [2, 3, 4].map(
          (place) => rows.reduce((sum, row) => sum + Math.abs(row[1]! - row[place]!), 0) / rows.length,
        );
        expect(Math.abs(Number(near[2]) - Math.min(...off))).toBeLessThanOrEqual(1.5);
        const named = near[1]!.split(' and ').map((name) => off[['economicus', 'moralis', 'stand-in'].indexOf(name)]!);
        for (const one of named) expect(one).toBeLessThanOrEqual(Math.min(...off) + 1.5);
      }
    }
  });

  test('nothing says how many ride matters and never who', () => {
    for (const kappa of [0.05, 0.5, 1]) expect(cells({}, kappa).said).not.toContain('never who');
  });
});

describe('mirrored items', () => {
  test('a wall ahead turns who lives, what both cars do, and what saves more; drawn: half of them, and logged', () => {
    const set = config.parse({
      items: '20/child/none/mirrored,1/child/none/mirrored',
      first: 'moral',
      order: 'listed',
    });
    const played = [...states(set, swerving)];
    const one = game.observe(played[0]!, 0);
    const [moral, minimising, protective] = game
      .pending(played[0]!)
      .map((decision) => [decision.key, blocksAsText(game.scene(one, decision, names))] as const);
    expect(moral![0]).toBe('moral/20/child/none/mirrored');
    expect(moral![1]).toContain('A wall stands ahead, 20 pedestrians beside it');
    expect(moral![1]).toMatch(/keeps course \| live \| die\n/);
    expect(minimising![1]).toContain('saves the greater number: here it would keep course');
    expect(protective![1]).toContain('protects its riders: here it would swerve');
    const item = one.items[0]!;
    expect(theoryChoice(item)).toBe('keep');
    expect(theoryChoice(one.items[1]!)).toBe('swerve');
    expect(exactly('strength', item, { kappa: 0.5 })).toBeCloseTo((100 * 2) / 22, 9);

    const drawn = config.parse({ mirrored: 'drawn' });
    for (let seed = 0; seed < 20; seed++) {
      const { items } = game.setup(drawn, rng(seed, 'setup'), 1);
      expect(items.filter(({ mirrored }) => mirrored)).toHaveLength(4);
      // Nothing else is drawn otherwise than without mirrors.
      const plain = game.setup(config.parse({}), rng(seed, 'setup'), 1);
      expect(items.map(({ mirrored: _, ...rest }) => rest)).toEqual(plain.items);
    }
  });

  test('measures tell acting and sacrificing apart', () => {
    const set = config.parse({ mirrored: 'drawn', pedestrians: '20', questions: 'moral' });
    const values = (answer: Parameters<typeof states>[1], name: string) => {
      const state = ended(set, answer);
      const views = [0, 1].map((seat) => game.observe(state, seat));
      const match = { config: set, views, moves: [], payoffs: null };
      return game.measures.find((measure) => measure.name === name)!.values(match, 0);
    };
    const always = (action: string) => (kind: string) => (kind === 'choice' ? action : 50);
    // Who always calls swerving more moral judges by the action; saving more is right in half of the items.
    expect(values(always('swerve'), 'effect of acting')).toEqual([100]);
    expect(values(always('keep'), 'effect of acting')).toEqual([-100]);
    expect(values(always('swerve'), 'swerve is more moral').reduce((a, b) => a + b, 0)).toBe(2);
  });
});

test('instructions name kin only where some ride, and numbers only where some are asked', () => {
  const told = (settings: object) => blocksAsText(game.instructions(config.parse(settings), 'respondent', ['you']));
  expect(told({})).toContain('A relative or a child may be among the dead. You may leave out any question');
  expect(told({ riders: 'alone,co-worker' })).not.toContain('child');
  expect(told({})).toContain('Numbers run from 0 to 100');
  expect(told({ questions: 'moral' })).not.toContain('Numbers run');
});

test('minutes follow the settings: 28 cars of the full set under the law are 18 minutes', () => {
  const preset = game.presets.find(({ name }) => name === 'full')!;
  expect(game.minutes(config.parse({ ...preset.config, laws: ['required'] }))).toBe(18);
  for (const { sentence } of game.presets) expect(sentence).not.toMatch(/minutes|answers/);
});

test('a model is not told how long people take', () => {
  const told = blocksAsText(
    game.instructions(config.parse({}), 'respondent', ['you', 'moralis'], [false, true], 'table'),
  );
  expect(told).not.toContain('minutes');
  expect(told).toContain('The same questions go to the computer program moralis:');
});

test('settings stored before there were mirrored items fold as they did', () => {
  const { mirrored: _, ...older } = config.parse({});
  const before: typeof full = JSON.parse(JSON.stringify(older));
  for (let seed = 0; seed < 20; seed++) {
    const now = game.setup(config.parse({}), rng(seed, 'setup'), 1);
    expect(game.setup(before, rng(seed, 'setup'), 1).items).toEqual(now.items);
    expect(now.items.some((item) => 'mirrored' in item)).toBe(false);
  }
  expect(blocksAsText(game.instructions(before, 'respondent', ['you']))).toContain('whoever is ahead');
});
