/** A roster: who may join a room. One label a line, as oTree's label file has it, or a table of labels and treatments. */
import { UserError } from '../../core/user-error.ts';
import { readTextFile } from '../../disk/text-file.ts';
import { readLabel } from '../../lab/participants.ts';
import type { RosterLine } from '../../room/room.ts';

/** Bytes and lines of the largest roster that is read. */
const LARGEST = 200_000;
export const MOST_ROSTER = 2000;

/** Heads of the columns, as spreadsheets and oTree have them. */
const LABEL = /^(participant[._ ]?)?label$|^id$|^code$/i;
const TREATMENT = /^(participant[._ ]?)?treatment$|^condition$/i;

/** The lines of a roster's file. Throws a UserError that names the line where it is none. */
export function readRoster(file: string): readonly RosterLine[] {
  const text = readTextFile(file, LARGEST);
  if (text === null) throw new UserError(`There is no roster ${file}: name a file with one label a line.`);
  return rosterOf(text, file);
}

/** The lines of a roster as text; `named`: what it is called where something is wrong with it. */
export function rosterOf(text: string, named: string): readonly RosterLine[] {
  const lines = text
    .split(/\r\n?|\n/)
    .map((raw, i) => ({ cells: cellsOf(raw), at: i + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const head = lines[0]?.cells ?? [];
  const titled = head.some((cell) => LABEL.test(cell));
  const columns = {
    label: titled ? head.findIndex((cell) => LABEL.test(cell)) : 0,
    treatment: titled ? head.findIndex((cell) => TREATMENT.test(cell)) : 1,
  };
  const people = titled ? lines.slice(1) : lines;
  if (people.length === 0) throw new UserError(`${named} names nobody: write one label a line, such as p07.`);
  if (people.length > MOST_ROSTER)
    throw new UserError(`${named} has ${people.length} labels; a room has at most ${MOST_ROSTER}.`);
  const seen = new Map<string, number>();
  return people.map(({ cells, at }) => {
    if (!titled && cells.length > 2)
      throw new UserError(
        `${named}, line ${at}: a label, and after a comma its treatment; got ${cells.length} columns: name them in a first line, label,treatment.`,
      );
    const label = cellRead(cells[columns.label] ?? '', 'label', named, at);
    if (label === null) throw new UserError(`${named}, line ${at}: there is no label in it; write one, such as p07.`);
    const before = seen.get(label.toLowerCase());
    if (before !== undefined)
      throw new UserError(`${named}, line ${at}: ${label} stands in line ${before} already; every label once.`);
    seen.set(label.toLowerCase(), at);
    const treatment = columns.treatment < 0 ? null : cellRead(cells[columns.treatment] ?? '', 'treatment', named, at);
    return { label, treatment };
  });
}

function cellRead(typed: string, what: 'label' | 'treatment', named: string, at: number): string | null {
  try {
    return readLabel(typed, what);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${named}, line ${at}: ${error.message}`);
  }
}

/** The cells of a line: between commas, semicolons or tabs, in quotes or without. */
function cellsOf(line: string): readonly string[] {
  const sign = ['\t', ';', ','].find((one) => line.includes(one)) ?? ',';
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const letter = line[at]!;
    if (quoted && letter === '"' && line[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (letter === '"') quoted = !quoted;
    else if (letter === sign && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += letter;
  }
  cells.push(cell.trim());
  // A line that ends in commas, as spreadsheets write it, has no further cells.
  while (cells.length > 1 && cells.at(-1) === '') cells.pop();
  return cells;
}
