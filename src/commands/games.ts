/** `homines games [GAME]`: what there is to play, from the games themselves. */
import { DEFAULT_KAPPA } from '../agents/offline.ts';
import type { AnyGame } from '../core/game.ts';
import { loadGame, loadGames } from '../disk/games.ts';
import { readConfig, settingsOf, shown } from '../core/settings.ts';
import { json } from './shared/flags.ts';
import { pad, wrap } from './shared/text-columns.ts';
import { blocksText, print, printJson } from './shared/print.ts';
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
      const game = await loadGame(name);
      if (asJson) return printJson(documentOf(game));
      print(page(game));
      return 0;
    }
    const games = await loadGames();
    if (asJson) return printJson(games.map(documentOf));
    print(games.map(entry).join('\n\n'));
    print(`\n${wrap(`${byHand('games GAME')} tells more, ${byHand('play GAME')} plays it.`)}`);
    return 0;
  },
});

/** Everything that can be said of a game without playing it. */
function documentOf(game: AnyGame) {
  const config = readConfig(game, {});
  return {
    name: game.name,
    version: game.version,
    title: game.title,
    summary: game.summary,
    seats: game.seats(config),
    minutes: game.minutes(config),
    settings: settingsOf(game),
    presets: game.presets,
    roles: game.roles,
    variants: game.readings.map(({ variant }) => variant),
    scripts: (game.scripts ?? []).map(({ name }) => `script:${name}`),
    prediction: game.predict(config, { kappa: DEFAULT_KAPPA, belief: null }).document,
    measures: game.measures.map(({ name, sentence, source, scale }) => ({ name, sentence, source, scale })),
    sources: game.sources,
  };
}

function entry(game: AnyGame): string {
  const presets = game.presets.map(({ name, code }) => (code === undefined ? name : `${name} (${code})`)).join(', ');
  return [
    `${game.name}`,
    wrap(`${game.title}. ${game.summary}. About ${minutes(game)}.`, 2),
    wrap(`presets: ${presets}`, 2),
  ].join('\n');
}

function page(game: AnyGame): string {
  const { least, most } = game.seats(readConfig(game, {}));
  return [
    `${game.title} · ${game.name}\n${wrap(`${game.summary}. ${least === most ? least : `${least} to ${most}`} seats, about ${minutes(game)}.`)}`,
    section(
      'Settings (--set key=value)',
      settingsOf(game).map((one) => [one.key, `${one.description}: ${one.allowed} (default ${written(one.default)})`]),
    ),
    section(
      `Presets (--preset NAME): ${game.presetsLabel.toLowerCase()}`,
      game.presets.map(({ name, code, sentence }) => [[name, code].filter(Boolean).join(', '), sentence]),
    ),
    section(
      'Roles (--role NAME)',
      game.roles.map(({ name, sentence }) => [name, sentence]),
    ),
    ...(game.readings.length > 0
      ? [section('Readings of moralis', [[`moralis:κ/…`, game.readings.map(({ variant }) => variant).join(', ')]])]
      : []),
    ...(game.scripts === undefined
      ? []
      : [
          section(
            'Scripts (an agent: script:NAME)',
            game.scripts.map(({ name, sentence }) => [name, sentence]),
          ),
        ]),
    `Prediction for the defaults, moralis with κ = ${DEFAULT_KAPPA} (${byHand('theory GAME')})\n${predicted(game)}`,
    section(
      'Measures',
      game.measures.map(({ name, sentence }) => [name, sentence]),
    ),
    `Sources\n${game.sources.map((source) => wrap(source, 2)).join('\n')}`,
  ].join('\n\n');
}

/** The prediction's own sentence, else what it draws first. */
function predicted(game: AnyGame): string {
  const { document, blocks } = game.predict(readConfig(game, {}), { kappa: DEFAULT_KAPPA, belief: null });
  if (typeof document['because'] === 'string') return wrap(document['because'], 2);
  return blocksText(blocks.slice(0, 2));
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

const written = (value: unknown): string => (Array.isArray(value) && value.length === 0 ? 'none' : shown(value));
const minutes = (game: AnyGame): string => {
  const about = Math.max(1, Math.round(game.minutes(readConfig(game, {}))));
  return `${about} minute${about === 1 ? '' : 's'}`;
};
