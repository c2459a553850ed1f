/** `homines play GAME`: the lab, opened at one table. */
import { DEFAULT_KAPPA, isHuman } from '../agents/index.ts';
import type { AnyGame, RoleChoice } from '../game.ts';
import { Refusal, unknown } from '../refusal.ts';
import { presetNamed, readConfig } from '../settings.ts';
import { type Explain, GUESS } from '../tui/choice.ts';
import { agentNamed, gameNamed, withPoint } from './chosen.ts';
import { db, preset, seed, set } from './flags.ts';
import { open } from './lab.ts';
import { on, text, verb as define } from './verb.ts';

const EXPLAIN: readonly Explain[] = ['each', 'last', 'never'];

export const verb = define({
  name: 'play',
  word: 'GAME',
  says: 'A person plays a game in this terminal, against an agent or another person.',
  flags: {
    against: text(
      'AGENT',
      `who plays against you (default: moralis:${DEFAULT_KAPPA}); human: two people at this keyboard`,
      (typed) => typed,
    ),
    preset,
    set,
    role: text('ROLE', 'where you sit; "homines games GAME" lists the roles', (typed) => typed),
    explain: text('WHEN', 'explanations after each match, after the last, or never (default: each)', readExplain),
    seed,
    plain: on('questions and answers line by line, for screen readers'),
    db,
  },
  examples: [
    'homines play prisoners-dilemma',
    'homines play prisoners-dilemma --against economicus --role second',
    'homines play pricing-duopoly --against moralis/sellers --set rounds=5 k=2',
    'homines play autonomous-vehicles --against baseline --explain never',
  ],
  notes: [`Agents: human, economicus, moralis[:κ], baseline, random, script:C:D; ${GUESS}: one of three is drawn, and you guess which.`],
  async run({ against: typed, preset: named, set: sets = [], role: asked, explain = 'each', seed: drawn, plain, db: file }, word) {
    const game = await gameNamed(word, 'play');
    const role = roleNamed(game, asked);
    const config = readConfig(game, { preset: named, more: role.config ?? {}, sets });
    return open(
      {
        game,
        config,
        preset: presetOf(game, named, sets),
        role: role.name,
        against: opponentNamed(game, typed ?? `moralis:${DEFAULT_KAPPA}`),
        explain,
        seed: drawn ?? null,
      },
      plain,
      file,
    );
  },
});

function readExplain(typed: string): Explain {
  const found = EXPLAIN.find((one) => one === typed.trim().toLowerCase());
  if (found === undefined) throw unknown('moment of explanation', typed, EXPLAIN);
  return found;
}

/** The role of this name, or the game's first. */
export function roleNamed(game: AnyGame, name: string | undefined): RoleChoice<unknown> {
  const found = name === undefined ? game.roles[0] : game.roles.find((role) => role.name.toLowerCase() === name.trim().toLowerCase());
  if (found === undefined)
    throw unknown(
      `role in ${game.name}`,
      name ?? '',
      game.roles.map((role) => role.name),
    );
  return found;
}

/** The opponent's id as it is stored: moralis is moralis:0.5. */
function opponentNamed(game: AnyGame, typed: string): string {
  const id = withPoint(typed.trim());
  if (isHuman(id) || id === GUESS) return id;
  if (id.includes(',')) throw new Refusal(`One agent plays against you, such as --against moralis:0.5; got "${typed}".`);
  const agent = agentNamed(id, game);
  if (agent.kind === 'model')
    throw new Refusal(`Language models such as "${agent.id}" do not play against people yet: let them play each other with "homines run".`);
  return agent.id;
}

/** The preset's plain name, the game's first one unless another is named; null where something that presets decide was typed. */
function presetOf(game: AnyGame, named: string | undefined, sets: readonly string[]): string | null {
  const decided = new Set(game.presets.flatMap(({ config }) => Object.keys(config)));
  if (sets.some((pair) => decided.has(pair.slice(0, pair.indexOf('=')).trim()))) return null;
  return (named === undefined ? game.presets[0] : presetNamed(game, named))?.name ?? null;
}
