/**
 * The real program in a real pseudo-terminal, its output on an emulated screen. A test presses keys, waits for content
 * and never for time, and reads the screen cell by cell.
 */
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { join } from 'node:path';
import { configFolder } from './config-folder.ts';

export const root = join(import.meta.dirname, '..');
/** The built program: what users run. */
export const program = join(root, 'dist', 'cli.js');

const named = {
  enter: '\r',
  escape: '\x1b',
  tab: '\t',
  space: ' ',
  backspace: '\x7f',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
  delete: '\x1b[3~',
  'ctrl-c': '\x03',
  'ctrl-d': '\x04',
} as const;

export type Key = keyof typeof named;

export type Opening = {
  readonly cols?: number;
  readonly rows?: number;
  readonly args?: readonly string[];
  /** What runs: the built program unless a test brings its own. */
  readonly program?: string;
  /** Added to a clean environment; undefined removes. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** The database file, by its environment twin. */
  readonly db?: string;
};

/** A colour as the terminal keeps it: null is the terminal's own. */
export type Colour = { readonly palette: number } | { readonly rgb: number } | null;

export type Cell = {
  readonly text: string;
  /** Columns that it takes: 2 for a wide character, 0 for what follows one. */
  readonly width: number;
  readonly foreground: Colour;
  readonly background: Colour;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
};

export type Exit = { readonly code: number; readonly signal: number };

export type Terminal = {
  /** Presses keys one after another: names ('enter', 'up') or single characters. */
  press(...keys: readonly (Key | (string & {}))[]): void;
  /** Writes text as it is, in one piece, as fast typing and pasting do. */
  type(text: string): void;
  /** Resolves with the screen as soon as it shows this; rejects with what it showed instead. */
  waitFor(what: string | RegExp | ((screen: string) => boolean), ms?: number): Promise<string>;
  screen(): string;
  cells(): readonly (readonly Cell[])[];
  /** Where text stands, from 0; null if it does not. */
  find(text: string): { readonly x: number; readonly y: number } | null;
  cursor(): { readonly x: number; readonly y: number; readonly hidden: boolean };
  buffer(): 'normal' | 'alternate';
  /** Everything the program wrote, control sequences and all. */
  written(): string;
  onWritten(listener: (piece: string) => void): void;
  resize(cols: number, rows: number): void;
  kill(signal?: 'SIGTERM' | 'SIGHUP' | 'SIGINT' | 'SIGKILL'): void;
  /** Closes the window: the other end of the terminal is gone, whatever the program does. */
  close(): void;
  readonly pid: number;
  readonly exit: Promise<Exit>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** An environment in which the program behaves as on a desk: no CI, no test runner, no settings of ours. */
export function cleanEnvironment(added: Opening['env'] = {}): Record<string, string> {
  const foreign =
    /^(CI|CI_.*|CONTINUOUS_INTEGRATION|VITEST.*|NODE_ENV|NODE_OPTIONS|FORCE_COLOR|NO_COLOR|COLORTERM|TERM_PROGRAM.*|LC_.*|HOMINES_.*|INK_.*|DEV|GITHUB_ACTIONS|TEST|npm_.*|LINES|COLUMNS)$/;
  const kept = Object.entries({ ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8' }).filter(
    ([name]) => !foreign.test(name),
  );
  const all: [string, string | undefined][] = [
    ...kept,
    ['XDG_CONFIG_HOME', configFolder],
    ['HOMINES_COMMAND', 'homines'],
    // Nothing is left in the cache of whoever tests.
    ['HOMINES_FRESH', '1'],
    ...Object.entries(added),
  ];
  return Object.fromEntries(all.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

export function open(opening: Opening = {}): Terminal {
  const { cols = 80, rows = 24, args = [], db } = opening;
  const env = cleanEnvironment({ ...(db === undefined ? {} : { HOMINES_DB: db }), ...opening.env });
  const pty = spawn(process.execPath, [opening.program ?? program, ...args], {
    cols,
    rows,
    env,
    cwd: opening.cwd ?? root,
    name: 'xterm-256color',
  });
  const term = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 1000 });
  let written = '';
  let hidden = false;
  let ended: Exit | null = null;
  const watchers = new Set<() => void>();
  const listeners = new Set<(piece: string) => void>();
  let unread = 0;
  // A frame is drawn between two marks (synchronized output): half of one is never looked at.
  const midFrame = () => unread > 0 || written.lastIndexOf('\x1b[?2026h') > written.lastIndexOf('\x1b[?2026l');
  const look = () => {
    if (ended === null && midFrame()) return;
    for (const watcher of watchers) watcher();
  };

  pty.onData((piece) => {
    written += piece;
    const last = piece.lastIndexOf('\x1b[?25');
    if (last >= 0) hidden = piece[last + 5] === 'l';
    for (const listener of listeners) listener(piece);
    unread += 1;
    term.write(piece, () => {
      unread -= 1;
      look();
    });
  });
  // The emulated terminal answers what a program asks of it.
  term.onData((answer) => {
    if (ended === null) pty.write(answer);
  });
  const exit = new Promise<Exit>((done) => {
    pty.onExit(({ exitCode, signal }) => {
      term.write('', () => {
        ended = { code: exitCode, signal: signal ?? 0 };
        done(ended);
        look();
      });
    });
  });

  const lines = (): readonly string[] =>
    Array.from(
      { length: term.rows },
      (_, y) => term.buffer.active.getLine(term.buffer.active.viewportY + y)?.translateToString(true) ?? '',
    );
  const screen = () => lines().join('\n');

  return {
    pid: pty.pid,
    exit,
    screen,
    press: (...keys) => {
      for (const key of keys) pty.write(Object.hasOwn(named, key) ? named[key as Key] : key);
    },
    type: (text) => pty.write(text),
    waitFor: (what, ms = 60_000) => {
      const shows = (now: string): boolean =>
        typeof what === 'string' ? now.includes(what) : what instanceof RegExp ? what.test(now) : what(now);
      return new Promise((done, refuse) => {
        const stop = () => {
          clearTimeout(timer);
          watchers.delete(watch);
        };
        const watch = () => {
          const now = screen();
          if (shows(now)) {
            stop();
            done(now);
          } else if (ended !== null) {
            stop();
            refuse(
              new Error(
                `The program ended (code ${ended.code}, signal ${ended.signal}) before it showed ${String(what)}:\n${now}`,
              ),
            );
          }
        };
        const timer = setTimeout(() => {
          stop();
          refuse(new Error(`The screen did not show ${String(what)} within ${ms} ms:\n${screen()}`));
        }, ms);
        watchers.add(watch);
        if (ended !== null || !midFrame()) watch();
      });
    },
    cells: () => {
      const buffer = term.buffer.active;
      return Array.from({ length: term.rows }, (_, y) => {
        const line = buffer.getLine(buffer.viewportY + y);
        return Array.from({ length: term.cols }, (__, x) => cellOf(line?.getCell(x)));
      });
    },
    find: (text) => {
      const y = lines().findIndex((line) => line.includes(text));
      return y < 0 ? null : { x: lines()[y]!.indexOf(text), y };
    },
    cursor: () => ({ x: term.buffer.active.cursorX, y: term.buffer.active.cursorY, hidden }),
    buffer: () => term.buffer.active.type,
    written: () => written,
    onWritten: (listener) => void listeners.add(listener),
    resize: (newCols, newRows) => {
      term.resize(newCols, newRows);
      pty.resize(newCols, newRows);
    },
    kill: (signal = 'SIGTERM') => process.kill(pty.pid, signal),
    close: () => (pty as unknown as { destroy(): void }).destroy(),
    [Symbol.asyncDispose]: async () => {
      if (ended === null) pty.kill('SIGKILL');
      await exit;
      term.dispose();
    },
  };
}

type Drawn = NonNullable<ReturnType<NonNullable<ReturnType<xterm.Terminal['buffer']['active']['getLine']>>['getCell']>>;

function cellOf(cell: Drawn | undefined): Cell {
  const colour = (isDefault: boolean, isRGB: boolean, value: number): Colour =>
    isDefault ? null : isRGB ? { rgb: value } : { palette: value };
  return {
    text: cell?.getChars() || ' ',
    width: cell?.getWidth() ?? 1,
    foreground: cell ? colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()) : null,
    background: cell ? colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()) : null,
    bold: Boolean(cell?.isBold()),
    dim: Boolean(cell?.isDim()),
    italic: Boolean(cell?.isItalic()),
    underline: Boolean(cell?.isUnderline()),
    inverse: Boolean(cell?.isInverse()),
  };
}
