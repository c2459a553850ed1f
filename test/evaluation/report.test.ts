/** `homines tune report` against a server of ours: what is asked, kept and said. */
import { expect, test } from 'vitest';
import { tunedLab } from './tuned-lab.ts';

test('walks', async () => {
  await using lab = await tunedLab();
  const { code, out, err } = await lab.homines('tune report ego --quick');
  console.log(out, err.slice(0, 1500), code, lab.asked('ego'), lab.asked('small-base'));
  expect(code).toBe(0);
});
