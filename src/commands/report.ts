/** `homines report --out report.html`: the comparison as one file without network, for a phone, a printer or a reader. */
import { basename } from 'node:path';
import { comparing } from '../comparing.ts';
import { gameNames, loadGames } from '../games.ts';
import { readLab } from '../model/lab-file.ts';
import { Refusal, unknown } from '../refusal.ts';
import { version } from '../version.ts';
import { writeText } from '../store/write-text.ts';
import { counted, minute } from './columns.ts';
import { by, databases, dbsOf, json } from './flags.ts';
import { print, printJson } from './print.ts';
import { on, text, verb as define } from './verb.ts';

export const verb = define({
  name: 'report',
  word: '[GAME]',
  says: 'The comparison as one HTML file: figures, numbers, tests and a methods paragraph, without network.',
  flags: {
    out: text('FILE.html', 'where to write; a file of that name is replaced when the report is whole', (typed) => typed),
    session: text('NAME', 'only this session, by name or code', (typed) => typed),
    by,
    all: on('rehearsals too: sessions at a keyboard that were given no name'),
    db: databases,
    json,
  },
  examples: ['homines report --out report.html', 'homines report prisoners-dilemma --session "class of 24 Nov" --out class.html'],
  async run({ out, session = null, by: grouping = 'session', all = false, db: files, json: asJson }, game) {
    if (out === undefined) throw new Refusal('homines report needs a file to write to: name one with --out, such as --out report.html.');
    if (game !== undefined && !gameNames().includes(game)) throw unknown('game', game, gameNames());
    const databasesRead = dbsOf(files);
    const open = comparing(databasesRead, await loadGames(), { session, rehearsals: all, game: game ?? null });
    try {
      const found = await open.update(grouping);
      // A report is handed on: where files lie on this computer is nobody's business.
      const comparison = { ...found, files: found.files.map((file) => basename(file)) };
      const { reportAsHtml } = await import('../show/report.ts');
      const names = [...new Set(comparison.sessions.flatMap(({ name }) => name ?? []))];
      const title = `Comparison${names.length > 0 && names.length <= 4 ? `: ${names.join(', ')}` : ''}`;
      const html = await reportAsHtml(
        comparison,
        { version: version(), node: process.versions.node, command: commandLine(), at: minute(Date.now()), probes: probesHere() },
        title,
      );
      writeText(out, html);
      const { finished, decisions } = comparison.counts;
      if (asJson)
        return printJson({
          file: out,
          bytes: Buffer.byteLength(html),
          matches: finished,
          decisions,
          treatments: comparison.treatments.length,
        });
      print(`Wrote ${out}: ${counted(finished, 'match', 'matches')}, ${counted(decisions, 'choice')}.`);
      for (const note of comparison.notes) print(note);
      return 0;
    } finally {
      open.close();
    }
  },
});

/** As it was typed, files by their names only. */
const commandLine = (): string =>
  ['homines', ...process.argv.slice(2).map((word) => (word.includes('/') || word.includes('\\') ? basename(word) : word))]
    .map((word) => (/^[\w.:=,-]+$/.test(word) ? word : JSON.stringify(word)))
    .join(' ');

/** What is known in this folder about the servers of the models. */
function probesHere(): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(
      Object.entries(readLab(process.cwd()).agents).flatMap(([id, { probe }]) => {
        if (probe === undefined) return [];
        const { at, ms, shutdown, ...found } = probe;
        const words = Object.entries(found).map(([what, how]) => `${what} ${how}`);
        return [
          [
            id,
            `${words.join(', ')}; median ${Math.round(ms)} ms; ${minute(at)}${shutdown === null ? '' : `; shut down on ${shutdown}`}`,
          ] as const,
        ];
      }),
    );
  } catch {
    return {};
  }
}
