/**
 * One seeded match of a game as text, to be read by people and replayed by a test: settings, every view, every question
 * as it is put to a model, every answer with its reason, the payoffs. `npm run playthrough` writes games/NAME/playthrough.txt;
 * a change that folds an old playthrough differently changes the rules, and bumps the game's version.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOfflineAgent } from '../src/agents/offline.ts';
import { blocksAsText } from '../src/core/blocks.ts';
import type { AnyGame, Input } from '../src/core/game.ts';
import { loadGames } from '../src/disk/games.ts';
import { playMatch } from '../src/match/match.ts';
import { plainNames } from '../src/laws/trace.ts';

const SEED = 2026;

export const playthroughFile = (game: AnyGame): string =>
  join(import.meta.dirname, '..', 'games', game.name, 'playthrough.txt');

/** Chance in the first seat, moralis in the others where the game has a theory: both kinds of answers, and reasons. */
export async function playthrough(game: AnyGame): Promise<string> {
  const preset = game.presets[0]!;
  const config = game.config.parse(preset.config);
  const { least, most } = game.seats(config);
  const seats = Math.min(most, Math.max(2, least));
  const ids = Array.from({ length: seats }, (_, seat) =>
    seat === 0 || game.theory === undefined ? 'random' : 'moralis:0.5',
  );
  const names = ids.map((_, seat) => plainNames(game, seats, seat));
  const lines: string[] = [
    `game: ${game.name}, version ${game.version}`,
    `preset: ${preset.name}`,
    `config: ${JSON.stringify(config)}`,
    `seed: ${SEED}`,
    `seats: ${ids.join(', ')}`,
    '',
  ];
  const say = (text: string): void =>
    void lines.push(...text.split('\n').map((line) => (line === '' ? '' : `    ${line}`)));
  const told = new Set<string>();
  const agents = ids.map((id) => readOfflineAgent(id, game));
  const listening = agents.map((agent, seat): (typeof agents)[number] => ({
    ...agent,
    choose: (request, signal) => {
      const { decision, view, turn } = request;
      const { about, where } = game.heading(view, decision);
      lines.push(
        `turn ${turn + 1}, seat ${seat + 1}, ${decision.role}, round ${decision.round}${decision.practice ? ' (practice)' : ''}: ${decision.key}`,
      );
      if (!told.has(`${seat} ${decision.role}`)) {
        told.add(`${seat} ${decision.role}`);
        lines.push('  instructions');
        say(blocksAsText(game.instructions(config, decision.role, names[seat]!)));
      }
      if (!told.has(`${seat} turn ${turn}`)) {
        told.add(`${seat} turn ${turn}`);
        lines.push(`  view ${JSON.stringify(view)}`);
      }
      lines.push(`  screen ${about} · ${where}`);
      say(blocksAsText(game.scene(view, decision, names[seat]!)));
      lines.push(`  asks ${decision.ask} ${inputAsText(decision.input)}`);
      return agent.choose(request, signal);
    },
  }));

  for await (const event of playMatch({
    game,
    config,
    seed: SEED,
    agents: listening,
    names,
    disclosed: true,
    signal: new AbortController().signal,
    stored: [],
  })) {
    if (event.type === 'answered') lines.push(`  answers ${event.answer}: ${event.reply.because ?? ''}`, '');
    if (event.type !== 'ended') continue;
    lines.push(`ended: ${event.how}`, `payoffs: ${JSON.stringify(event.payoffs)}`, '');
    for (const [seat, own] of names.entries()) {
      const view = event.look(seat);
      lines.push(`seat ${seat + 1} at the end`, `  view ${JSON.stringify(view)}`, '  result');
      say(blocksAsText(game.result(view, own)));
      const { plain, blocks, more } = game.debrief(view, { kappa: 0.5 }, own);
      lines.push('  debrief, κ 0.5');
      if (plain !== undefined) {
        say(blocksAsText(plain));
        lines.push('  page e, theory');
      }
      say(blocksAsText(blocks));
      for (const page of more) {
        lines.push(`  page ${page.key}, ${page.label}`);
        say(blocksAsText(page.blocks));
      }
      lines.push('');
    }
  }
  return lines.join('\n').trimEnd() + '\n';
}

function inputAsText(input: Input): string {
  const skip = input.skip === undefined ? '' : `, or x ${input.skip}`;
  if (input.kind === 'choice')
    return `[${input.options.map((option) => `${option.key} ${option.label}`).join(' / ')}${skip}]`;
  return `[${input.min} to ${input.max}, step ${input.step}, ${input.decimals} decimals${input.ends === undefined ? '' : `, ${input.ends.join(' – ')}`}${skip}]`;
}

if (process.argv[1] === import.meta.filename) {
  for (const game of await loadGames()) {
    const file = playthroughFile(game);
    const text = await playthrough(game);
    const same = existsSync(file) && readFileSync(file, 'utf8') === text;
    if (!same) writeFileSync(file, text);
    console.log(
      `games/${game.name}/playthrough.txt: ${same ? 'unchanged' : `written, ${text.split('\n').length - 1} lines`}`,
    );
  }
}
