/** A profile on a terminal: the card, rows that fill in, the calls behind them, stopping, and looking again. */
import { describe, expect, test } from 'vitest';
import { expectWhole } from '../lab.ts';
import { type Opening, open } from '../terminal.ts';
import { is, kantian, selfish } from './profiled.ts';
import { CANARY, place } from './running.ts';
import { answersBy, type Behaviour, serve, slow } from './server.ts';

const characters: Behaviour = answersBy((asked) => is(asked.body.model === 'selfish' ? selfish : kantian)(asked));

async function sitting(behaviour: Behaviour, args: string, opening: Opening = {}) {
  const server = await serve(behaviour);
  const prices = { base: { in: 100, out: 200 }, selfish: { in: 100, out: 200 } };
  const here = place(server.address, {
    providers: { local: { address: server.address, key: 'OPENAI_API_KEY', prices } },
    agents: { 'local/selfish': { settings: { temperature: 0.7 } } },
  });
  const begin = (line: string, more: Opening = {}) =>
    open({
      args: ['profile', ...line.split(' ')],
      ...{ cols: 80, rows: 24 },
      ...opening,
      ...more,
      ...{ db: here.db, cwd: here.folder, env: { OPENAI_API_KEY: CANARY, ...opening.env, ...more.env } },
    });
  const terminal = begin(args);
  return {
    ...{ server, terminal, here, begin },
    async [Symbol.asyncDispose]() {
      await terminal[Symbol.asyncDispose]();
      await server.close();
      here.remove();
    },
  };
}

describe.concurrent('a profile on a terminal', () => {
  test('the card, rows as they are reached, the call behind a cell while others are still asked, scores, and the text at the end', async () => {
    // The last question of every dilemma is slow to be answered: vehicles are reached before them.
    const late = (words: string): boolean => words.includes('If the other player defects, you');
    let held: (() => void)[] = [];
    let holding = true;
    await using at = await sitting(
      (res, asked) => {
        const go = (): void => characters(res, asked);
        if (holding && late(asked.body.messages?.at(-1)?.content ?? '')) held.push(go);
        else go();
      },
      'local/base local/selfish economicus --concurrency 16',
      { cols: 80, rows: 24 },
    );
    const { terminal, server, here } = at;
    const card = await terminal.waitFor('Nothing is asked before Enter.');
    expect(card).toMatch(/Profile \(quick\) of local\/base, local\/selfish, economicus: 21 matches/);
    expect(card).toMatch(/calls +60 to local\/base, 60 to local\/selfish/);
    expect(card).toMatch(/price +about [\d.]+ USD/);
    expect(card).toMatch(/time +about [\d.]+ (?:minutes?|seconds?|hours), 16 at once/);
    expect(server.journal).toHaveLength(0);
    expect(await here.matches()).toEqual([]);

    terminal.press('enter');
    expectWhole(card, 80);
    const half = await terminal.waitFor(/falls with family +\S+ +undecided +shown/);
    expect(half).toMatch(/\[#+\.+\] \d+ of 21 · .* · \d+ calls · [\d.]+ USD/);
    expect(half).toMatch(/too cooperative +… +… +…/);
    terminal.press('right', 'down', 'down', 'down', 'down', 'down', 'down');
    const chosen = await terminal.waitFor(/› falls with family/);
    expectWhole(chosen, 80);
    expect(chosen).toMatch(
      /\[2\] local\/selfish: undecided\n +\+38 points, 95 % \+\d+ to \+\d+, n 4, k 1, Holm p [.\d]+; temperature 0\.7/,
    );

    terminal.press('enter');
    const behind = await terminal.waitFor(/draw 1 · buy-minimising, 20 ahead, family +8/);
    // Items come in an order that was drawn.
    const place = behind.split('\n').findIndex((line) => line.includes('ahead, family')) - 2;
    terminal.press(...Array<'down'>(place).fill('down'), 'enter');
    const call = await terminal.waitFor(/transcript · call \d+ of 24/);
    expect(call).toMatch(/local\/selfish · turn \d · answered · \d+ ms · 100 tokens/);
    // What is opened is what is in the database: that question, and that answer.
    const opened = Number(/call (\d+) of 24/.exec(call)![1]);
    const matches = await here.matches();
    const mine = matches.find(({ game, seats }) => game === 'autonomous-vehicles' && seats[0]!.id === 'local/selfish')!;
    const calls = (await here.calls()).filter(({ match }) => match === mine.code);
    expect(calls[opened - 1]).toMatchObject({
      // Half of the items are mirrored, drawn for each match.
      key: expect.stringMatching(/^buy-minimising\/20\/family\/none/),
      outcome: 'answered',
    });
    terminal.press('pagedown', 'pagedown', 'pagedown', 'pagedown', 'pagedown', 'pagedown');
    await terminal.waitFor(/"answer\\?":\s?8/);

    holding = false;
    for (const go of held) go();
    held = [];
    terminal.press('escape');
    await terminal.waitFor('answers behind "falls with family"');
    terminal.press('escape');
    const done = await terminal.waitFor(/21 of 21 matches · 120 calls/);
    expect(done).toContain('done');
    terminal.press('right', 'enter');
    await terminal.waitFor('No calls: economicus is theory, computed.');
    terminal.press('s');
    await terminal.waitFor(/dilemmas kantiensis/);
    expect(terminal.screen()).toMatch(/dilemmas economicus +0\.\d\d .*1\.00 .*1\.00/);
    terminal.press('h');
    await terminal.waitFor(/Help · Profile/);
    terminal.press('escape');
    await terminal.waitFor(/dilemmas kantiensis/);
    // Esc goes back one step, from the scores to the verdicts.
    terminal.press('escape');
    await terminal.waitFor(/too cooperative/);
    terminal.press('q');
    expect((await terminal.exit).code).toBe(0);
    expect(terminal.buffer()).toBe('normal');
    // Where it is kept stays to be read, and no screenful of text.
    const text = terminal.written().slice(terminal.written().lastIndexOf('\x1b[?1049l'));
    expect(text).toContain('Profile (quick) of local/base, local/selfish, economicus');
    expect(text.trim().split('\n').length).toBeLessThan(14);
    expect(text.replace(/\s+/g, ' ')).toMatch(/"homines profile --again [a-z]{8}" opens it again/);
    expect(text).toMatch(/120 calls, [\d.]+ USD/);
    expect(server.journal).toHaveLength(120);
    expect((await here.matches()).filter(({ ending }) => ending === 'finished')).toHaveLength(21);
    expect(here.leaks()).toEqual([]);
  });

  test.each([['escape'], ['ctrl-c']] as const)(
    '%s at the card leaves, nothing is asked and nothing is kept',
    async (key) => {
      await using at = await sitting(characters, 'local/base');
      await at.terminal.waitFor('Nothing is asked before Enter.');
      at.terminal.press(key);
      expect((await at.terminal.exit).code).toBe(130);
      expect(at.server.journal).toHaveLength(0);
      expect(JSON.parse((await at.here.homines('sessions --json')).out)).toEqual([]);
    },
  );

  test('Ctrl-C stops, what was answered is kept and told, and --resume asks the rest; then it can be looked at again', async () => {
    let now = slow(250, characters);
    await using at = await sitting((res, asked) => now(res, asked), 'local/selfish --concurrency 3 --yes', {
      cols: 60,
      rows: 20,
    });
    const { terminal, here, server } = at;
    await terminal.waitFor(/\d+ of 7 · .* · (1\d|[6-9]) calls/);
    terminal.press('ctrl-c');
    expect((await terminal.exit).code).toBe(130);
    const told = terminal.written().replace(/\s+/g, ' ');
    expect(told).toMatch(/Stopped before the end \(interrupted\): \d+ of 7 matches are missing/);
    const asked = server.journal.length;
    // Answers under way were waited for.
    expect((await here.calls()).filter(({ outcome }) => outcome === 'answered')).toHaveLength(asked);
    expect(asked).toBeLessThan(60);

    now = characters;
    await using on = at.begin('--resume --yes', { cols: 60, rows: 20 });
    expectWhole(await on.waitFor(/7 of 7 matches · 60 calls/), 60);
    expect(server.journal).toHaveLength(60);
    on.press('q');
    expect((await on.exit).code).toBe(0);

    await using again = at.begin('--again', { cols: 120, rows: 40, env: { NO_COLOR: '1', HOMINES_ASCII: '1' } });
    const screen = await again.waitFor(/7 of 7 matches - 60 calls/);
    expect(screen).toMatch(/^[\x20-\x7e\n]*$/);
    expect(screen).toMatch(/dilemmas\n +> too cooperative +no/);
    for (const row of again.cells()) for (const cell of row) expect(cell.foreground).toBeNull();
    again.press('enter');
    await again.waitFor('answers behind "too cooperative"');
    again.press('enter');
    await again.waitFor(/transcript - call \d of 6/);
    again.press('ctrl-c');
    expect((await again.exit).code).toBe(0);

    // The lab has it too, under its sessions.
    await using lab = at.begin('', { args: [], cols: 80, rows: 24 });
    await lab.waitFor('Sessions');
    lab.press('up', 'enter');
    await lab.waitFor(/› profile local\/selfish/);
    lab.press('enter');
    await lab.waitFor('v verdicts');
    lab.press('v');
    expectWhole(await lab.waitFor(/› too cooperative +no/), 80);
    lab.press('enter');
    expectWhole(await lab.waitFor('answers behind "too cooperative"'), 80);
    lab.press('down', 'enter');
    expectWhole(await lab.waitFor(/transcript · call \d of 6/), 80);
    lab.press('escape');
    await lab.waitFor('answers behind "too cooperative"');
    lab.press('escape');
    await lab.waitFor(/› too cooperative/);
    lab.press('escape');
    await lab.waitFor('v verdicts');
    lab.press('ctrl-c');
    await lab.exit;
    expect(server.journal).toHaveLength(60);
  });

  test('a window that is closed ends it in order: what was answered is kept', async () => {
    let now = slow(150, characters);
    await using at = await sitting((res, asked) => now(res, asked), 'local/selfish --concurrency 3 --yes');
    await at.terminal.waitFor(/\d+ of 7 · .* · [1-9]\d* calls/);
    at.terminal.kill('SIGHUP');
    await at.terminal.exit;
    const answered = (await at.here.calls()).length;
    expect(answered).toBeGreaterThan(0);
    now = characters;
    const { out } = await at.here.homines('profile --resume --json');
    expect(JSON.parse(out)).toMatchObject({ calls: 60, missing: 0 });
  });

  test('HOMINES_PLAIN=1 is text, as before', async () => {
    await using at = await sitting(characters, 'local/selfish --yes', { env: { HOMINES_PLAIN: '1' } });
    expect((await at.terminal.exit).code).toBe(0);
    expect(at.terminal.written()).not.toContain('\x1b[?1049h');
    expect(at.terminal.written()).toMatch(/dilemmas: too cooperative \(paper, of the untuned model\)/);
  });
});
