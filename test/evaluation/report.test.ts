/** `homines tune report` against a server of ours: what is asked, kept and said. */
import { expect, test } from 'vitest';
import { tunedLab } from './tuned-lab.ts';

test('walks', async () => {
  await using lab = await tunedLab();
  const { code, out } = await lab.homines('tune report ego --quick');
  expect(out).toContain('24 of 24');
  expect(code).toBe(0);
});
