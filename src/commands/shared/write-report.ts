/** A comparison as a report file: the page, its name, and what it says of how it was made. */
import { localTime } from '../../core/format.ts';
import type { Comparison } from '../../analysis/compare/document.ts';
import type { Probes } from '../../analysis/report/models.ts';
import type { LogQuestions } from '../../core/log.ts';
import { shortName } from '../../core/database-address.ts';
import { type Block, text } from '../../core/blocks.ts';
import { UserError } from '../../core/user-error.ts';
import { loadGames } from '../../disk/games.ts';
import { referenceTable } from '../../disk/reference-files.ts';
import { profileBlocks } from '../../profile/blocks.ts';
import { earlierProfile, type Kept, keptProfile } from '../../profile/stored-profile.ts';
import { openLogs } from '../../store/log-reader.ts';
import { readLab } from '../../model/lab-file.ts';
import { TRIED } from '../../model/probe.ts';
import { writeText } from '../../disk/write-text.ts';
import { version } from '../../disk/version.ts';

/** Letters of session names in a title. */
const LONGEST = 80;

/** Writes the report; gives its size in bytes. */
export async function writeReport(found: Comparison, out: string, command: string): Promise<number> {
  // A report is handed on: where files lie on this computer is nobody's business.
  const comparison = { ...found, files: found.files.map(shortName) };
  const { reportAsHtml } = await import('../../page/report.ts');
  const names = [...new Set(comparison.sessions.flatMap(({ name }) => name ?? []))];
  const named = names.join(', ');
  const title = named === '' || named.length > LONGEST ? 'Comparison' : `Comparison: ${named}`;
  const made = {
    version: version(),
    node: process.versions.node,
    command,
    at: localTime(Date.now()),
    probes: probesHere(),
    profiles: await profilesFor(found),
  };
  const html = await reportAsHtml(comparison, made, title);
  writeText(out, html);
  return Buffer.byteLength(html);
}

/** The profiles in these files, judged again from their rows: all that the comparison has left to them, or the one it was asked for. */
async function profilesFor({ files, counts, sessions }: Comparison) {
  const looked = new Set(sessions.map(({ code }) => code));
  const found: { readonly name: string; readonly blocks: readonly Block[] }[] = [];
  for (const log of files.length === 0 ? [] : await openLogs(files))
    try {
      for (const { code, name, kind, matches } of await log.catalogue()) {
        if (kind !== 'run' || matches === 0 || (counts.profiled === 0 && !looked.has(code))) continue;
        const kept = await keptProfile(log, code);
        if (kept !== null) found.push({ name: name ?? code, blocks: await verdictsOf(log, code, kept) });
      }
    } finally {
      log.close();
    }
  return found;
}

async function verdictsOf(log: LogQuestions, code: string, kept: Kept): Promise<readonly Block[]> {
  try {
    const earlier = await earlierProfile(log, code, kept, await loadGames());
    return profileBlocks(kept.facts, earlier, referenceTable);
  } catch (error) {
    if (error instanceof UserError) return [text(error.message)];
    throw error;
  }
}

/** What is known in this folder about the servers of the models. */
function probesHere(): Probes {
  try {
    return Object.fromEntries(
      Object.entries(readLab(process.cwd()).agents).flatMap(([id, { probe }]) => {
        if (probe === undefined) return [];
        const { at, ms, shutdown } = probe;
        const found = Object.fromEntries(
          TRIED.flatMap((what) => (probe[what] === undefined ? [] : [[what, probe[what]]])),
        );
        return [[id, { at: localTime(at), found, ms, shutdown }] as const];
      }),
    );
  } catch {
    return {};
  }
}
