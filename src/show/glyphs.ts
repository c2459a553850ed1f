/**
 * The characters that we draw with, and their ASCII twins where the terminal has no UTF-8: box characters, never braille.
 */
import { cleanText } from '../core/outside-text.ts';
import { inAscii } from './in-ascii.ts';

export type Glyphs = {
  readonly ascii: boolean;
  readonly rule: string;
  readonly up: string;
  readonly sep: string;
  /** Where a list's cursor stands, and the marks round a chosen option. */
  readonly cursor: string;
  readonly chosen: readonly [string, string];
  /** Something was left out here. */
  readonly more: string;
  readonly bullet: string;
  readonly dash: string;
  readonly arrows: { readonly sides: string; readonly upDown: string; readonly all: string };
  readonly axis: {
    readonly upright: string;
    readonly corner: string;
    readonly flat: string;
    readonly level: string;
    readonly both: string;
  };
  readonly scale: {
    readonly from: string;
    readonly to: string;
    /** Ends of a range over ways of asking. */
    readonly least: string;
    readonly most: string;
    readonly flat: string;
    readonly note: string;
    /** What people did in a published experiment, behind everything else: its interval, and its mean. */
    readonly band: string;
    readonly middle: string;
    readonly dots: string;
    readonly handle: string;
  };
  /** `open` and `done` branches: corner above, corner below, tee, and the run between. */
  readonly tree: {
    readonly upright: string;
    readonly open: TreeGlyphs;
    readonly done: TreeGlyphs;
    readonly here: string;
  };
};

/** `join` ends a run at a node; `cross` is a join from which a branch goes straight on, `down` one that is the first branch. */
type TreeGlyphs = {
  readonly above: string;
  readonly below: string;
  readonly tee: string;
  readonly run: string;
  readonly join: string;
  readonly cross: string;
  readonly down: string;
};

const drawn: Glyphs = {
  ascii: false,
  rule: '─',
  up: '│',
  sep: '·',
  cursor: '›',
  chosen: ['‹', '›'],
  more: '…',
  bullet: '•',
  dash: '–',
  arrows: { sides: '←→', upDown: '↑↓', all: '←→↑↓' },
  axis: { upright: '│', corner: '└', flat: '─', level: '╌', both: '◈' },
  scale: {
    from: '├',
    to: '┤',
    least: '[',
    most: ']',
    flat: '─',
    note: '┬',
    band: '░',
    middle: '▒',
    dots: '·',
    handle: '┃',
  },
  tree: {
    upright: '│',
    open: { above: '┌', below: '└', tee: '├', run: '─', join: '┤', cross: '┼', down: '┬' },
    done: { above: '╒', below: '╘', tee: '╞', run: '═', join: '╡', cross: '╪', down: '╤' },
    here: '›',
  },
};

const typed: Glyphs = {
  ascii: true,
  rule: '-',
  up: '|',
  sep: '-',
  cursor: '>',
  chosen: ['<', '>'],
  more: '...',
  bullet: '*',
  dash: '-',
  arrows: { sides: 'left/right', upDown: 'up/down', all: 'arrows' },
  axis: { upright: '|', corner: '+', flat: '-', level: '-', both: '&' },
  scale: {
    from: '|',
    to: '|',
    least: '[',
    most: ']',
    flat: '-',
    note: '+',
    band: ':',
    middle: '%',
    dots: '.',
    handle: '#',
  },
  tree: {
    upright: '|',
    open: { above: '+', below: '+', tee: '+', run: '-', join: '+', cross: '+', down: '+' },
    done: { above: '+', below: '+', tee: '+', run: '=', join: '+', cross: '+', down: '+' },
    here: '>',
  },
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether to draw in ASCII: HOMINES_ASCII=1 says so and =0 says no; else wherever the locale is not UTF-8. */
export function wantsAscii(env: Environment = process.env, platform: string = process.platform): boolean {
  if (env['HOMINES_ASCII'] !== undefined && env['HOMINES_ASCII'] !== '') return env['HOMINES_ASCII'] !== '0';
  if (platform === 'win32')
    return !(
      env['WT_SESSION'] ||
      env['ConEmuANSI'] === 'ON' ||
      env['TERM_PROGRAM'] ||
      env['TERMINAL_EMULATOR'] ||
      env['TERM']?.startsWith('xterm')
    );
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return !/utf-?8/i.test(locale) || env['TERM'] === 'linux' || env['TERM'] === 'dumb';
}

/** The characters to draw with, in ASCII where this terminal has no others. */
export const glyphs = (ascii: boolean = wantsAscii()): Glyphs => (ascii ? typed : drawn);

/** Words as this terminal can show them: without what commands it, in its letters. */
export const shown = (words: string, ascii: boolean = wantsAscii()): string =>
  ascii ? inAscii(cleanText(words)) : cleanText(words);

export { inAscii } from './in-ascii.ts';
