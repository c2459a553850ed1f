/** A tuned model served, seated, proved and ended, with the tiny model really trained: everything but the lab's own screens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { freePort, startServing, type Serving } from '../../src/trainer/serving.ts';

let lab = '';
let serving: Serving;
const model = (): string => join(inject('models'), 'tiny');
const rendered = (): string => join(lab, 'rendered.jsonl');
const request = (port: number, keep = false) => ({
  ...({ python: inject('python'), server: 'transformers', port, thinking: false, keep, rendered: rendered() } as const),
  models: [
    { name: 'tuned-one', model: model() },
    { name: 'base-one', model: model() },
  ],
  ...{ log: join(lab, 'log'), signal: new AbortController().signal, hear: () => undefined },
});

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
const gone = async (pid: number): Promise<boolean> => {
  for (let waited = 0; waited < 30_000 && alive(pid); waited += 200) await sleep(200);
  return !alive(pid);
};

beforeAll(async () => {
  lab = mkdtempSync(join(tmpdir(), 'homines-serve-'));
  serving = await startServing(request(await freePort()));
});
afterAll(async () => {
  await serving.stop();
  rmSync(lab, { recursive: true, force: true });
});

const ask = async (name: string, body: object = {}): Promise<Response> =>
  fetch(`${serving.address}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: name, messages: [{ role: 'user', content: 'A or B?' }], max_tokens: 1, ...body }),
  });

describe('one server', () => {
  it('has both names in memory before it is said to run', async () => {
    const listed = await (await fetch(`${serving.address}/models`)).text();
    expect(listed).toContain('"id":"tuned-one"');
    expect(listed).toContain('"id":"base-one"');
    expect((await ask('tuned-one')).status).toBe(200);
  });

  it('answers no name that it was not given', async () => {
    expect((await ask('no-such-name')).status).not.toBe(200);
  });

  it('writes down what it reads while the file is there, and nothing else', async () => {
    await ask('tuned-one');
    expect(existsSync(rendered())).toBe(false);
    const { writeFileSync } = await import('node:fs');
    writeFileSync(rendered(), '');
    await ask('base-one');
    rmSync(rendered(), { force: false, recursive: false });
    await ask('base-one');
    expect(existsSync(rendered())).toBe(false);
  });

  it('a port that is taken is one sentence, and nothing is started', async () => {
    const taken = createServer();
    await once(taken.listen(0, '127.0.0.1'), 'listening');
    const at = taken.address();
    const port = typeof at === 'object' && at !== null ? at.port : 0;
    await expect(startServing(request(port))).rejects.toThrow(`Port ${port} is taken`);
    taken.close();
  });

  it('a model that is none is one sentence, and nothing is left running', async () => {
    const broken = join(lab, 'broken');
    mkdirSync(broken);
    const given = request(await freePort());
    const failing = startServing({ ...given, models: [{ name: 'broken', model: broken }] });
    await expect(failing).rejects.toThrow(/ended before it answered/);
  });

  it('stops where the waiting is stopped', async () => {
    const stop = new AbortController();
    const starting = startServing({ ...request(await freePort()), signal: stop.signal });
    await sleep(1000);
    stop.abort();
    await expect(starting).rejects.toThrow();
  });
});

it('ends with the program that began it, killed in whatever way, and leaves no folder of links', async () => {
  const port = await freePort();
  const script = `
    import { startServing } from ${JSON.stringify(join(import.meta.dirname, '../../src/trainer/serving.ts'))};
    const serving = await startServing({ ...${JSON.stringify({ ...request(port), signal: undefined })}, signal: new AbortController().signal, hear: () => undefined });
    process.stdout.write(serving.pid + ' ' + serving.links);
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const [pid, links] = said.trim().split(' ');
  const ran = alive(Number(pid));
  child.kill('SIGKILL');
  expect(ran).toBe(true);
  expect(await gone(Number(pid))).toBe(true);
  expect(existsSync(links!)).toBe(false);
});
