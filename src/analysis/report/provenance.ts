/** How a report came about: the command, versions, seeds, the words that were read, every setting. */
import type { Block } from '../../core/blocks.ts';
import { conditionTitle } from '../compare/blocks.ts';
import type { Comparison, ConditionComparison } from '../compare/document.ts';
import type { Probes } from './models.ts';

/** What the report says of itself. */
export type Provenance = {
  readonly version: string;
  readonly node: string;
  readonly command: string;
  /** ISO, to the minute. */
  readonly at: string;
  /** What was found out about a model's server, by agent id. */
  readonly probes: Probes;
  /** Profiles of the same files, each with its verdicts as blocks. */
  readonly profiles?: readonly { readonly name: string; readonly blocks: readonly Block[] }[];
};

/** The sessions, settings, wordings and versions that a report rests on, as tables. */
export function provenanceBlocks(
  { sessions, treatments, methods, files }: Comparison,
  { version, node, at }: Provenance,
): readonly Block[] {
  const versions = [...new Set(treatments.map((one) => `${one.game} ${one.version}`))];
  return [
    {
      kind: 'facts',
      facts: [
        { label: 'made', value: `${at}, homines ${version}, Node ${node}` },
        { label: files.length === 1 ? 'database' : 'databases', value: files.join(', ') },
        { label: 'games, versions', value: versions.join(', ') || 'none' },
        {
          label: 'resampling',
          value: `${methods.resamples.toLocaleString('en')} resamples and ${methods.splits.toLocaleString('en')} splits with fixed seeds: the same data give the same numbers`,
        },
      ],
    },
    {
      kind: 'table',
      columns: [
        { head: 'session' },
        { head: 'code' },
        { head: 'kind' },
        { head: 'seed', align: 'right' },
        { head: 'homines', align: 'right' },
      ],
      rows: sessions.map(({ code, name, kind, seed, version: by }) => [
        { text: name ?? 'rehearsal' },
        { text: code },
        { text: kind === 'run' ? 'headless' : 'at a keyboard' },
        { text: String(seed) },
        { text: by },
      ]),
    },
    { kind: 'text', text: WORDING },
    {
      kind: 'table',
      columns: [{ head: 'group' }, { head: 'wording' }],
      rows: treatments
        .filter(({ groups }) => groups.length > 0)
        .flatMap((one) => [
          [{ text: conditionTitle(one), strong: true }],
          ...one.groups.map((group) => [{ text: group.label }, { text: group.wordings.join(', ') }]),
        ]),
    },
    { kind: 'text', text: 'Settings with their defaults:' },
    { kind: 'facts', facts: treatments.map((one) => ({ label: conditionTitle(one), value: settingWords(one) })) },
  ];
}

const WORDING =
  'Wording hashes, the first 12 digits of a SHA-256: of every word that people read; where a model sat at the table, of its prompt’s wording as well.';

const settingWords = (treatment: ConditionComparison): string => settingsOf(treatment).join(', ');

/** "T 80", "R 75", "method strategy". */
export function settingsOf({ config }: Pick<ConditionComparison, 'config'>): readonly string[] {
  if (typeof config !== 'object' || config === null) return [JSON.stringify(config)];
  return Object.entries(config).map(([name, value]) => `${name} ${said(value)}`);
}

const said = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(said).join('/') || 'none'
    : value === true
      ? 'yes'
      : value === false
        ? 'no'
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value);
