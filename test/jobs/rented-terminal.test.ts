/** Cards that are rented are said wherever one looks: at the lab's start in a real terminal, by the list and by the doctor; from the folder alone. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TUNER_FACTS } from '../../src/jobs/tuners.ts';
import type { ProviderRun, TuningEvent } from '../../src/tune/run-folder.ts';
import { appendEvent } from '../../src/tune/run-read.ts';
import { newLab } from '../lab.ts';
import { homines } from '../program.ts';
import { open } from '../terminal.ts';
import { fakeRun } from './fake-tuner.ts';

const at = 1_700_000_000_000;
const run: ProviderRun = fakeRun({
  ...{ name: 'kant-1', on: 'together', provider: { name: 'together', address: TUNER_FACTS.together.address ?? '' } },
  base: { given: 'small', kind: 'provider', path: 'together/small', name: 'small' },
});

/** A lab folder with a run of which this has happened. */
function labWith(...events: readonly TuningEvent[]) {
  const lab = newLab();
  const folder = join(lab.folder, 'tunes', run.name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'run.json'), JSON.stringify(run));
  for (const event of events) appendEvent(folder, event);
  return { lab, folder };
}

const DEPLOYED: TuningEvent = {
  ...{ kind: 'deployed', at, deployment: 'cards-1', model: 'kant', usdPerHour: 2.9, sleepsAfterMs: null },
};

const onOneLine = (screen: string): string => screen.replace(/[─\s]+/g, ' ');

it.each([
  [80, 24],
  [60, 20],
])('at %i by %i the first screen says what costs, how much, and what ends it', async (cols, rows) => {
  const { lab } = labWith(DEPLOYED);
  using _ = lab;
  await using terminal = open({ cols, rows, cwd: lab.folder, db: lab.db, env: { NO_COLOR: '1' } });
  const screen = await terminal.waitFor(/kant-1/, 60_000);
  expect(onOneLine(screen)).toMatch(/kant-1 costs USD 2\.90 an hour at Together until "homines tune end kant-1"/);
  expect(Math.max(...screen.split('\n').map((line) => line.length))).toBeLessThanOrEqual(cols);
});

it('one that may have been made is said too, and one that has ended is not', async () => {
  const { lab, folder } = labWith({ kind: 'deploying', at, usdPerHour: 2.9 });
  using _ = lab;
  {
    await using terminal = open({ cwd: lab.folder, db: lab.db });
    expect(onOneLine(await terminal.waitFor(/kant-1/, 60_000))).toContain('tune end kant-1');
  }
  appendEvent(folder, { kind: 'ended', at, deployment: 'cards-1' });
  await using terminal = open({ cwd: lab.folder, db: lab.db });
  expect(await terminal.waitFor(/h help/, 60_000)).not.toContain('kant-1');
});

it('the list and the doctor say it; nothing is asked without a key, and it is said on', async () => {
  const { lab } = labWith(DEPLOYED);
  using _ = lab;
  const env = { HOMINES_DB: lab.db, TOGETHER_API_KEY: '' };
  const doctor = await homines(['doctor'], { cwd: lab.folder, env });
  expect(onOneLine(doctor.out)).toContain('tune end kant-1');
  const list = await homines(['tune', 'list', '--json'], { cwd: lab.folder, env });
  const { sets }: { sets: { runs: { rented: object }[] }[] } = JSON.parse(list.out);
  expect(sets[0]!.runs[0]!.rented).toMatchObject({ deployment: 'cards-1', usdPerHour: 2.9 });
  const end = await homines(['tune', 'end'], { cwd: lab.folder, env });
  expect([end.code, end.err]).toEqual([2, expect.stringContaining('TOGETHER_API_KEY')]);
});
