/**
 * The whole way at each provider, as it is typed: a set is made, its price is said, a job runs, the tuned model takes its seat after
 * all five proofs, and a profile tells it from its base. Behind it stands the server of test/tuning-server: nothing here was tried on
 * the services themselves.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TUNER_FACTS } from '../src/jobs/tuners.ts';
import { providerRun, tuningEvent, type TuningEvent } from '../src/tune/run-folder.ts';
import { read } from './model/profiled.ts';
import { type Ended, homines } from './program.ts';
import { keyOf } from './tuning-server/accounts.ts';
import { MANAGEMENT_TOKEN, RESOURCE_GROUP, SUBSCRIPTION } from './tuning-server/azure.ts';
import { SECTIONS, startTuningServer, type TuningServer } from './tuning-server/index.ts';

/** Whose tuned models are asked at once, and whose on rented cards. */
const WAYS = [
  { on: 'openai', model: 'gpt-4.1-nano-2025-04-14', rents: false },
  { on: 'azure', model: 'gpt-4.1-nano-2025-04-14', rents: true },
  { on: 'together', model: 'Qwen/Qwen3-8B', rents: true },
  { on: 'fireworks', model: 'accounts/fireworks/models/qwen3-14b', rents: true },
] as const;
type Way = (typeof WAYS)[number];

/** All over in seconds, and each state long enough to be seen. */
const PACE = { checkMs: 300, waitMs: 300, stepMs: 5, endMs: 300, startMs: 1500 };

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'homines-tune-providers-'));
  const made = ['--agent', 'economicus', '--games', 'prisoners-dilemma', '--rows', '160', '--held-out', '40'];
  const { code, err } = await homines(['tune', 'data', ...made, '--seed', '5', '--out', 'set'], { cwd: folder });
  if (code !== 0) throw new Error(err);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Lab = {
  readonly server: TuningServer;
  /** A file of the lab's folder. */
  file(path: string): string;
  homines(...words: readonly string[]): Promise<Ended>;
  events(): readonly TuningEvent[];
  [Symbol.asyncDispose](): Promise<void>;
};

/** A lab of its own with this provider, whose address a person trusts. */
async function labAt({ on }: Way): Promise<Lab> {
  const server = await startTuningServer({ pace: PACE });
  const lab = mkdtempSync(join(folder, `${on}-`));
  const { keyName } = TUNER_FACTS[on];
  const azure = on === 'azure' ? { kind: 'azure' } : {};
  const providers = { [on]: { address: server.address(on), key: keyName, ...azure } };
  writeFileSync(join(lab, 'homines.config.json'), JSON.stringify({ providers }));
  const env = {
    ...{ [keyName]: keyOf(on), HOMINES_TRUST: '1' },
    ...{ AZURE_SUBSCRIPTION_ID: SUBSCRIPTION, AZURE_RESOURCE_GROUP: RESOURCE_GROUP },
    ...{ AZURE_MANAGEMENT_TOKEN: MANAGEMENT_TOKEN, AZURE_MANAGEMENT_ADDRESS: server.address('azure') },
  };
  return {
    server,
    file: (path) => readFileSync(join(lab, path), 'utf8'),
    async homines(...words) {
      const ended = await homines(words, { cwd: lab, env });
      for (const text of [ended.out, ended.err]) expect(text).not.toContain(keyOf(on));
      return ended;
    },
    events: () =>
      readFileSync(join(lab, 'tunes/one/events.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => tuningEvent.parse(JSON.parse(line))),
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

const seated = z.object({
  agents: z.record(
    z.string(),
    z.object({ tuned: z.object({ run: z.string(), proven: z.boolean(), digest: z.string() }).optional() }),
  ),
});
const priced = z.object({ price: providerRun.unwrap().shape.price });

// Each has a lab and a server of its own, and waits for its jobs most of the time.
describe.concurrent.each(WAYS)('at $on', (way) => {
  const { on, model, rents } = way;

  it('from rows to a seat, and a profile that tells it from its base', async () => {
    await using lab = await labAt(way);
    const place = lab.server.world.at(on);
    const costs = rents ? ['--hourly', '6'] : [];
    const set = join(folder, 'set');
    const began = [
      'tune',
      'start',
      set,
      '--on',
      on,
      '--model',
      model,
      '--name',
      'one',
      '--yes',
      '--price',
      '3',
      ...costs,
    ];
    const started = await lab.homines(...began);
    expect(started.code, started.err).toBe(0);
    expect((await lab.homines('tune', 'watch', 'one')).code).toBe(0);

    const [job, ...others] = place.jobs.all;
    expect(others).toEqual([]);
    expect(place.files.all.map(({ name }) => name)).toHaveLength(TUNER_FACTS[on].heldOut ? 2 : 1);
    const billed = lab.events().find((event) => event.kind === 'billed');
    const now = place.jobs.now(job!);
    expect(now.state).toBe('succeeded');
    expect(billed).toMatchObject({ tokens: now.billedTokens });
    const { price } = priced.parse(JSON.parse(lab.file('tunes/one/run.json')));
    expect(Math.abs(price.tokens / (now.billedTokens ?? 0) - 1)).toBeLessThan(0.1);

    const served = await lab.homines('tune', 'serve', 'one', '--yes');
    expect(served.code, served.err).toBe(0);
    const { agents } = seated.parse(JSON.parse(lab.file('homines.config.json')));
    const [id] = Object.entries(agents).find(([, { tuned }]) => tuned?.run === 'one') ?? [''];
    expect(agents[id]?.tuned).toMatchObject({ proven: true });
    expect(place.deployments.all).toHaveLength(rents ? 1 : 0);

    const asked = ['profile', `${on}/${model}`, id, '--ask', 'decision', '--json', '--yes', '--seed', '5'];
    const profile = await lab.homines(...asked);
    expect(profile.code, profile.err).toBe(0);
    const { cells } = read(profile.out).rows.find((row) => row.id === 'too cooperative')!;
    // Half of the answers of a base that goes by the order; nearly none of one that learned to defect.
    expect(cells[1]!.interval![1]).toBeLessThan(cells[0]!.interval![0]);

    if (rents) {
      const ended = await lab.homines('tune', 'end', 'one');
      expect(ended.code, ended.err).toBe(0);
      expect(place.deployments.all.map(place.deployments.state)).toEqual(['ended']);
    }
    expect(place.jobs.all).toHaveLength(1);
    expect(place.spent().training).toBe(now.usd);
    for (const other of SECTIONS)
      if (other.name !== on) expect(lab.server.world.at(other.name).accounts.log).toEqual([]);
  });
});
