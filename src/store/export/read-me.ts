/** The text to read first: what the rows are, who is left out and why, and what made it. */
import { basename, join } from 'node:path';
import { shortName } from '../../core/database-address.ts';
import { counted } from '../../core/format.ts';
import { analysisScripts } from './analysis-scripts.ts';
import { caveatsOf } from './caveats.ts';
import { gamesIn } from './codebook.ts';
import type { ExportContents } from './contents.ts';
import { isRehearsal, type SessionEntry } from '../../core/stored-rows.ts';

const KIND: Readonly<Record<string, string>> = {
  human: 'people',
  theory: 'theory (economicus, moralis: solved from the utility, no sample)',
  standin: 'stand-in (a documented random-choice model, never the chatbot itself)',
  model: 'language models',
  script: 'scripts',
};

/** The text, in lines that end in \n. */
export function readMe(written: ExportContents): string {
  const { tables, tally, selection, places, command, version, format, excel } = written;
  const left = [
    selection.rehearsals.length === 0
      ? ''
      : `${counted(selection.rehearsals.length, 'rehearsal')} (${counted(matchesIn(selection.rehearsals), 'match', 'matches')}): sessions at a keyboard that nobody gave a name. --all exports rehearsals too.`,
    selection.others.length === 0
      ? ''
      : `${counted(selection.others.length, 'other session')} (${counted(matchesIn(selection.others), 'match', 'matches')}): not asked for with --session.`,
  ].filter(Boolean);
  const rehearsed = selection.sessions.filter(isRehearsal).length;
  return [
    'READ ME FIRST',
    '',
    summaryOf(written),
    '',
    'Tables',
    ...tables.map(({ name, rows, row }) => `  ${fileOf(written, name)}: ${counted(rows, 'row')}; a row is ${row}.`),
    `  ${basename(places.codebook)}: every column with type, unit, range and meaning, the questions as they were put, the settings.`,
    `  ${basename(places.description)}: the same for programs (Psych-DS, schema.org).`,
    ...(analysisScripts(written) === null
      ? []
      : [
          `  ${basename(places.analysis('R'))} and ${basename(places.analysis('py'))}: the figures of "homines compare" from this table, in R and in Python.`,
        ]),
    '',
    'Who is in it',
    ...[...tally.kinds].map(([kind, n]) => `  ${counted(n, 'choice')} by ${KIND[kind] ?? kind} (agent.kind = ${kind})`),
    ...(tally.gone === 0
      ? []
      : [`  ${counted(tally.gone, 'choice')} by agents in the place of people who were gone (source = substituted)`]),
    ...(tally.people === 0 ? [] : [`  ${counted(tally.people, 'person', 'people')} with a code`]),
    ...(rehearsed === 0 ? [] : [`  ${counted(rehearsed, 'rehearsal')} among the sessions: session.is_demo = 1`]),
    '',
    'Who is left out, and why',
    ...(left.length === 0
      ? [`  Nobody: every session of the ${selection.files.length === 1 ? 'database' : 'databases'} is here.`]
      : left.map((one) => `  ${one}`)),
    '',
    'Before you count',
    ...caveatsOf(written, fileOf(written, tables[0]?.name ?? '')).map((one) => `  - ${one}`),
    '',
    'Made by',
    `  homines ${version || '(version not given)'}, format ${format}${excel ? ' for Excel' : ''}`,
    ...(command === '' ? [] : [`  ${command}`]),
    ...selection.files.map((file) => `  from ${shortName(file)}, as it was committed at ${utc(selection.readAt)}`),
    ...[...tally.games.values()].map(({ game, version: rules }) => `  rules of ${game}: version ${rules}`),
    '',
  ].join('\n');
}

/** One sentence on the whole. */
export function summaryOf({ tally, selection }: Pick<ExportContents, 'tally' | 'selection'>): string {
  return `${counted(tally.decisions, 'choice')} in ${counted(tally.matches, 'match', 'matches')} of ${gamesIn(tally).join(', ') || 'no game'}, from ${counted(selection.sessions.length, 'session')}.`;
}

/** The name of a table's file without its folder. */
function fileOf({ places, format }: ExportContents, table: string): string {
  if (format === 'jsonl') return `${basename(places.table(''))}, lines with "table":"${table}"`;
  if (places.bySession) return join('data', 'session=CODE', 'part-0.parquet and so on');
  return basename(places.table(table === format || (format === 'parquet' && table === 'long') ? '' : table));
}

const matchesIn = (sessions: readonly SessionEntry[]): number =>
  sessions.reduce((sum, { matches }) => sum + matches, 0);
const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
