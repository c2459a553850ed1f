/** The same rows in a file and in another database: whatever is made of them is the same to the last byte. */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { comparisonBlocks } from '../../../src/analysis/compare/blocks.ts';
import { liveComparison } from '../../../src/comparing/live-comparison.ts';
import { writeReport } from '../../../src/commands/shared/write-report.ts';
import { blocksAsText } from '../../../src/core/blocks.ts';
import { loadGames } from '../../../src/disk/games.ts';
import { exportTables } from '../../../src/store/export.ts';
import { FORMATS } from '../../../src/store/export/formats.ts';
import { openLog } from '../../../src/store/log-reader.ts';
import { openStore } from '../../../src/store/open.ts';
import { type ClassPlan, cooperating, keep, playClass } from '../../class.ts';
import { lesson } from '../../database/lesson.ts';
import { folder } from '../../database/sample.ts';

/** Classes and a run. */
async function filled(files: readonly string[]): Promise<void> {
  const games = await loadGames();
  const game = games.find(({ name }) => name === 'prisoners-dilemma')!;
  const plan: ClassPlan = {
    game,
    name: 'Monday',
    people: 8,
    against: 'moralis:0.5',
    choose: cooperating(0.6, 0.8, 0.2),
  };
  const classes = [
    await playClass({ ...plan, treatment: (who) => (who % 2 === 0 ? 'pooled' : null) }),
    await playClass({ ...plan, name: 'Tuesday', against: 'human', seed: 2 }),
    await playClass({ ...plan, name: 'models', people: 6, seed: 3, model: { id: 'local/m', wordings: ['w', 'v'] } }),
    await playClass({ ...plan, name: null, people: 3, leftAfter: 1, seed: 4 }),
  ];
  for (const file of files) {
    const store = await openStore(file);
    await keep(store, classes);
    store.close();
  }
}

/** All files below a folder, by their names. */
function filesIn(place: string, under = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(join(place, under))) {
    const path = join(under, name);
    if (statSync(join(place, path)).isDirectory()) for (const [one, text] of filesIn(place, path)) found.set(one, text);
    else found.set(path, readFileSync(join(place, path), 'latin1'));
  }
  return found;
}

export function sameBytesFacts(fresh: () => Promise<string>): void {
  it('comparisons, reports, exports and lists of the same rows are the same as those of a file', async () => {
    const place = folder();
    const files = [join(place, 'lab.sqlite'), await fresh()] as const;
    await filled(files);
    const games = await loadGames();
    const made = [];
    // A lesson with everything in it that is exported, and that is no real match.
    const { rows } = lesson();
    for (const [at, file] of files.entries()) {
      const out = join(place, String(at));
      mkdirSync(out);
      const comparing = await liveComparison([file], games, { session: null, rehearsals: true, game: null });
      const comparison = await comparing.update('session', true);
      comparing.close();
      await writeReport(comparison, join(out, 'report.html'), 'homines report');
      const store = await openStore(file);
      await store.record(rows);
      store.close();
      for (const format of FORMATS)
        await exportTables({
          ...{ files: [file], all: true, format, command: 'homines export', version: '0' },
          out: join(
            out,
            format === 'otree'
              ? 'otree/'
              : `${format}${format === 'parquet' ? '.parquet' : format === 'jsonl' ? '.jsonl' : '.csv'}`,
          ),
        });
      const log = await openLog(file);
      const sessions = await log.sessions();
      const asked = [];
      for (const { code } of sessions)
        asked.push(
          await log.callSums(code),
          await log.servedModels(code),
          await log.tallies(code),
          await log.storedEvents(code),
        );
      for await (const codes of log.codes()) asked.push(codes);
      asked.push(
        await log.matches({}),
        await log.count({ game: 'prisoners-dilemma' }),
        await log.callMeans('local', 'base', 'written'),
      );
      log.close();
      made.push({
        text: blocksAsText(comparisonBlocks(comparison)),
        comparison: { ...comparison, files: [] },
        sessions,
        asked,
        files: filesIn(out),
      });
    }
    const [one, other] = made;
    expect(other!.text).toBe(one!.text);
    expect(JSON.stringify(other!.comparison)).toBe(JSON.stringify(one!.comparison));
    expect(other!.sessions).toEqual(one!.sessions);
    expect(other!.asked).toEqual(one!.asked);
    expect(other!.files.size).toBeGreaterThan(15);
    expect([...other!.files.keys()]).toEqual([...one!.files.keys()]);
    // The name of the database, the moment of reading, and what a clock says.
    const plain = (text: string): string =>
      text
        .replaceAll(/lab\.sqlite|lab\d+_\d+/g, 'DATABASE')
        .replaceAll(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?/g, 'MOMENT');
    for (const [name, text] of one!.files) {
      const [mine, theirs] = [plain(text), plain(other!.files.get(name)!)].map((whole) => whole.split('\n'));
      expect(theirs!.filter((line, at) => line !== mine![at]).slice(0, 3), name).toEqual([]);
      expect(theirs).toHaveLength(mine!.length);
    }
  });
}
