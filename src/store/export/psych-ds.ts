/** dataset_description.json: what Psych-DS (psychds-docs.readthedocs.io) asks of a dataset, in the words of schema.org. */
import { cleanData } from '../../core/outside-text.ts';
import { entriesOf, gamesIn } from './codebook.ts';
import type { ExportContents } from './contents.ts';
import { summaryOf } from './read-me.ts';

/** The description as JSON, with every column of every table once as a variable. */
export function dataset(written: ExportContents): string {
  const { tally, version, tables } = written;
  const seen = new Set<string>();
  const columns = entriesOf(written).filter(({ table, column }) => {
    const isNew = tables.some(({ name }) => name === table) && !seen.has(column);
    if (isNew) seen.add(column);
    return isNew;
  });
  const span = tally.decisions === 0 ? {} : { temporalCoverage: `${day(tally.firstAt)}/${day(tally.lastAt)}` };
  return `${JSON.stringify(
    cleanData({
      '@context': 'https://schema.org/',
      '@type': 'Dataset',
      name: nameOf(written),
      description: `${summaryOf(written)} Written by homines${version === '' ? '' : ` ${version}`}.`,
      ...span,
      keywords: ['economic experiment', ...gamesIn(tally)],
      variableMeasured: columns.map(({ column, type, unit, range, meaning }) => ({
        '@type': 'PropertyValue',
        name: column,
        description: [meaning, ...(range === '' ? [] : [`Takes ${range}.`]), `Type: ${type}.`].join(' '),
        ...(unit === '' ? {} : { unitText: unit }),
      })),
    }),
    null,
    2,
  )}\n`;
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function nameOf({ selection }: ExportContents): string {
  const names = [...new Set(selection.sessions.flatMap(({ name }) => name?.replaceAll(/\s+/g, ' ') ?? []))];
  return names.length === 0
    ? 'Economic games'
    : names.length <= 3
      ? names.join(', ')
      : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}
