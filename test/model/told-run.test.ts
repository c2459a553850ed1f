/** A run of a model that tells probabilities, and its comparison: shares in both, draws in neither, and nothing that was said among settings. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { logit, serveDecisions } from './decision-server.ts';
import { placeOf } from './running.ts';

const seats = z.object({
  seats: z.array(
    z.object({
      measures: z.record(z.string(), z.number().nullable()),
      counts: z.record(z.string(), z.number()),
      from: z.record(z.string(), z.string()).nullable(),
    }),
  ),
});
const compared = z.object({
  treatments: z.array(
    z.object({
      groups: z.array(
        z.looseObject({
          label: z.string(),
          instrument: z.looseObject({ situations: z.number(), dialects: z.array(z.string()) }).nullable(),
          measures: z.array(
            z.looseObject({ measure: z.string(), mean: z.number().nullable(), n: z.number(), from: z.string() }),
          ),
        }),
      ),
    }),
  ),
  models: z.array(z.object({ settings: z.record(z.string(), z.unknown()).nullable() })),
});

test('the share is that of the probabilities, over situations', async () => {
  // Log-odds 1 for cooperation, and 1 for what stands first.
  const server = await serveDecisions({ leans: { rule: logit((label) => (label === 'cooperate' ? 1 : 0), 1, 1) } });
  await using here = await placeOf(server, {
    providers: { mine: { address: server.address } },
    agents: { 'mine/leans': { decision: { dialect: 'systemone', at: 1 } } },
  });
  const share = (1 / (1 + Math.exp(-2)) + 0.5) / 2;
  const line = 'run prisoners-dilemma --seats mine/leans?ask=decision,economicus --matches 5 --preset gentle --yes';
  const text = await here.homines(`${line} --session text`);
  expect(text.out).toMatch(/cooperates first\s+0\.6904 \(1 situation\)/);
  expect(text.out).toMatch(/payoff\s+[\d.]+ \(drawn, n 5\)/);
  const [seat, theory] = seats.parse(JSON.parse((await here.homines(`${line} --session json --json`)).out)).seats;
  expect(seat!.measures['cooperates first']).toBeCloseTo(share, 9);
  expect(seat).toMatchObject({
    counts: { 'cooperates first': 1, payoff: 5 },
    from: { 'cooperates first': 'probabilities', payoff: 'drawn' },
  });
  expect(theory!.from).toBeNull();
  // Gone on with, the same is read from the log.
  const more = await here.homines('run --resume json --matches 8 --yes --json');
  expect(seats.parse(JSON.parse(more.out)).seats[0]).toMatchObject({ counts: { 'cooperates first': 1, payoff: 8 } });
  const { treatments, models } = compared.parse(JSON.parse((await here.homines('compare --json')).out));
  const group = treatments[0]!.groups[0]!;
  expect(group).toMatchObject({
    label: 'mine/leans (probabilities)',
    instrument: { situations: 1, dialects: ['systemone'] },
  });
  const first = group.measures.find(({ measure }) => measure === 'cooperates first')!;
  expect(first).toMatchObject({ n: 1, from: 'probabilities' });
  expect(first.mean).toBeCloseTo(share, 9);
  expect(models.map(({ settings }) => Object.keys(settings ?? {}))).toEqual([['model']]);
});
