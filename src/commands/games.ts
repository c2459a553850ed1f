/** `homines games [GAME]`: what there is to play, from the games themselves. */
import { DEFAULT_KAPPA } from '../core/taste.ts';
import { settingText } from '../core/format.ts';
import type { GameFacts } from '../core/game-facts.ts';
import { loadAllFacts, loadFacts } from '../disk/game-facts.ts';
import { json } from './shared/flags.ts';
import { pad, wrap } from './shared/text-columns.ts';
import { print, printJson } from './shared/print.ts';
import { verb as define } from './shared/verb.ts';
import { byHand } from '../core/shell.ts';

export const verb = define({
  name: 'games',
  word: '[GAME]',
  says: 'What there is to play; with a game its settings and defaults, presets, roles, predictions, measures and sources.',
  flags: { json },
  examples: ['homines games', 'homines games pricing-duopoly', 'homines games prisoners-dilemma --json'],
  async run({ json: asJson }, name) {
    if (name !== undefined) {
      const game = await loadFacts(name);
      if (asJson) return printJson(documentOf(game));
      print(await page(game));
      return 0;
    }
    const games = await loadAllFacts();
    if (asJson) return printJson(games.map(documentOf));
    print(games.map(entry).join('\n\n'));
    print(`\n${wrap(`${byHand('games GAME')} tells more, ${byHand('play GAME')} plays it.`)}`);
    return 0;
  },
});

/** The facts as the document tells them. */
function documentOf(game: GameFacts) {
  const { presetsLabel: _, scripts, prediction, ...same } = game;
  const { name, version, title, summary, seats, minutes, settings, presets, roles, variants, measures, sources } = same;
  return {
    ...{ name, version, title, summary, seats, minutes, settings, presets, roles, variants },
    scripts: (scripts ?? []).map((script) => `script:${script.name}`),
    prediction: prediction.document,
    ...{ measures, sources },
  };
}

function entry(game: GameFacts): string {
  const presets = game.presets.map(({ name, code }) => (code === undefined ? name : `${name} (${code})`)).join(', ');
  return [
    `${game.name}`,
    wrap(`${game.title}. ${game.summary}. About ${minutes(game)}.`, 2),
    wrap(`presets: ${presets}`, 2),
  ].join('\n');
}

async function page(game: GameFacts): Promise<string> {
  const { least, most } = game.seats;
  return [
    `${game.title} · ${game.name}\n${wrap(`${game.summary}. ${least === most ? least : `${least} to ${most}`} seats, about ${minutes(game)}.`)}`,
    section(
      'Settings (--set key=value)',
      game.settings.map((one) => [one.key, `${one.description}: ${one.allowed} (default ${written(one.default)})`]),
    ),
    section(
      `Presets (--preset NAME): ${game.presetsLabel.toLowerCase()}`,
      game.presets.map(({ name, code, sentence }) => [[name, code].filter(Boolean).join(', '), sentence]),
    ),
    section(
      'Roles (--role NAME)',
      game.roles.map(({ name, sentence }) => [name, sentence]),
    ),
    ...(game.variants.length > 0 ? [section('Readings of moralis', [[`moralis:κ/…`, game.variants.join(', ')]])] : []),
    ...(game.scripts === null
      ? []
      : [
          section(
            'Scripts (an agent: script:NAME)',
            game.scripts.map(({ name, sentence }) => [name, sentence]),
          ),
        ]),
    `Prediction for the defaults, moralis with κ = ${DEFAULT_KAPPA} (${byHand('theory GAME')})\n${await told(game)}`,
    section(
      'Measures',
      game.measures.map(({ name, sentence }) => [name, sentence]),
    ),
    `Sources\n${game.sources.map((source) => wrap(source, 2)).join('\n')}`,
  ].join('\n\n');
}

/** The prediction's own sentence, else what it draws first. */
async function told({ prediction: { told } }: GameFacts): Promise<string> {
  if (typeof told === 'string') return wrap(told, 2);
  return (await import('./shared/blocks-text.ts')).blocksText(told);
}

const NAME_WIDTH = 14;

/** A heading over names and their sentences, sentences indented under each other. */
function section(head: string, rows: readonly (readonly [name: string, sentence: string])[]): string {
  const lines = rows.map(([name, sentence]) => {
    const [first = '', ...rest] = wrap(sentence, NAME_WIDTH + 2).split('\n');
    const label = `  ${pad(name, NAME_WIDTH)}`;
    const beside = name.length < NAME_WIDTH ? [`${label}${first.trim()}`, ...rest] : [`  ${name}`, first, ...rest];
    return beside.join('\n');
  });
  return [head, ...lines].join('\n');
}

const written = (value: unknown): string => (Array.isArray(value) && value.length === 0 ? 'none' : settingText(value));
const minutes = (game: GameFacts): string => {
  const about = Math.max(1, Math.round(game.minutes));
  return `${about} minute${about === 1 ? '' : 's'}`;
};
