/** A comparison as a report file: the page, its name, and what it says of how it was made. */
import { basename } from 'node:path';
import type { Comparison } from '../../analysis/compare/document.ts';
import type { Probes } from '../../analysis/report/models.ts';
import { commandLine } from '../../core/shell.ts';
import { readLab } from '../../model/lab-file.ts';
import { writeText } from '../../disk/write-text.ts';
import { version } from '../../disk/version.ts';
import { minute } from './text-columns.ts';

/** Letters of session names in a title. */
const LONGEST = 80;

/** Writes the report; gives its size in bytes. */
export async function writeReport(found: Comparison, out: string, command: string): Promise<number> {
  // A report is handed on: where files lie on this computer is nobody's business.
  const comparison = { ...found, files: found.files.map((file) => basename(file)) };
  const { reportAsHtml } = await import('../../page/report.ts');
  const names = [...new Set(comparison.sessions.flatMap(({ name }) => name ?? []))];
  const named = names.join(', ');
  const title = named === '' || named.length > LONGEST ? 'Comparison' : `Comparison: ${named}`;
  const made = {
    version: version(),
    node: process.versions.node,
    command,
    at: minute(Date.now()),
    probes: probesHere(),
  };
  const html = await reportAsHtml(comparison, made, title);
  writeText(out, html);
  return Buffer.byteLength(html);
}

/** The command as it was typed, files by their names only; it can be typed again in a shell. */
export const commandTyped = (words: readonly string[] = process.argv.slice(2)): string =>
  commandLine(['homines', ...words.map((word, at) => (isFile(words, at) ? shortened(word) : word))]);

const FILES = ['--db', '--out'];
const isFile = (words: readonly string[], at: number): boolean =>
  FILES.includes(words[at - 1] ?? '') || FILES.some((flag) => words[at]!.startsWith(`${flag}=`));
const shortened = (word: string): string => {
  const cut = word.startsWith('--') ? word.indexOf('=') + 1 : 0;
  return word.slice(0, cut) + basename(word.slice(cut));
};

/** What is known in this folder about the servers of the models. */
function probesHere(): Probes {
  try {
    return Object.fromEntries(
      Object.entries(readLab(process.cwd()).agents).flatMap(([id, { probe }]) => {
        if (probe === undefined) return [];
        const { at, ms, shutdown, ...found } = probe;
        return [[id, { at: minute(at), found, ms, shutdown }] as const];
      }),
    );
  } catch {
    return {};
  }
}
