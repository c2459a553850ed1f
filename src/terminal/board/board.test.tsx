import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderToString } from 'ink';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../core/user-error.ts';
import { loadGame } from '../../disk/games.ts';
import { lessonNames } from '../../disk/lesson-files.ts';
import { choiceOf, defaults } from '../../lab/set-up.ts';
import { loadLesson } from '../../lessons/load-lesson.ts';
import type { Board, RoomPlan } from '../../room/room.ts';
import { plainOf } from '../../show/screen-file.ts';
import { textOf, widthOf } from '../../show/line.ts';
import { bodySize } from '../body-size.ts';
import { pressOf } from '../key-names.ts';
import { keyLine } from '../keys.ts';
import { ScreenView } from '../screen-view.tsx';
import { help } from '../screens/help.ts';
import type { Size } from '../single-screen.tsx';
import { boardController } from './open.tsx';
import { boardLine, countsOf, scriptedDesk, type ScriptedDesk } from '../../room/host-desk.test-data.ts';
import { boardScreen } from './draw.ts';
import { linesByNeed, tableWords } from '../../room/board-lines.ts';
import { markedLine } from './view.ts';
import { qrLines } from './qr.ts';

const SIZES: readonly Size[] = [
  { columns: 60, rows: 20 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
];
const USUAL = SIZES[1]!;

const folder = mkdtempSync(join(tmpdir(), 'homines-board-'));
const saved = (): readonly string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.includes('.'))
    .toSorted();
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

async function tables(): Promise<Partial<RoomPlan>> {
  const choice = choiceOf(defaults(await loadGame('prisoners-dilemma')));
  if ('problem' in choice) throw new Error(choice.problem);
  return { tables: [choice] };
}

const NO_KEY = {
  ...{ upArrow: false, downArrow: false, leftArrow: false, rightArrow: false, pageDown: false, pageUp: false },
  ...{ home: false, end: false, return: false, escape: false, ctrl: false, shift: false, tab: false },
  ...{ backspace: false, delete: false, meta: false, super: false, hyper: false, capsLock: false, numLock: false },
};
const NAMED = {
  up: { ...NO_KEY, upArrow: true },
  down: { ...NO_KEY, downArrow: true },
  left: { ...NO_KEY, leftArrow: true },
  right: { ...NO_KEY, rightArrow: true },
  enter: { ...NO_KEY, return: true },
  escape: { ...NO_KEY, escape: true },
};
const isNamed = (key: string): key is keyof typeof NAMED => key in NAMED;
const pressed = (key: string) =>
  key === 'ctrl-c'
    ? pressOf('c', { ...NO_KEY, ctrl: true })
    : pressOf(isNamed(key) ? '' : key, isNamed(key) ? NAMED[key] : NO_KEY);

/** A board without a terminal: keys go in, the screen comes out as text. */
async function open(desk: ScriptedDesk, clock = () => 1_060_000) {
  const board = await boardController(desk, join(folder, 'lab.sqlite'), clock);
  const { single } = board;
  const text = (size: Size = USUAL): string => {
    const { view, help: open, notice } = single.state.getState();
    return plainOf(
      renderToString(
        <ScreenView under={single.shown(view, size)} games={single.games} help={open} notice={notice} {...size} />,
        { columns: size.columns },
      ),
    );
  };
  return {
    board,
    text,
    view: () => single.state.getState().view,
    notice: () => single.state.getState().notice,
    looked: () => board.settled(),
    async keys(...keys: readonly string[]): Promise<void> {
      for (const key of keys) {
        single.press(pressed(key), USUAL);
        await board.settled();
      }
    },
  };
}

/** At every size nothing is wider or longer than the window, and its help fits. */
function whole(view: Parameters<typeof boardScreen>[0]): void {
  for (const size of SIZES) {
    const shown = boardScreen(view, size);
    const { width, height } = bodySize(size.columns, size.rows, shown.indent);
    const where = `${view.page.at} at ${size.columns} by ${size.rows}`;
    expect(shown.title.length + shown.right.length, where).toBeLessThanOrEqual(size.columns - 4);
    const lines = shown.lines(width, height);
    expect(lines.length, where).toBeLessThanOrEqual(height);
    for (const line of lines) expect(widthOf(line), `${where}: ${textOf(line)}`).toBeLessThanOrEqual(width);
    expect(keyLine(shown.hints, size.columns - 2).length, where).toBeLessThanOrEqual(size.columns - 2);
    for (const hint of shown.hints) expect(hint.help, `${where}: ${hint.keys}`).not.toBe('');
    for (const line of help(shown, [], 0).lines(width, height)) expect(widthOf(line), where).toBeLessThanOrEqual(width);
  }
}

const CLASS: readonly ReturnType<typeof boardLine>[] = [
  boardLine(1, { doing: 'finished' }, { label: 'anna' }),
  boardLine(2, { doing: 'deciding', since: 1_050_000, answers: 3, table: { at: 1, of: 2 } }),
  boardLine(3, { doing: 'gone', since: 1_040_000, table: { at: 1, of: 2 } }, { label: 'p07', treatment: 'control' }),
  boardLine(4, { doing: 'waiting' }),
  boardLine(5, { doing: 'deciding', slow: true, table: { at: 2, of: 2 } }),
  boardLine(6, { doing: 'gone', replacedBy: 'baseline' }),
  boardLine(7, { doing: 'reading' }),
];
const withClass = (desk: ScriptedDesk, more: Partial<Board> = {}): void =>
  desk.room.setBoard({ lines: CLASS, counts: countsOf(CLASS), ...more });

describe('the board', () => {
  it('says at which game somebody is, in a lesson at which stop', async () => {
    const lesson = await loadLesson('known-or-unknown');
    expect(tableWords({ at: 1, of: 2 }, { lesson: null })).toBe('game 1 of 2');
    expect(tableWords({ at: 5, of: 9 }, { lesson })).toBe('stop 5 of 9');
  });

  it('puts who needs help on top: gone and not replaced, slow, then the others', () => {
    expect(linesByNeed({ lines: CLASS }).map(({ member }) => member.number)).toEqual([3, 5, 6, 2, 7, 4, 1]);
  });

  it.each(['0', '1'])(
    'is whole on every page with HOMINES_ASCII=%s, and always says state, code and address',
    async (ascii) => {
      vi.stubEnv('HOMINES_ASCII', ascii);
      for (const open_ of [false, true]) {
        const desk = scriptedDesk(await tables());
        const { keys, view, text } = await open(desk);
        withClass(desk, {
          models: { asked: 40, failed: 2, standIns: 2, cost: 0.12, last: 'local/small: no answer in 20 s' },
          troubles: ['The disk is full: make room, nothing that was acknowledged is lost.'],
          message: 'Please read the rules again.',
        });
        if (open_) await keys('o');
        await keys('down', 'up');
        for (const page of [
          [],
          ['j'],
          ['escape', 'l'],
          ['s'],
          ['escape', 'e'],
          ['escape', 'q'],
          ['escape', 'm'],
          ['m', 'x'],
        ]) {
          await keys(...page);
          whole(view());
        }
        await keys('escape');
        for (const size of SIZES) {
          const said = text(size);
          expect(said).toContain('RUNNING');
          expect(said).toContain('K7QF');
          expect(said).toContain(open_ ? '192.168.1.23:4400' : '127.0.0.1:4400');
          expect(said.includes('OPEN TO THE NETWORK')).toBe(open_);
        }
      }
    },
  );

  it('shows three hundred people, with the cursor in view', async () => {
    const desk = scriptedDesk(await tables());
    const lines = Array.from({ length: 300 }, (_, i) => boardLine(i + 1, {}, { label: `p${i + 1}` }));
    desk.room.setBoard({ lines, counts: countsOf(lines) });
    const { keys, view, text } = await open(desk);
    await keys(...Array.from({ length: 40 }, () => 'down'));
    whole(view());
    expect(markedLine(view())?.member.number).toBe(41);
    expect(text()).toContain('p41');
  });

  it('starts, pauses, goes on; a key that does nothing says why, and nothing is asked of the room', async () => {
    const desk = scriptedDesk({ ...(await tables()), instead: null });
    const { keys, notice, looked } = await open(desk);
    for (const [state, did] of [
      ['gathering', 'start'],
      ['running', 'pause'],
      ['paused', 'go on'],
    ] as const) {
      desk.room.setBoard({ state });
      await looked();
      await keys('s');
      expect(desk.did.at(-1)).toBe(`steer {"do":"${did}"}`);
    }
    desk.room.setBoard({ state: 'ended' });
    const before = desk.did.length;
    await looked();
    for (const key of ['s', 'm', 'e', 'right', 'r']) {
      await keys(key);
      expect(notice(), key).toMatch(/\.$/);
    }
    expect(desk.did.length).toBe(before);
  });

  it('goes through a lesson stop by stop, with what to say', async () => {
    for (const name of lessonNames()) {
      const lesson = await loadLesson(name);
      const desk = scriptedDesk({ lesson });
      const { keys, view, text } = await open(desk);
      for (const [stop, { title }] of lesson.lesson.stops.entries()) {
        desk.room.setBoard({ stop });
        await keys('t');
        whole(view());
        expect(text({ columns: 120, rows: 40 })).toContain(title);
        await keys('escape');
        if (stop < lesson.lesson.stops.length - 1) {
          await keys('right');
          expect(desk.did.at(-1)).toBe(`steer {"do":"stop","stop":${stop + 1}}`);
        }
      }
      await keys('right');
      expect(desk.did.at(-1)).not.toContain(`"stop":${lesson.lesson.stops.length}`);
    }
  });

  it('replaces who the cursor stands on, and only after y', async () => {
    const desk = scriptedDesk(await tables());
    withClass(desk);
    const { keys, text } = await open(desk);
    await keys('r');
    expect(text()).toContain('Replace p07 by baseline?');
    await keys('enter', 'escape');
    expect(desk.did).toEqual([]);
    await keys('r', 'y');
    expect(desk.did).toEqual(['steer {"do":"replace","member":"m3"}']);
  });

  it('ends after y, and leaves by Ctrl-C twice, saying how many are playing', async () => {
    const desk = scriptedDesk(await tables());
    withClass(desk);
    const { keys, text, board } = await open(desk);
    await keys('e');
    expect(text()).toContain('4 people are playing');
    await keys('y');
    expect(desk.did).toEqual(['steer {"do":"end"}']);
    let left = false;
    void board.left.then(() => (left = true));
    await keys('ctrl-c');
    expect(text()).toContain('4 people are playing');
    expect(left).toBe(false);
    await keys('ctrl-c');
    expect(left).toBe(true);
  });

  it('says a line to everybody, typed letters and all, without what commands a terminal', async () => {
    const desk = scriptedDesk(await tables());
    const { keys, looked } = await open(desk);
    await keys('m', ...'shöq \u001b[31mx', 'enter');
    expect(desk.room.done).toContainEqual({
      did: 'steer',
      steering: { do: 'say', text: expect.stringMatching(/^shöq/) },
    });
    expect(JSON.stringify(desk.did)).not.toContain('\u001b');
    desk.room.setBoard({ message: 'shö' });
    await looked();
    await keys('m');
    expect(desk.did.at(-1)).toBe('steer {"do":"say","text":null}');
  });

  it('shows the link of the board once; a new one takes its place', async () => {
    const desk = scriptedDesk(await tables());
    const { keys, text, notice } = await open(desk);
    await keys('l');
    expect(text()).not.toContain('/h/');
    expect(text()).toContain('/p/first');
    await keys('s');
    expect(text()).toContain('/h/first/board');
    await keys('escape', 'l', 's');
    expect(text()).not.toContain('/h/');
    expect(notice()).toContain('n makes new links');
    await keys('n');
    expect(text()).toContain('/h/second/board');
    expect(desk.did).toEqual(['renewed']);
  });

  it('saves the screen beside the database, but never one with a link', async () => {
    const { keys } = await open(scriptedDesk(await tables()));
    await keys('l', 'p', 'escape');
    expect(saved()).toEqual([]);
    await keys('p');
    expect(saved()).toEqual(['screens/board-1.svg', 'screens/board-1.txt'].map((name) => join(name)));
  });

  it('moves the projector on, back, and to the join code', async () => {
    const desk = scriptedDesk(await tables());
    const { keys, text } = await open(desk);
    expect(text()).toContain('Space: the empty scale');
    await keys(' ', ' ');
    expect(text()).toContain('projector: people');
    await keys('b', 'x');
    expect(desk.did).toEqual(['project next', 'project next', 'project back', 'project join']);
  });

  it('says a trouble in one sentence and stays', async () => {
    const desk = scriptedDesk(await tables());
    const { keys, notice, text } = await open(desk);
    desk.fail(new UserError('The disk is full: make room.'));
    await keys('s');
    expect(notice()).toBe('The disk is full: make room.');
    expect(text()).toContain('K7QF');
  });
});

describe('a QR code on a screen', () => {
  const modules = Array.from({ length: 25 }, (_, y) => Array.from({ length: 25 }, (_, x) => x === y));

  it('has its quiet border and every module', () => {
    const lines = qrLines(modules, 40, 20, false).map(textOf);
    expect(lines).toHaveLength(15);
    expect(lines[0]!.trim()).toBe('');
    const dark = [...lines.join('')].reduce((sum, c) => sum + (c === '█' ? 2 : c === '▀' || c === '▄' ? 1 : 0), 0);
    expect(dark).toBe(25);
  });

  it('is left out whole where it has no room, or there are no half blocks', () => {
    expect(qrLines(modules, 28, 20, false)).toEqual([]);
    expect(qrLines(modules, 40, 14, false)).toEqual([]);
    expect(qrLines(modules, 40, 20, true)).toEqual([]);
  });
});
