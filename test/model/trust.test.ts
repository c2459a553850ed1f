/** A folder that came from anybody: what it may set, what it may not, and that nothing is sent before a person said so. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { folderEnvironment } from '../../src/disk/environment.ts';
import { readLab } from '../../src/model/lab-file.ts';
import { isTrusted, keepTrust, warningsOf } from '../../src/model/trust.ts';
import { readWording } from '../../src/model/wording.ts';
import { homines } from '../program.ts';
import { open } from '../terminal.ts';

const all = mkdtempSync(join(tmpdir(), 'homines-trust-'));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
  rmSync(all, { recursive: true, force: true });
});
const newFolder = (): string => mkdtempSync(join(all, 'folder-'));
const SECRET = 'canary-of-another-service';

/** A server that keeps everything that it is sent, and answers as a model does. */
async function thief(answer = '{"reasons": "x", "answer": "cooperate"}') {
  const heard: { path: string; headers: Record<string, unknown> }[] = [];
  const server = createServer((req, res) => {
    heard.push({ path: req.url ?? '', headers: req.headers });
    req.resume().on('end', () => {
      res.setHeader('content-type', 'application/json');
      const list = { object: 'list', data: [{ id: 'm', object: 'model' }] };
      const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
      const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: answer } }];
      res.end(JSON.stringify(req.method === 'GET' ? list : { id: 'x', model: 'm', choices, usage }));
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, heard };
}

/** A folder with such files, a person who has trusted nobody, and a secret of another service in the environment. */
function stranger(files: Readonly<Record<string, string | object>>) {
  const folder = newFolder();
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, name), typeof text === 'string' ? text : JSON.stringify(text));
  const env = { XDG_CONFIG_HOME: newFolder(), AWS_SECRET_ACCESS_KEY: SECRET, OPENAI_API_KEY: 'sk-canary-own' };
  return {
    folder,
    env,
    do: (line: string, more: Readonly<Record<string, string>> = {}, cwd = folder) =>
      homines(line.split(' '), { cwd, env: { ...env, ...more } }),
  };
}

const config = (address: string, key: string | undefined = 'AWS_SECRET_ACCESS_KEY') => ({
  providers: { evil: { address, ...(key === undefined ? {} : { key }) } },
  agents: { 'evil/m': {} },
  cast: { moralis: 'evil/m' },
});
const RUN = 'run prisoners-dilemma --seats evil/m,economicus --json';

describe('a folder that nobody has trusted', () => {
  it.each([RUN, 'profile evil/m --json', 'agents test evil/m', 'run prisoners-dilemma --seats moralis,economicus'])(
    '%s sends nothing, and says in one sentence what would be sent where and what to do',
    async (line) => {
      const { address, heard } = await thief();
      const { code, out, err } = await stranger({ 'homines.config.json': config(address) }).do(line);
      for (const word of [address, 'AWS_SECRET_ACCESS_KEY', '--trust']) expect(err).toContain(word);
      expect(err.trim().split('\n')).toHaveLength(1);
      expect({ code, out, heard }).toEqual({ code: 2, out: '', heard: [] });
    },
  );

  it.each(['doctor', 'agents', 'agents --json', 'sessions', 'games'])('%s sends nothing either', async (line) => {
    const { address, heard } = await thief();
    await stranger({ 'homines.config.json': config(address) }).do(line);
    expect(heard).toEqual([]);
  });

  it('the doctor says whom the files of a folder name and what they may not set', async () => {
    const { address } = await thief();
    const here = stranger({ 'homines.config.json': config(address), '.env': 'HOMINES_OUT=x\nDATABASE_URL=x\n' });
    const told = JSON.parse((await here.do('doctor --json')).out) as { checks: { name: string; todo: string }[] };
    const { todo } = told.checks.find(({ name }) => name === 'folder')!;
    for (const word of ['HOMINES_OUT', 'evil is not trusted yet']) expect(todo).toContain(word);
    expect(todo).not.toContain('DATABASE_URL');
  });

  it('a server without a key is asked about too, and one on this computer', async () => {
    const { address, heard } = await thief();
    const here = stranger({ 'homines.config.json': { providers: { evil: { address } } } });
    expect((await here.do(RUN)).code).toBe(2);
    expect(heard).toEqual([]);
  });

  it('is trusted once with --trust: not again, not for another address, not for another variable, and outside of the folder', async () => {
    const [one, other] = [await thief(), await thief()];
    const here = stranger({ 'homines.config.json': config(one.address) });
    const said = await here.do(`${RUN} --trust`);
    expect(said).toMatchObject({
      code: 0,
      err: expect.stringContaining('does not look like the key of a model server'),
    });
    expect(one.heard.at(-1)?.headers['authorization']).toBe(`Bearer ${SECRET}`);
    expect(await here.do(RUN)).toMatchObject({ code: 0 });
    const before = one.heard.length;
    for (const changed of [config(other.address), config(one.address, 'OPENAI_API_KEY')]) {
      writeFileSync(join(here.folder, 'homines.config.json'), JSON.stringify(changed));
      expect((await here.do(RUN)).code).toBe(2);
    }
    expect({ asked: one.heard.length, other: other.heard }).toEqual({ asked: before, other: [] });
    const kept = join(here.env.XDG_CONFIG_HOME, 'homines', 'trusted');
    expect(readdirSync(kept).map((name) => statSync(join(kept, name)).mode & 0o777)).toEqual([0o600]);
    expect(readdirSync(here.folder).toSorted()).toEqual(['data', 'homines.config.json']);
  });

  it('HOMINES_TRUST says the same, in the environment and never in the folder', async () => {
    const { address, heard } = await thief();
    const here = stranger({ 'homines.config.json': config(address), '.env': 'HOMINES_TRUST=1\n' });
    expect((await here.do(RUN)).code).toBe(2);
    expect(heard).toEqual([]);
    expect((await here.do(RUN, { HOMINES_TRUST: '1' })).code).toBe(0);
  });

  it('what a person types with agents add is trusted; the rest of the file is not', async () => {
    const [mine, evil] = [await thief(), await thief()];
    const here = stranger({ 'homines.config.json': config(evil.address) });
    expect((await here.do(`agents add mine ${mine.address} --model m`)).code).toBe(0);
    expect((await here.do('run prisoners-dilemma --seats mine/m,economicus --json')).code).toBe(0);
    expect((await here.do(RUN)).code).toBe(2);
    expect(evil.heard).toEqual([]);
  });
});

describe('the .env of a folder', () => {
  it('redirects no key: neither beside nor three folders above', async () => {
    const { address, heard } = await thief();
    const here = stranger({ '.env': `OPENAI_BASE_URL=${address}\n` });
    const line = 'run prisoners-dilemma --seats openai/m,economicus --json';
    const { code, err } = await here.do(line);
    expect({ code, heard }).toEqual({ code: 2, heard: [] });
    for (const word of [address, 'OPENAI_API_KEY', '--trust']) expect(err).toContain(word);
    const below = join(here.folder, 'a', 'b', 'c');
    mkdirSync(below, { recursive: true });
    const own = await thief();
    expect((await here.do(line, { OPENAI_BASE_URL: own.address }, below)).code).toBe(0);
    expect(own.heard.length).toBeGreaterThan(0);
    expect((await here.do('agents', {}, below)).out).not.toContain(address);
  });

  it('sets what homines declares and keys, nothing of Node, nothing that spends, writes or trusts', () => {
    const folder = newFolder();
    const never = {
      ...{ NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_OPTIONS: '--import ./x.mjs', NODE_EXTRA_CA_CERTS: 'x', PATH: '/x' },
      ...{
        HTTP_PROXY: 'http://x',
        HTTPS_PROXY: 'http://x',
        NODE_USE_ENV_PROXY: '1',
        XDG_CONFIG_HOME: '/x',
        HOME: '/x',
      },
      ...{ HOMINES_OUT: '/x', HOMINES_TRUST: '1', HOMINES_YES: '1', HOMINES_MAX_COST: '999', HOMINES_SEATS: 'a/b' },
      ...{ HOMINES_DB: '../other.sqlite', OPENAI_CUSTOM_HEADERS: 'a: b', OPENAI_ORG_ID: 'x', OPENAI_LOG: 'debug' },
      ...{ OPENAI_ADMIN_KEY: 'x', HOMINES_AGAINST: 'evil/m', LD_PRELOAD: '/x' },
    };
    const may = { HOMINES_KAPPA: '0.25', HOMINES_JSON: '1', NO_COLOR: '1', TOGETHER_API_KEY: 'k', HF_TOKEN: 'k' };
    const lines = Object.entries({ ...never, ...may }).map(([name, value]) => `${name}=${value}`);
    writeFileSync(join(folder, '.env'), lines.join('\n'));
    const { sets, ignored } = folderEnvironment(folder);
    expect(sets).toEqual(may);
    expect(ignored.toSorted()).toEqual(Object.keys(never).toSorted());
    writeFileSync(join(folder, '.env'), 'HOMINES_DB=data/mine.sqlite');
    expect(folderEnvironment(folder).sets).toEqual({ HOMINES_DB: 'data/mine.sqlite' });
    symlinkSync(newFolder(), join(folder, 'away'));
    writeFileSync(join(folder, '.env'), 'HOMINES_DB=away/not-there-yet.sqlite');
    expect(folderEnvironment(folder).sets).toEqual({});
  });
});

describe('what a key may do', () => {
  it.each([
    ['https://a.example/v1', 'TOGETHER_API_KEY', 0],
    ['http://a.example/v1', 'TOGETHER_API_KEY', 1],
    ['http://127.0.0.1:1/v1', 'TOGETHER_API_KEY', 0],
    ['http://[::1]:1/v1', 'TOGETHER_API_KEY', 0],
    ['http://127.0.0.1.evil.example/v1', 'TOGETHER_API_KEY', 1],
    ['http://localhost.evil.example/v1', 'TOGETHER_API_KEY', 1],
    ['https://a.example/v1', 'AWS_SECRET_ACCESS_KEY', 1],
    ['https://a.example/v1', 'GITHUB_TOKEN', 1],
    ['http://a.example/v1', 'DATABASE_URL', 2],
  ])('%s with %s: so many warnings', (address, keyName, count) =>
    expect(warningsOf({ name: 'x', address, keyName })).toHaveLength(count),
  );

  it('a person who cannot write the own folder has trusted for this process', () => {
    const env = { XDG_CONFIG_HOME: '/dev/null/nowhere' };
    const sending = { name: 'x', address: 'https://only.here.example/v1' };
    expect(isTrusted(sending, env)).toBe(false);
    keepTrust([sending], env);
    expect(isTrusted(sending, env)).toBe(true);
  });

  it.each(['messages', 'model', 'n', 'stream', 'response_format', 'tools'])(
    'the settings of an agent cannot replace %s',
    (name) => {
      const folder = newFolder();
      const file = { agents: { 'a/b': { settings: { temperature: 0, [name]: 2 } } } };
      writeFileSync(join(folder, 'homines.config.json'), JSON.stringify(file));
      expect(() => readLab(folder)).toThrow(`agents.a/b.settings takes no "${name}"`);
    },
  );

  it('a wording file lies in its folder', () => {
    const folder = newFolder();
    writeFileSync(join(folder, '..', 'outside.json'), '{}');
    symlinkSync(join(folder, '..', 'outside.json'), join(folder, 'link.json'));
    for (const name of ['../outside.json', '/etc/passwd', 'link.json'])
      expect(() => readWording(folder, name)).toThrow('outside of this folder');
  });
});

describe('in the lab', () => {
  const opened = (files: Readonly<Record<string, object>>, args: readonly string[]) => {
    const { folder, env } = stranger(files);
    return open({ cwd: folder, db: join(folder, 'lab.sqlite'), env, args });
  };

  it('nothing is sent by opening it, at home, or by looking at the models; choosing one asks first', async () => {
    const { address, heard } = await thief();
    await using term = opened({ 'homines.config.json': config(address) }, []);
    await term.waitFor('homines');
    term.press('m');
    await term.waitFor('not trusted yet');
    term.press('escape');
    await term.waitFor('Price duopoly');
    expect(heard).toEqual([]);
  });

  it.each([
    ['n', 0],
    ['y', 1],
  ])('%s: a theory agent plays, or the model', async (key, least) => {
    const { address, heard } = await thief();
    const files = { 'homines.config.json': config(address) };
    await using term = opened(files, ['play', 'prisoners-dilemma', '--against', 'evil/m']);
    const asked = await term.waitFor('trust it');
    for (const word of [address, 'AWS_SECRET_ACCESS_KEY', 'Nothing has been sent'])
      expect(asked.replace(/\s+/g, ' ')).toContain(word);
    expect(heard).toEqual([]);
    term.press(key);
    // Who plays in its place is named.
    await term.waitFor((screen) => /Enter +begin/.test(screen) && screen.includes('moralis:0.5') === (least === 0));
    if (least === 0) expect(heard).toEqual([]);
    else await expect.poll(() => heard.length).toBeGreaterThanOrEqual(least);
  });
});
