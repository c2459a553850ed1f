/** What is kept of each game when the program is built is what the game itself says, and is not believed once the game is newer. */
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { factsOf } from '../src/core/game-facts.ts';
import { FACTS_FILE, loadFacts } from '../src/disk/game-facts.ts';
import { gameNames, loadGame } from '../src/disk/games.ts';
import { hominesApart, root } from './program.ts';

const asKept = (facts: unknown): unknown => JSON.parse(JSON.stringify(facts));
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

describe.each(gameNames())('%s', (name) => {
  it('the build keeps what the game says', async () => {
    const facts = factsOf(await loadGame(name));
    expect(read(join(root, 'dist', 'games', name, FACTS_FILE))).toEqual({
      size: statSync(join(root, 'dist', 'games', name, 'index.js')).size,
      facts: asKept(facts),
    });
    expect(await loadFacts(name)).toEqual(facts);
  });

  it('nothing of it is lost in a file', async () => {
    const { presets, settings, ...rest } = factsOf(await loadGame(name));
    expect(asKept(rest)).toEqual(rest);
    expect(asKept(settings)).toEqual(settings);
    expect(presets.every((preset) => preset.name !== '' && preset.sentence !== '')).toBe(true);
  });
});

describe('an installed program', () => {
  const copy = mkdtempSync(join(tmpdir(), 'homines-facts-'));
  const [name = ''] = gameNames();
  const own = join(copy, 'dist', 'games', name);
  cpSync(join(root, 'dist'), join(copy, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  afterAll(() => rmSync(copy, { recursive: true, force: true }));
  const homines = (...args: readonly string[]) => hominesApart(args, { cwd: copy, file: join(copy, 'dist', 'cli.js') });

  it('tells what was kept, what the game says where nothing is, and not what is older than the game', async () => {
    const { out: said } = await homines('games', name);
    const { title } = await loadGame(name);
    expect(said).toContain(title);

    const facts = join(own, FACTS_FILE);
    writeFileSync(facts, readFileSync(facts, 'utf8').replaceAll(title, 'As it was kept'));
    expect((await homines('games', name)).out).toContain('As it was kept');

    const index = join(own, 'index.js');
    const built = readFileSync(index, 'utf8');
    writeFileSync(index, `${built}\n`);
    expect((await homines('games', name)).out).toBe(said);

    // Written again as it was, a while later: by whom is not known.
    writeFileSync(index, built);
    const later = new Date(Date.now() + 120_000);
    utimesSync(index, later, later);
    expect((await homines('games', name)).out).toBe(said);

    rmSync(facts);
    expect((await homines('games', name)).out).toBe(said);
    writeFileSync(facts, '{"name":');
    utimesSync(facts, later, later);
    expect((await homines('games', name)).out).toBe(said);
  });
});
