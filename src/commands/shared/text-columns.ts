/** Plain text in columns: at most 80 of them, fewer on a narrower terminal. */
import { byHand } from '../../core/shell.ts';
import { shown, wantsAscii } from '../../show/glyphs.ts';
import { alignedRows, columnsOf, spaces, textOfAll } from '../../show/line.ts';

/** A terminal without UTF-8 is told kappa, before anything is laid out; pipes and files always get UTF-8. */
export const spelled = (text: string, stream: NodeJS.WriteStream = process.stdout): string =>
  shown(text, inLetters(stream));
/** Whether this stream is a terminal without UTF-8. */
export const inLetters = (stream: NodeJS.WriteStream): boolean => stream.isTTY && wantsAscii();

/** Columns for what verbs print: those of the terminal, 80 at most. */
export const width = (): number => Math.min(80, process.stdout.columns || 80);

/** The words of a text; a command to type in quotes is one, since it is copied as one. */
function wordsOf(text: string): readonly string[] {
  const called = byHand().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return text.match(new RegExp(`\\S*"${called} [^"\n]*"\\S*|\\S+`, 'g')) ?? [''];
}

/** Words broken into lines of at most so many columns, each begun with `indent` spaces. A command in quotes stays whole. */
export function wrap(text: string, indent = 0, columns = width()): string {
  const lines: string[] = [];
  let line = '';
  for (const word of wordsOf(spelled(text))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && columnsOf(longer) > columns - indent) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((one) => `${' '.repeat(indent)}${one}`).join('\n');
}

/** Text filled up with spaces to a number of columns. */
export const pad = (text: string, columns: number): string => {
  const said = spelled(text);
  return said + spaces(columns - columnsOf(said));
};

/** Rows under their heads, columns as wide as their widest cell; the first `left` of them at their left, the others right. */
export const aligned = (rows: readonly (readonly string[])[], left = 1): string =>
  textOfAll(
    alignedRows(
      rows.map((row) => row.map((cell) => spelled(cell))),
      left,
      2,
    ),
  );
