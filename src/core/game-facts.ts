/** What can be said of a game without playing it, as data: it can be kept in a file, and read without the game. */
import type { Block } from './blocks.ts';
import type { Setting } from './config-form.ts';
import type { AnyGame, Preset } from './game.ts';
import { readConfig, settingsOf } from './settings.ts';
import { DEFAULT_KAPPA } from './taste.ts';

type Named = { readonly name: string; readonly sentence: string };

/** Whatever depends on settings is that of the defaults. */
export type GameFacts = Readonly<
  Pick<AnyGame, 'name' | 'version' | 'title' | 'summary' | 'presetsLabel' | 'sources'>
> & {
  readonly seats: { readonly least: number; readonly most: number };
  readonly minutes: number;
  readonly settings: readonly Setting[];
  readonly presets: readonly Preset<unknown>[];
  readonly roles: readonly Named[];
  /** Names of the readings of moralis. */
  readonly variants: readonly string[];
  /** null: the game offers none. */
  readonly scripts: readonly Named[] | null;
  /** Of a moralis with DEFAULT_KAPPA and no belief of its own; `told`: the reason in a sentence, else what it draws first. */
  readonly prediction: {
    readonly document: Readonly<Record<string, unknown>>;
    readonly told: string | readonly Block[];
  };
  readonly measures: readonly (Named & { readonly source: string; readonly scale: string })[];
};

/** The facts of a game. Throws what the game throws where it cannot take its own defaults. */
export function factsOf(game: AnyGame): GameFacts {
  const config = readConfig(game, {});
  const { document, blocks } = game.predict(config, { kappa: DEFAULT_KAPPA, belief: null });
  const because = document['because'];
  return {
    name: game.name,
    version: game.version,
    title: game.title,
    summary: game.summary,
    seats: game.seats(config),
    minutes: game.minutes(config),
    settings: settingsOf(game),
    presetsLabel: game.presetsLabel,
    presets: game.presets,
    roles: game.roles,
    variants: game.readings.map(({ variant }) => variant),
    scripts: game.scripts?.map(({ name, sentence }) => ({ name, sentence })) ?? null,
    prediction: { document, told: typeof because === 'string' ? because : blocks.slice(0, 2) },
    measures: game.measures.map(({ name, sentence, source, scale }) => ({ name, sentence, source, scale })),
    sources: game.sources,
  };
}
