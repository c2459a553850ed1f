/** `homines theory GAME`: what economicus and moralis do, solved from the utility, and why. */
import { DEFAULT_KAPPA } from '../core/taste.ts';
import type { AnyGame, Belief, Prediction } from '../core/game.ts';
import { UserError } from '../core/user-error.ts';
import { readConfig } from '../core/settings.ts';
import { gameNamed } from './shared/resolve.ts';
import { json, preset, readBeliefs, readKappa, readRival, set } from './shared/flags.ts';
import { blocksText } from './shared/blocks-text.ts';
import { print, printJson } from './shared/print.ts';
import { text, verb as define } from './shared/verb.ts';

export const verb = define({
  name: 'theory',
  word: 'GAME',
  says: 'What economicus and moralis do in a game, solved from the utility function, and why.',
  flags: {
    preset,
    set,
    kappa: text(
      'K',
      `moralis' weight on "what if everyone acted as I do?", 0 to 1 (default: ${DEFAULT_KAPPA})`,
      readKappa,
    ),
    beliefs: text('B', 'expected of the other: uniform, like-minded, or probabilities a,b,c', readBeliefs),
    rival: text('P', 'best replies to this price of a rival, where the game has one', readRival),
    json,
  },
  examples: [
    'homines theory prisoners-dilemma',
    'homines theory prisoners-dilemma --preset sharp --kappa 0.25 --json',
    'homines theory prisoners-dilemma --set T=80 R=65 --beliefs 0.9,0.7,0.2',
    'homines theory pricing-duopoly --rival 16 --json',
  ],
  async run({ preset: named, set: sets = [], kappa = DEFAULT_KAPPA, beliefs, rival, json: asJson }, word) {
    const game = await gameNamed(word, 'theory');
    const config = readConfig(game, { preset: named, sets });
    if (beliefs !== undefined) checkBeliefs(game, config, beliefs);
    const { document, blocks } = predicted(game, config, kappa, beliefs ?? null, rival);
    if (asJson) return printJson(document);
    print(`${game.title} · κ = ${kappa}\n\n${blocksText(blocks)}`);
    return 0;
  },
});

function predicted(
  game: AnyGame,
  config: unknown,
  kappa: number,
  belief: Belief | null,
  rival: number | undefined,
): Prediction {
  const prediction = game.predict(config, { kappa, belief, ...(rival === undefined ? {} : { rival }) });
  if (rival !== undefined && prediction.document['reply'] === undefined)
    throw new UserError(`${game.name} has no rival's price to reply to: leave out --rival.`);
  return prediction;
}

/** Stated beliefs are one number for each place where the other answers. */
function checkBeliefs(game: AnyGame, config: unknown, belief: Belief): void {
  const nodes = game.plans?.(config).nodes;
  if (nodes === undefined)
    throw new UserError(`Theory in ${game.name} takes no beliefs from outside: leave out --beliefs.`);
  if (belief.kind !== 'given') return;
  const places = Map.groupBy(nodes, ({ key }) => key);
  if (belief.numbers.length !== nodes.length) {
    const named = [...places].map(([key, all]) => `${briefly(all.map(({ answer }) => String(answer)))} at "${key}"`);
    throw new UserError(
      `Beliefs in ${game.name} are ${nodes.length} probabilities (${named.join(', ')}); got ${belief.numbers.length}.`,
    );
  }
  for (const [key, all] of places) {
    const sum = all.reduce((total, node) => total + (belief.numbers[nodes.indexOf(node)] ?? 0), 0);
    if (sum > 1 + 1e-9)
      throw new UserError(
        `The probabilities at "${key}" in ${game.name} (${briefly(all.map(({ answer }) => String(answer)))}) sum to 1 at most; got ${Number(sum.toFixed(6))}.`,
      );
  }
}

/** A few names in full, of many the first and the last. */
const briefly = (names: readonly string[]): string =>
  names.length <= 4 ? names.join(', ') : `${names.slice(0, 2).join(', ')}, … ${names.at(-1)}`;
