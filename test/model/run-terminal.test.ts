/** A run with models on a terminal: the card before it, the line that moves, leaving. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { open } from '../terminal.ts';
import { CANARY, place } from './running.ts';
import { answers, type Behaviour, declines, serve, slow } from './server.ts';

async function sitting(behaviour: Behaviour, args: string) {
  const server = await serve(behaviour);
  const prices = { small: { in: 100, out: 200 } };
  const here = place(server.address, {
    providers: { openai: { address: server.address, key: 'OPENAI_API_KEY', prices } },
  });
  const terminal = open({
    args: ['run', 'prisoners-dilemma', '--seats', 'openai/small,economicus', ...args.split(' ')],
    cols: 100,
    db: here.db,
    cwd: here.folder,
    env: { OPENAI_API_KEY: CANARY },
  });
  return {
    server,
    terminal,
    here,
    async [Symbol.asyncDispose]() {
      await terminal[Symbol.asyncDispose]();
      await server.close();
      here.remove();
    },
  };
}

describe.concurrent('on a terminal', () => {
  test('the card, and nothing is asked before Enter; then how far it is', async () => {
    await using at = await sitting(
      slow(150, (res, asked) => (Math.random() < 0.2 ? declines : answers('C'))(res, asked)),
      '--matches 60 --concurrency 4',
    );
    const { terminal, server, here } = at;
    const card = await terminal.waitFor('Enter begins, Ctrl-C leaves.');
    expect(card).toMatch(/60 matches, openai\/small and economicus/);
    expect(card).toMatch(/questions +60 to openai\/small/);
    expect(card).toMatch(/interval +±12\.\d points around a rate of one half \(95 %, n 60\)/);
    expect(card).toMatch(/tokens +about [\d,]+ in and 3,600 out/);
    expect(card).toMatch(/price +about \d+(\.\d+)? USD/);
    expect(card).toMatch(/time +about [\d.]+ (?:minutes?|seconds?|hours), 4 at once/);
    expect(card).toContain('4 letters a token over one rehearsed match');
    expect(server.journal).toHaveLength(0);
    expect(existsSync(here.db)).toBe(true);
    expect(await here.matches()).toEqual([]);
    terminal.press('enter');
    await terminal.waitFor(/\[#+\.+\] \d+ of 60 · \d+ failed · \d+ calls · [\d,]+ tokens · 0\.\d+ USD · \d+ s left/);
    expect((await terminal.exit).code).toBe(1);
    const screen = terminal.screen();
    expect(screen).toMatch(/Questions to models: \d+ answered, \d+ refused\. 60 calls, /);
    expect(screen).toMatch(/questions? without an answer: \d+ × I would rather not\./);
    expect(screen).not.toContain('[###');
    expect(terminal.written()).not.toContain(CANARY);
    expect(here.leaks()).toEqual([]);
  });

  test('what is pasted at the card begins nothing', async () => {
    await using at = await sitting(answers('C'), '--matches 3');
    await at.terminal.waitFor('Enter begins');
    at.terminal.type('two lines\r\rof text\r');
    await at.terminal.waitFor((screen) => screen.split('Enter begins').length > 2);
    expect(at.server.journal).toHaveLength(0);
    expect(await at.here.matches()).toEqual([]);
    await new Promise((done) => setTimeout(done, 500));
    at.terminal.press('enter');
    expect((await at.terminal.exit).code).toBe(0);
    expect(at.server.journal).toHaveLength(3);
  });

  test('Ctrl-C at the card leaves, and nothing is kept', async () => {
    await using at = await sitting(answers('C'), '--matches 5');
    await at.terminal.waitFor('Enter begins');
    at.terminal.press('ctrl-c');
    expect((await at.terminal.exit).code).toBe(130);
    expect(at.server.journal).toHaveLength(0);
    expect(JSON.parse((await at.here.homines('sessions --json')).out)).toEqual([]);
  });

  test('--yes begins at once; Ctrl-C stops and says how to go on', async () => {
    await using at = await sitting(slow(200, answers('C')), '--matches 400 --concurrency 4 --yes');
    await at.terminal.waitFor(/\d+ of 400 · [1-9]\d* calls/);
    at.terminal.press('ctrl-c');
    expect((await at.terminal.exit).code).toBe(130);
    const screen = at.terminal.screen().replace(/\s+/g, ' ');
    expect(screen).not.toContain('Enter begins');
    expect(screen).toMatch(
      /Stopped after \d+ of 400 matches: what was played is kept, and "homines run --resume [a-z]{8}" goes on\./,
    );
    expect(existsSync(join(at.here.folder, 'lab.sqlite'))).toBe(true);
  });
});

test('the day on which a model is switched off stands on the card, with a warning when it is near', async () => {
  const near = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const server = await serve(answers('C'));
  // The same server, with a word about its model.
  const { createServer, request } = await import('node:http');
  const front = createServer((req, res) => {
    if (req.url === '/v1/models/small') {
      res.writeHead(200, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ id: 'small', object: 'model', created: 1, owned_by: 'us', shutdown_date: near }));
      return;
    }
    // Handed on, as proxies do: a redirect would end the call.
    const on = { method: req.method ?? 'GET', headers: { ...req.headers } };
    req.pipe(request(server.address.replace('/v1', '') + (req.url ?? ''), on, (answer) => answer.pipe(res)));
  });
  await new Promise<void>((listening) => front.listen(0, '127.0.0.1', listening));
  const address = front.address();
  const here = place(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1`);
  try {
    const { json } = await here.run('run prisoners-dilemma --seats openai/small,economicus');
    expect(json.card.warnings).toContain(
      `openai/small is switched off on ${near}, in 30 days: what needs it has to be done before.`,
    );
    expect(json.outcomes.answered).toBe(1);
    const { err } = await here.homines('run prisoners-dilemma --seats openai/small,economicus');
    expect(err).toContain(`! openai/small is switched off on ${near}`);
  } finally {
    front.close();
    await server.close();
    here.remove();
  }
});
