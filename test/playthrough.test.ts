/** Every game's playthrough is there and still true, line by line. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadGames } from '../src/disk/games.ts';
import { playthrough, playthroughFile } from './playthrough.ts';

describe.each((await loadGames()).map((game) => ({ name: game.name, game })))('$name', ({ game }) => {
  it('has a playthrough: "npm run playthrough" writes it', () => {
    expect(existsSync(playthroughFile(game))).toBe(true);
  });

  it('plays as it is written', async () => {
    const written = readFileSync(playthroughFile(game), 'utf8').split('\n');
    const played = (await playthrough(game)).split('\n');
    const line = written.findIndex((words, i) => words !== played[i]);
    const differs = line < 0 ? null : { line: line + 1, written: written[line], played: played[line] };
    expect(differs).toBe(null);
    expect(played.length).toBe(written.length);
  });
});
