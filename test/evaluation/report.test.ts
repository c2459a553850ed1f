/** `homines tune report` against a server of ours: what is asked, kept and said. */
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tunedLab } from './tuned-lab.ts';

test('walks', async () => {
  await using lab = await tunedLab();
  const { code, out, err } = await lab.homines('tune report ego --quick');
  writeFileSync('/tmp/w/report-out.txt', out);
  console.log(err, lab.asked('ego'));
  const again = await lab.homines('tune report ego --quick --again --out /tmp/w/report.html');
  console.log(again.err, again.code, lab.asked('ego'));
  expect(code).toBe(0);
});
