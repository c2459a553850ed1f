/** The three dialects over real HTTP, against rules that are known. */
import { describe, expect, test } from 'vitest';
import { turned } from '../../src/core/distribution.ts';
import { PROTOCOLS } from '../../src/model/decision/protocols.ts';
import type { DecisionProtocol, DecisionQuestion, DecisionReading } from '../../src/model/decision/protocol.ts';
import { connect } from '../../src/model/http.ts';
import { logit, serveDecisions } from './decision-server.ts';
import type { Server } from './server.ts';

const question = (labels: readonly string[]): DecisionQuestion => ({
  messages: [
    { role: 'user', content: 'The rules.\n\ncooperate: own = 42.5, same = 75.0\ndefect: own = 57.5, same = 30.0' },
  ],
  instruction: 'Your move:',
  options: labels.map((label) => ({ value: label, label })),
});

async function ask(
  { address }: Server,
  { path, body, read }: DecisionProtocol,
  model: string,
  labels: readonly string[],
): Promise<DecisionReading> {
  const client = connect({ address }, null);
  const asked = question(labels);
  const url =
    path === '/chat/completions'
      ? client.send
      : (sent: Readonly<Record<string, unknown>>, signal: AbortSignal) => client.post(path, sent, signal);
  return read(await url(body(model, asked, {}), AbortSignal.timeout(60_000)), asked);
}

const probabilities = (reading: DecisionReading): readonly number[] => {
  if (reading.kind !== 'probabilities') throw new Error(JSON.stringify(reading));
  return reading.probabilities;
};
const logOdds = ([one, other]: readonly number[]): number => Math.log(one! / other!);

describe.each(Object.values(PROTOCOLS))('$name', (protocol) => {
  test('says what the rule is, in either order', async () => {
    await using server = await serveDecisions();
    for (const labels of [
      ['cooperate', 'defect'],
      ['defect', 'cooperate'],
    ]) {
      // κ = .5, λ = 10 over what the state says: u = 58.75 and 43.75.
      const told = probabilities(await ask(server, protocol, 'follows-0.5', labels));
      expect(told[labels.indexOf('cooperate')]).toBeCloseTo(1 / (1 + Math.exp(-1.5)), 6);
    }
  });

  test('a bias of 1 in log-odds towards the first place is in each order and cancels over both', async () => {
    await using server = await serveDecisions();
    const [one, other] = [
      logOdds(probabilities(await ask(server, protocol, 'position-1', ['cooperate', 'defect']))),
      -logOdds(probabilities(await ask(server, protocol, 'position-1', ['defect', 'cooperate']))),
    ];
    expect((one + other) / 2).toBeCloseTo(1, 6);
    expect((one - other) / 2).toBeCloseTo(1, 6);
  });

  test('numbers as labels stand in the order asked, and come back', async () => {
    const seen: (readonly string[])[] = [];
    const bare = (label: string): string => label.replaceAll('"', '');
    const worth = logit((label) => Number(bare(label)), 5);
    await using server = await serveDecisions({
      numbers: {
        rule(asked) {
          seen.push(asked.labels.map(bare));
          return worth(asked);
        },
      },
    });
    const labels = ['7', '10', '0', '2'];
    const first = probabilities(await ask(server, protocol, 'numbers', labels));
    const second = probabilities(await ask(server, protocol, 'numbers', turned(labels, 1)));
    expect(seen).toEqual([labels, turned(labels, 1)]);
    turned(first, 1).forEach((p, i) => expect(p).toBeCloseTo(second[i]!, 9));
    expect(first.indexOf(Math.max(...first))).toBe(1);
  });
});
