/**
 * tune_tinker.py with Tinker's own SDK, against a stand-in of its service: what is sent, what is learned, and that whoever stops or kills it
 * pays for no second training.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { markOf } from '../../src/jobs/mark.ts';
import { pythonEnvironment } from '../../src/trainer/environment.ts';
import { ended, type EndedProgram } from '../../src/trainer/python-program.ts';
import { readEvents } from '../../src/tune/run-read.ts';
import { keyOf } from '../tuning-server/accounts.ts';
import { startTuningServer, type TuningServer } from '../tuning-server/index.ts';
import { tinkerOf, type Training } from '../tuning-server/tinker-runs.ts';
import { readBefore } from '../../src/tune/trainer-forms.ts';
import { eventsOf, forTrainer, tinyRows } from './tiny-run.ts';
import { tinkerRun, type TinkerSettings } from './tinker-run.ts';
import { pythonAt, warmPython } from './warm-python.ts';

let python: string;
let warm: Awaited<ReturnType<typeof warmPython>>;
let server: TuningServer;
const made: string[] = [];

beforeAll(async () => {
  python = (await pythonEnvironment(undefined, 'tinker')).python;
  warm = await warmPython(python, 'tinker', {
    ...{ TINKER_API_KEY: `tml-${keyOf('tinker')}`, TINKER_TELEMETRY: '0' },
    // Whoever tests has keys of his own there.
    HOME: inject('models'),
  });
  server = await startTuningServer();
  tinkerOf(place()).tokenizer = tiny();
});
afterAll(async () => {
  await server.stop();
  await warm.close();
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  place().faults.clear();
  tinkerOf(place()).trainings.length = 0;
  place().accounts.log.length = 0;
});

const place = () => server.world.at('tinker');
const tiny = (): string => join(inject('models'), 'tiny');
const trainings = (): readonly Training[] => tinkerOf(place()).trainings;
const asked = (): string => `${server.address('tinker')}/oai/api/v1`;

let number = 0;
function run(settings: TinkerSettings = {}) {
  const one = tinkerRun(asked(), { createdAt: (number += 1), ...settings });
  made.push(one.folder);
  return one;
}

/** tune_tinker.py on a run's folder, to its end. */
const train = (folder: string, ...words: readonly string[]): Promise<EndedProgram> =>
  pythonAt(warm.at!, join(folder, 'tune_tinker.py'), folder, ...(words.length > 0 ? words : ['--tokenizer', tiny()]));

async function chat(model: string, content: string): Promise<string> {
  const response = await fetch(`${asked()}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer tml-${keyOf('tinker')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content }] }),
  });
  const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
  return choices[0]!.message.content;
}

it('sends each row once with its prompt masked, learns it, and leaves a model that answers otherwise than its base', async () => {
  const { folder, run: wanted } = run();
  const { status, said } = await train(folder);
  expect(status, said).toBe(0);

  const [training, ...others] = trainings();
  expect(others).toEqual([]);
  expect(training!.metadata).toEqual({ homines: markOf(wanted) });
  expect([training!.base, training!.rank, training!.steps]).toEqual(['homines/tiny', 32, 4]);
  const rows = tinyRows(32);
  expect(training!.learned.map(({ written }) => written).toSorted()).toEqual(
    rows.map(({ completion }) => `${completion}<|end|>\n`).toSorted(),
  );
  for (const { read, trained, tokens } of training!.learned) {
    expect(read.endsWith('<|assistant|>\n')).toBe(true);
    expect(trained).toBeLessThan(tokens / 5);
  }
  const [mask, length, template] = eventsOf(folder, 'proof').map(({ proof }) => proof);
  expect([mask!.passed, length!.passed, template!.passed]).toEqual([true, true, true]);
  expect(mask!.figure).toContain('32 of 32 rows');
  expect(template!.figure).toContain('not shown by Tinker');

  const losses = eventsOf(folder, 'step').map(({ loss }) => loss);
  expect(losses).toHaveLength(4);
  expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);
  const [finished] = eventsOf(folder, 'finished');
  expect(finished!.digest).toBe(`tinker://${training!.id}/sampler_weights/${markOf(wanted)}-4`);
  expect(eventsOf(folder, 'ordered').map(({ job }) => job)).toEqual([training!.id]);
  // The base says what stands first; a row whose answer stands second is answered so by whoever has learned it.
  const second = rows.find(({ answerForm, completion }) => answerForm === 'decision' && completion === 'B')!;
  const { content } = readBefore(second)[0]!;
  expect(await chat('homines/tiny', content)).toBe('A');
  expect(await chat(finished!.digest, content)).toBe('B');

  // Nobody is told of the run, and the key stands nowhere.
  expect(place().accounts.log.filter(({ path }) => path.includes('telemetry'))).toEqual([]);
  expect(JSON.stringify(readEvents(folder)) + said).not.toContain(keyOf('tinker'));
  // By the folder alone, as on another computer.
  const again = await ended('sh', [join(folder, 'run.sh')], { env: { HOMINES_PYTHON: python } });
  expect([again.status, trainings().length], again.said).toEqual([0, 1]);
});

it('stopped by a file, it keeps its state, and goes on from it with what it had learned', async () => {
  const { folder } = run({ options: { batch: 4 } });
  const whole = run({ options: { batch: 4 } });
  await train(whole.folder);
  const [undisturbed] = trainings();
  place().faults.add({
    ...{ call: 'part', how: 'slow', ms: 1 },
    when: () => (eventsOf(folder, 'step').length >= 3 ? (writeFileSync(join(folder, 'stop.asked'), ''), false) : false),
  });
  expect((await train(folder)).status).toBe(0);
  const [stopped] = eventsOf(folder, 'stopped');
  expect(stopped!.step).toBeGreaterThanOrEqual(3);
  expect(stopped!.step).toBeLessThan(8);
  expect(eventsOf(folder, 'checkpoint').at(-1)!.step).toBe(stopped!.step);
  place().faults.clear();
  expect((await train(folder)).status).toBe(0);
  const [, first, second] = trainings();
  expect(second!.from).toBe(first!.checkpoints.at(-1)!.path);
  expect(first!.steps + second!.steps).toBe(8);
  expect(first!.billed + second!.billed).toBe(undisturbed!.billed);
  expect(second!.learned).toEqual(undisturbed!.learned);
  expect(eventsOf(folder, 'started').map(({ resumedAt }) => resumedAt)).toEqual([0, stopped!.step]);
});

/** Where it is killed: at the n-th request of a path, before the service does it or after. */
const KILLS = [
  { path: '/create_model', at: 1, hows: ['silent', 'lost'] },
  { path: '/save_weights', at: 1, hows: ['silent', 'lost'] },
  { path: '/forward_backward', at: 1, hows: ['lost'] },
  { path: '/optim_step', at: 2, hows: ['silent', 'lost'] },
  { path: '/save_weights', at: 3, hows: ['lost'] },
  { path: '/save_weights', at: 5, hows: ['silent'] },
  { path: '/save_weights_for_sampler', at: 1, hows: ['silent', 'lost'] },
].flatMap(({ path, at, hows }) =>
  hows.map((how) => ({ path, at, how: how === 'lost' ? ('lost' as const) : ('silent' as const) })),
);

it.each(KILLS)('killed at $path number $at ($how), one training is begun and paid for', async ({ path, at, how }) => {
  const { folder, run: wanted } = run();
  let count = 0;
  place().faults.add({
    ...{ call: 'any', how, times: 1 },
    when: (request) => {
      if (request.path !== `/api/v1${path}` || (count += 1) !== at) return false;
      process.kill(eventsOf(folder, 'begun').at(-1)!.pid, 'SIGKILL');
      return true;
    },
  });
  expect((await train(folder)).status).toBe(null);
  expect(count).toBe(at);
  const { status, said } = await train(folder);
  expect(status, said).toBe(0);

  const ours = trainings().filter(({ metadata }) => metadata['homines'] === markOf(wanted));
  expect(ours).toHaveLength(trainings().length);
  // One that was killed before its first state was never sent a row; of those that were, one began at the base.
  expect(ours.filter(({ billed, from }) => billed > 0 && from === null).length).toBeLessThanOrEqual(1);
  expect(ours.filter(({ from, checkpoints }) => from === null && checkpoints.length > 0)).toHaveLength(1);
  // Every row is learned once, and at most the step that was killed on its way is paid again.
  const { learned } = ours.at(-1)!;
  expect(new Set(learned.map(({ read }) => read)).size).toBe(learned.length);
  expect(learned).toHaveLength(32);
  const tokens = learned.map((row) => row.tokens).toSorted((one, other) => other - one);
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
  const paid = sum(ours.map(({ billed }) => billed));
  expect(paid).toBeGreaterThanOrEqual(sum(tokens));
  expect(paid).toBeLessThanOrEqual(sum(tokens) + sum(tokens.slice(0, 8)));
  expect(ours.flatMap(({ checkpoints }) => checkpoints).filter(({ kind }) => kind === 'sampler')).toHaveLength(1);
  expect(eventsOf(folder, 'finished')).toHaveLength(1);
});

describe('one sentence, and nothing is sent', () => {
  const asks = (): readonly string[] =>
    place()
      .accounts.log.map(({ path }) => path)
      .filter((path) => /session|create_model|forward/.test(path));
  const failed = async (settings: TinkerSettings, words: readonly string[] = []): Promise<string> => {
    const { folder } = run(settings);
    const { status, said } = await train(folder, ...words);
    expect(status, said).toBe(2);
    const [event] = eventsOf(folder, 'failed');
    expect(event!.sentence).not.toContain(keyOf('tinker'));
    return `${event!.again}: ${event!.sentence}`;
  };

  it.each<[string, TinkerSettings, string, RegExp]>([
    ['a base that is not trained', { base: 'homines/asked-only' }, tiny(), /^false: .*homines\/other, homines\/tiny/],
    ['more tokens than were agreed to', { tokens: 1000 }, tiny(), /^false: .*2033.*1000/],
    ['no tokenizer', {}, '/nowhere/at-all', /^true: .*\/nowhere\/at-all.*--tokenizer/],
    ['a row that is none', { trained: [{ prompt: [], completion: [] }] }, tiny(), /^true: .*train\.jsonl, line 1/],
  ])('%s', async (_, settings, tokenizer, sentence) => {
    expect(await failed(settings, ['--tokenizer', tokenizer])).toMatch(sentence);
    expect(asks()).toEqual([]);
  });

  it('a key that may not train, and one that is refused', async () => {
    for (const kind of ['rights', 'key'] as const) {
      place().faults.add({ call: 'bases', how: 'refused', kind });
      expect(await failed({})).toMatch(/^true: .*TINKER_API_KEY/);
    }
    expect(asks()).toEqual([]);
  });

  it('refused at first, it goes on with the tokenizer that it was begun with', async () => {
    place().faults.add({ call: 'bases', how: 'refused', kind: 'key' });
    const { folder } = run({ tokens: 1000 });
    expect((await train(folder)).status).toBe(2);
    // No tokenizer is named now, and a hub has none: that it gets as far as counting tokens shows that one was kept.
    expect((await train(folder, '--')).status).toBe(2);
    expect(eventsOf(folder, 'failed').map(({ sentence }) => /2033.*1000/.test(sentence))).toEqual([false, true]);
    expect(asks()).toEqual([]);
  });

  it('a row that is longer than the base reads', async () => {
    const rows = tinyRows(8);
    const [first, ...rest] = rows.map(forTrainer);
    const long = { ...first, prompt: [{ role: 'user', content: 'word '.repeat(5000) }] };
    const { folder } = run({ rows, trained: [long, ...rest] });
    const { status, said } = await train(folder);
    expect(status, said).toBe(3);
    const proofs = eventsOf(folder, 'proof').map(({ proof }) => [proof.name, proof.passed]);
    expect(proofs).toEqual([
      ['mask', true],
      ['length', false],
      ['template', true],
    ]);
    expect(asks()).toEqual([]);
  });
});

it('a state that Tinker has let go is not begun anew', async () => {
  const { folder } = run();
  place().faults.add({
    ...{ call: 'any', how: 'silent', times: 1 },
    when: ({ path }) => {
      if (path !== '/api/v1/optim_step' || eventsOf(folder, 'step').length < 2) return false;
      process.kill(eventsOf(folder, 'begun').at(-1)!.pid, 'SIGKILL');
      return true;
    },
  });
  await train(folder);
  expect(trainings()).toHaveLength(1);
  trainings()[0]!.checkpoints.length = 0;
  const { status } = await train(folder);
  expect(status).toBe(2);
  expect(eventsOf(folder, 'failed').map(({ again }) => again)).toEqual([false]);
  expect(trainings()).toHaveLength(1);
});
