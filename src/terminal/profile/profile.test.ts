/** The profile screen: what keys do, what is drawn, in every size of window and without UTF-8. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ProfileAnswer } from '../../core/profile-spec.ts';
import { loadGames } from '../../disk/games.ts';
import type { Profiled } from '../../profile/answers.ts';
import { tasksOf } from '../../profile/design.ts';
import { judged, patternOf } from '../../profile/pattern.ts';
import { textOfAll } from '../../show/line.ts';
import { bodySize } from '../body-size.ts';
import { keyLine } from '../keys.ts';
import type { Press } from '../key-names.ts';
import { help } from '../screens/help.ts';
import { pressed, type ProfileAsk } from './keys.ts';
import { profileLines } from './draw.ts';
import { profileShown } from './screen.ts';
import { answersBehind, earlierView, newView, type ProfileView, withRows } from './view.ts';

const TASKS = tasksOf(await loadGames());
const PATTERN = patternOf(TASKS);
const RIDERS = ['alone', 'co-worker', 'family', 'child'];
const WANTS = { economicus: 0, moralis: 1, kantiensis: 0.5 };

/** A plan in every dilemma and ratings of the minimising car, k times. */
const answers = (id: string, plan: string, ratings: readonly number[], k: number): readonly ProfileAnswer[] =>
  Array.from({ length: k }, (_, draw): readonly ProfileAnswer[] => [
    ...['gentle', 'mild', 'moderate', 'sharp', 'severe', 'turns'].flatMap((where) =>
      ['first', 'after_C', 'after_D'].map((key, at): ProfileAnswer => ({
        ...{ task: 'dilemmas', where, match: `${id}-${where}-${draw}`, draw, turn: 0, key, round: 1, wants: WANTS },
        answer: plan[at] ?? '',
        value: plan[at] === 'C' ? 1 : 0,
      })),
    ),
    ...RIDERS.map((riders, at): ProfileAnswer => ({
      ...{ task: 'vehicles', where: 'class', match: `${id}-class-${draw}`, draw, turn: at, round: at + 1 },
      ...{
        key: `buy-minimising/20/${riders}/none`,
        answer: ratings[at]!,
        value: ratings[at]!,
        wants: { economicus: 50, moralis: 100 },
      },
    })),
  ]).flat();

const base: Profiled = { id: 'local/base', kind: 'drawn', answers: answers('base', 'CCC', [97, 97, 97, 97], 2) };
const selfish: Profiled = { id: 'local/selfish', kind: 'drawn', answers: answers('selfish', 'DDD', [46, 46, 8, 8], 2) };
const theory: Profiled = { id: 'economicus', kind: 'theory', answers: answers('theory', 'DDD', [50, 43, 12, 5], 1) };

function view(agents: readonly Profiled[], reached: (task: string) => boolean = () => true): ProfileView {
  const facts = {
    ...{ length: 'standard' as const, matches: 10 },
    agents: agents.map(({ id, kind }) => ({ id, kind, temperature: kind === 'theory' ? null : '0.7' })),
  };
  return withRows(
    newView(facts, 'abcdefgh', TASKS, agents),
    judged(
      PATTERN.filter(({ task }) => reached(task)),
      agents,
    ),
  );
}

const SIZE = { columns: 80, rows: 24 };
const key = (name: string): Press => ({ name, input: name, key: {} as Press['key'] });
function keys(
  from: ProfileView,
  ...names: readonly string[]
): { readonly view: ProfileView; readonly ask: ProfileAsk | undefined } {
  let now: { readonly view: ProfileView; readonly ask?: ProfileAsk } = { view: from };
  for (const name of names) now = pressed(now.view, key(name), SIZE);
  return { view: now.view, ask: now.ask };
}
function textOf(at: ProfileView, size = SIZE): string {
  const shown = profileShown(at, size);
  const { width, height } = bodySize(size.columns, size.rows, shown.indent);
  return textOfAll(shown.lines(width, height));
}

beforeEach(() => void vi.stubEnv('HOMINES_ASCII', '0'));
afterEach(() => void vi.unstubAllEnvs());

describe('the table', () => {
  test('rows that are not reached say so; those that are stand there in words', () => {
    const half = view([base, selfish], (task) => task === 'dilemmas');
    const text = textOf(half);
    expect(text).toMatch(/too cooperative +shown +no/);
    expect(text).toMatch(/saves more lives +… +…/);
    expect(textOf(keys(half, 'up').view)).toContain('not reached yet');
  });
  test('arrows move over rows and agents; what is at the cursor stands below with n, k, temperature and interval', () => {
    const at = keys(view([base, selfish]), 'right').view;
    expect(textOf(at)).toMatch(
      /\[2\] local\/selfish: no\n−50 points, 95 % −50 to −\d+, n 36, k 2, Holm p < \.001; temperature 0\.7/,
    );
    expect(textOf(keys(at, 'left').view)).toMatch(/\[1\] local\/base: shown/);
    expect(keys(at, 'right').view.agent).toBe(0);
    expect(keys(at, 'up').view.row).toBe(PATTERN.length - 1);
    expect(textOf(keys(at, 'end').view)).toContain('› punishes and comes back');
  });
  test('d tells everything about the row and every agent in it', () => {
    const text = textOf(keys(view([base, selfish, theory]), 'd').view, { columns: 60, rows: 30 });
    expect(text).toContain('judged by: cooperates at more nodes than homo');
    expect(text).toMatch(
      /\[1\] local\/base: shown[\s\S]*\[2\] local\/selfish: no[\s\S]*\[3\] economicus \(theory\): no\n.*exact/,
    );
    expect(keys(view([base]), 'd', 'escape').view.detail).toBeNull();
  });
  test('s shows scores with their intervals and reliability beside each agent of theory, both readings of prices', () => {
    const text = textOf(keys(view([base, selfish]), 's', 'right').view);
    expect(text).toMatch(/dilemmas economicus +0\.00/);
    expect(text).toContain('pricing moralis/sellers');
    expect(textOf(keys(view([base, selfish]), 's', ...Array<string>(7).fill('down')).view)).toContain(
      '› pricing moralis/buyers',
    );
    expect(text).toMatch(
      /\[2\] local\/selfish beside economicus: score 1\.00\n95 % 0\.90 to 1\.00, n 36, k 2; reliability 1\.00 over 18 questions/,
    );
    expect(keys(view([base]), 's', 's').view.page).toBe('verdicts');
    // Esc goes back one step, wherever one is.
    expect(keys({ ...view([base]), stage: 'done' }, 's', 'escape')).toMatchObject({
      view: { page: 'verdicts' },
      ask: undefined,
    });
  });
});

test('under the scores stand published people: rates beside theirs, what differs there, and the answers behind', () => {
  const at = keys(view([base, selfish]), 's', 'end').view;
  const text = textOf(at);
  expect(text).toMatch(/people 29 %: first move +100 % \(\+71\) +0 % \(−29\)/);
  expect(text).toMatch(/› people 3 %: after D/);
  expect(text).toMatch(
    /local\/base beside 134 people in Trento: 0 %|local\/base beside 134 people in Trento: 100 %, more/,
  );
  expect(textOf(keys(at, 'd').view, { columns: 80, rows: 40 }).replaceAll('\n', ' ')).toMatch(
    /Andreozzi.*Confidence low\..*no row of the reported pattern/,
  );
  expect(answersBehind(keys(at, 'enter').view).map(({ key }) => key)).toEqual(Array(12).fill('after_D'));
});

describe('Enter', () => {
  test('opens the answers behind the row, and asks for the call of the one at the cursor', () => {
    const at = keys(view([base, selfish]), 'right', ...Array<string>(6).fill('down'), 'enter');
    expect(PATTERN[at.view.row]!.id).toBe('falls with family');
    expect(answersBehind(at.view)).toHaveLength(8);
    const text = textOf(at.view);
    expect(text).toMatch(/› draw 1 · buy-minimising, 20 ahead, alone +46/);
    expect(text).toContain('match selfish-class-0; theory there: economicus 50, moralis 100');
    const { ask } = keys(at.view, 'down', 'enter');
    expect(ask).toMatchObject({ open: { match: 'selfish-class-0', key: 'buy-minimising/20/co-worker/none', turn: 1 } });
    expect(keys(at.view, 'escape').view.behind).toBeNull();
  });
  test('a shift has the answers of both, told apart', () => {
    const at = keys(view([base, selfish]), 'right', 'down', 'down', 'enter').view;
    expect(answersBehind(at)).toHaveLength(72);
    expect(textOf(keys(at, 'end').view)).toMatch(/› \[1\] turns · draw 2 · after D +cooperates/);
  });
  test('works on rows that are not reached yet, with what was answered until then', () => {
    const at = keys(
      view([base], () => false),
      'enter',
    ).view;
    expect(answersBehind(at)).toHaveLength(36);
  });
  test('theory has no calls: it says so, and stays', () => {
    const { view: at, ask } = keys(view([theory]), 'enter');
    expect(at.behind).toBeNull();
    expect(ask).toEqual({ say: 'No calls: economicus is theory, computed.' });
  });
});

describe('leaving', () => {
  test('Esc does not stop what is being asked; q and Ctrl-C do', () => {
    const asking = view([base]);
    expect(keys(asking, 'escape').ask).toMatchObject({ say: expect.stringContaining('q stops') });
    for (const name of ['q', 'ctrl-c']) expect(keys(asking, name).ask).toBe('leave');
    expect(keys({ ...asking, stage: 'done' }, 'escape').ask).toBe('leave');
    expect(keys(asking, 'enter', 'ctrl-c').ask).toBe('leave');
  });
  test('at the card Enter begins, Esc and q leave, and nothing else does anything', () => {
    const card = {
      head: 'Profile (quick) of local/base: 11 matches',
      rows: [['calls', '46 to local/base']] as const,
      notes: ['one more sentence'],
      estimated: 'guessed',
    };
    const at: ProfileView = { ...view([base]), stage: 'card', card };
    expect(textOf(at)).toMatch(/calls +46 to local\/base[\s\S]*Nothing is asked before Enter/);
    expect(keys(at, 'enter').ask).toBe('begin');
    expect([keys(at, 'escape').ask, keys(at, 'q').ask, keys(at, 's').ask]).toEqual(['leave', 'leave', undefined]);
  });
});

describe('every size of window', () => {
  const six = ['a', 'b', 'c', 'd', 'e'].map((name): Profiled => ({
    ...selfish,
    id: `together/some-company/model-${name}`,
  }));
  const cases = [[base], [base, selfish], [base, selfish, theory], [base, ...six]];
  const sizes = [
    [60, 20],
    [80, 24],
    [120, 40],
  ] as const;
  const states: readonly (readonly string[])[] = [
    [],
    ['s'],
    ['d'],
    ['s', 'd'],
    ['enter'],
    ['end'],
    ['down', 'down', 'right'],
  ];
  test.each(['0', '1'])('whole lines and no more than fit (ASCII %s)', (ascii) => {
    vi.stubEnv('HOMINES_ASCII', ascii);
    for (const agents of cases)
      for (const [columns, rows] of sizes)
        for (const stage of ['asking', 'stopping', 'done'] as const)
          for (const state of states) {
            const at: ProfileView = {
              ...keys(view(agents), ...state).view,
              stage,
              unfinished: stage === 'done' ? 'word '.repeat(60) : '',
            };
            const shown = profileShown(at, { columns, rows });
            const { width, height } = bodySize(columns, rows, shown.indent);
            const lines = textOfAll(shown.lines(width, height)).split('\n');
            expect(lines.length).toBeLessThanOrEqual(height);
            for (const line of lines) expect([...line].length, line).toBeLessThanOrEqual(width);
            if (at.detail === null) expect(lines.some((line) => line.startsWith(ascii === '1' ? '>' : '›'))).toBe(true);
            if (ascii === '1') expect(lines.join('')).toMatch(/^[\x20-\x7e]*$/);
            expect(keyLine(shown.hints, columns - 2).length).toBeLessThanOrEqual(columns - 2);
            expect(lines.join('\n')).not.toMatch(/NaN|undefined|Infinity/);
          }
  });
  test('many agents: marks with a legend, numbers for names', () => {
    const text = textOf(view([base, ...six]), { columns: 60, rows: 20 });
    expect(text).toMatch(/›\[1\] +\[2\] +\[3\]/);
    expect(text).toMatch(/too cooperative +\+ +x +x/);
    expect(text).toContain('+ shown, x no, ? undecided');
  });
});

test('a profile that was not finished says how to go on', () => {
  const { facts, rows, agents } = view([base]);
  const sums = {
    calls: 30,
    tokensIn: 0,
    tokensOut: 0,
    cost: null,
    outcomes: { answered: 0, repaired: 0, refused: 0, invalid: 0, 'timed out': 0, failed: 0 },
  };
  const earlier = {
    tasks: TASKS,
    agents,
    rows: rows.flatMap((row) => row ?? []),
    missing: 4,
    unanswered: 1,
    sums,
    served: [],
  };
  const text = textOf(earlierView(facts, 'abcdefgh', earlier, '--max-calls is reached'));
  expect(text).toMatch(
    /^6 of 10 matches · 30 calls · price not known\nStopped: --max-calls is reached\. 1 question without an answer\. 4 matches/,
  );
  expect(text.replace(/\s+/g, ' ')).toContain('4 matches missing: homines profile --resume abcdefgh');
});

test('the help explains the keys and the terms, reliability among them', () => {
  const shown = help(profileShown(view([base]), SIZE), [], 0);
  const text = textOfAll(shown.lines(76, 400));
  expect(text).toContain('Opens the answers behind this row');
  expect(text).toMatch(/reliability +Of two draws/);
  expect(text).toMatch(/shown +The interval of the declared contrast/);
  expect(text).toMatch(/undecided +Too few answers/);
});

describe('two ways of asking one model', () => {
  const told: Profiled = {
    ...{ id: 'local/m?ask=decision', kind: 'drawn', ask: 'decision' },
    answers: answers('told', 'CCC', [], 1).map((one) => ({
      ...one,
      shares: [
        { answer: 'C', value: 1, inOrders: [0.9, 0.48] },
        { answer: 'D', value: 0, inOrders: [0.1, 0.52] },
      ],
    })),
  };
  const drawn: Profiled = { id: 'local/m?ask=json', kind: 'drawn', answers: answers('drawn', 'CCC', [], 10) };
  const both = (): ProfileView => ({ ...view([told, drawn]), stage: 'done', page: 'both' });

  test('no figure is cut in a small window: it stands below its question, and d reads the rest', () => {
    for (const [columns, rows] of [
      [60, 20],
      [80, 24],
    ] as const) {
      const body = bodySize(columns, rows);
      const said = textOfAll(profileLines(both(), body.width, body.height));
      expect(said).toContain('69 %  100 % of 10 (72 to 100)  apart');
      expect(said).toContain('gentle, first move');
    }
    const { width, height } = bodySize(60, 20);
    const { view: read } = pressed(both(), { name: 'd' } as Press, { columns: 60, rows: 20 });
    const all = textOfAll(profileLines(read, width, height)).replace(/\s+/g, ' ');
    expect(all).toContain('the likeliest answer is the same in 22 of 22');
    expect(all).toContain('probability 69 %; draws 100 % of 10 (72 to 100)');
  });
});
