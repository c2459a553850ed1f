/** A screen: its title, its keys with their help, what a key asks for, and its lines. Pure functions of the state. */
import {
  clipped,
  clippedLine,
  columnsOf,
  EMPTY,
  type Line,
  line,
  type Span,
  spaces,
  span,
  widthOf,
  wrapped,
} from '../../show/line.ts';
import type { Action } from '../actions.ts';
import { READABLE } from '../../show/drawing.ts';
import { glyphs, shown } from '../../show/glyphs.ts';
import type { Where } from '../../lab/glossary.ts';
import type { KeyHint } from '../keys.ts';
import type { Press } from '../key-names.ts';
import type { LabState } from '../state.ts';
import type { Tone } from '../../show/theme.ts';

export type Shown = {
  readonly title: string;
  readonly right: string;
  readonly hints: readonly KeyHint[];
  /** Letters go into a field: h is a letter here. */
  readonly typing?: boolean;
  /** Its figures use the whole of a wide window; what is a list or a form stays as wide as the eye holds together. */
  readonly wide?: true;
  /** A few lines to be read from afar: they stand in the middle where there is room. */
  readonly few?: true;
  /** 1 where a cursor stands in the margin. */
  readonly indent?: number;
  /** Screens and games whose terms the help explains. */
  readonly where: readonly Where[];
  key(press: Press): Action | null;
  /** At most `height` lines of at most `width` columns. */
  lines(width: number, height: number): readonly Line[];
};

/** Words wrapped into lines, in this terminal's letters. */
export const words = (text: string, width: number, tone?: Tone): readonly Line[] =>
  wrapped(shown(text), Math.min(width, READABLE)).map((l) => line(l, tone));

/** Text at the left and at the right end of one line. */
export function ends(left: Line, right: Line, width: number): Line {
  const free = width - widthOf(left) - widthOf(right);
  return free >= 1 ? [...left, span(spaces(free)), ...right] : clippedLine([...left, span(' '), ...right], width);
}

/** One item of a list: the cursor in the margin, and the item in bold where it stands. */
export function item(focused: boolean, parts: Line): Line {
  const cursor = focused ? `${glyphs().cursor} ` : '  ';
  return [
    span(cursor, focused ? 'focus' : undefined),
    ...parts.map((p): Span => (focused && p.tone === undefined ? { ...p, tone: 'focus' } : p)),
  ];
}

export const cell = (text: string, width: number): string => {
  const said = shown(text);
  return said + spaces(width - columnsOf(said));
};

/** The part of a long text that is on screen, with a sign where more stands above or below. */
export function windowed(lines: readonly Line[], first: number, height: number): readonly Line[] {
  if (lines.length <= height || height < 3) return lines.slice(0, height);
  const { more, arrows } = glyphs();
  const start = Math.min(Math.max(0, first), lines.length - height + 1);
  const seen = lines.slice(start, start + height);
  const below = lines.length - start - height;
  if (below > 0) seen[height - 1] = line(`${more} ${below + 1} more lines, ${arrows.upDown}`);
  if (start > 0) seen[0] = line(`${more} ${start + 1} lines above, ${arrows.upDown}`);
  return seen;
}

/** Keeps the line of the cursor in view, with a sign where more stands above or below. */
export function around(lines: readonly Line[], focused: number, height: number): readonly Line[] {
  if (lines.length <= height || height < 3) return lines.slice(0, height);
  const start = Math.max(0, Math.min(focused - Math.floor(height / 2), lines.length - height));
  const seen = lines.slice(start, start + height);
  const { more, arrows } = glyphs();
  const below = lines.length - start - height;
  if (below > 0) seen[height - 1] = line(`  ${more} ${below + 1} more, ${arrows.upDown}`);
  if (start > 0) seen[0] = line(`  ${more} ${start + 1} above, ${arrows.upDown}`);
  return seen;
}

/** A table of a list: every column as wide as its widest cell, the last at the right end; the first gives way where they are too wide. */
export function columnsIn(rows: readonly (readonly string[])[], width: number): readonly Line[] {
  const said = rows.map((row) => row.map((text) => shown(text)));
  const count = Math.max(0, ...said.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) => Math.max(0, ...said.map((row) => columnsOf(row[i] ?? ''))));
  const rest = widths.slice(1).reduce((sum, one) => sum + one + BETWEEN, 0);
  const first = Math.max(8, width - rest);
  return said.map(([name = '', ...cells]) => [
    span(cell(clipped(name, first), first)),
    ...cells.map((text, i) => span(spaces(BETWEEN + widths[i + 1]! - columnsOf(text)) + text)),
  ]);
}

/** Blanks between two columns of a list. */
const BETWEEN = 2;

/** Lines as they are, with blank ones between the groups while there is room. */
export function spaced(groups: readonly (readonly Line[])[], height: number): readonly Line[] {
  const full = groups.filter((g) => g.length > 0);
  const size = full.reduce((sum, g) => sum + g.length, 0);
  let free = Math.max(0, height - size);
  return full.flatMap((group, i) => (i > 0 && free-- > 0 ? [EMPTY, ...group] : group)).slice(0, height);
}

/** What the right end of the title says of the session, the fuller wording first. */
export function sessionWords({ current }: Pick<LabState, 'current'>): readonly string[] {
  return current.name === null
    ? ['session: rehearsal, saved', 'rehearsal, saved', 'rehearsal']
    : [`session: ${current.name}`, current.name];
}

export type Titles = { readonly title: string; readonly right: string };

/** The fullest pair of title and right end that this window has room for; the last one is the shortest. */
export function fitting({ columns }: Pick<LabState, 'columns'>, pairs: readonly Titles[]): Titles {
  const fits = ({ title, right }: Titles): boolean =>
    columnsOf(title) + columnsOf(right) + 4 <= columns && columnsOf(right) <= columns / 2;
  return pairs.find(fits) ?? pairs.at(-1)!;
}

/** Every title with every right end, the fuller first: the right end gives way before the title does. */
export const fit = (state: Pick<LabState, 'columns'>, titles: readonly string[], rights: readonly string[]): Titles =>
  fitting(
    state,
    titles.flatMap((title) => rights.map((right) => ({ title, right }))),
  );

export const HELP: KeyHint = {
  keys: 'h',
  does: 'help',
  help: 'Shows this page: what the keys of the screen do.',
};
export const back = (does = 'back', help = 'Goes back to the screen before.'): KeyHint => ({ keys: 'Esc', does, help });

/** What is said where Enter is pressed and a letter is meant: "Press a (again) or n (next person)." */
export const pressOneOf = (answers: readonly Pick<KeyHint, 'keys' | 'does'>[]): string =>
  `Press ${answers.map(({ keys, does }) => `${keys} (${does})`).join(' or ')}.`;

export const move = (at: number, by: number, count: number): number => (count === 0 ? 0 : (at + by + count) % count);
