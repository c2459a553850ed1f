/** Which protocols a battery has: games, presets and settings, in one place. */
import type { AnyGame } from '../../core/game.ts';
import { memo } from '../../core/memo.ts';
import { readConfig } from '../../core/settings.ts';
import { UserError, unknown } from '../../core/user-error.ts';

/** One protocol: a game and one of its presets, by name. */
export type Protocol = { readonly game: string; readonly preset: string };

/** Protocols that the same people go through one after another. Those of one game stand together: they are a block. */
export type Battery = {
  /** Settings over those of each preset, the same in every protocol. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly protocols: readonly Protocol[];
};

/**
 * The eighteen protocols of van Leeuwen & Alger (JPE Micro 2(4), 2024), as a replication that credits them reports them: six
 * dilemmas, six trust games and six ultimatum games, the published payoffs of each game whose profile belongs to the battery.
 * Both places are decided beforehand and drawn afterwards, and what is expected of the other is asked, so that preferences can be
 * told from beliefs. Words are neutral.
 */
export const batteryOf = memo((games: readonly AnyGame[]): Battery => {
  const specs = games.flatMap(({ name, profile }) => (profile?.battery === undefined ? [] : [{ name, profile }]));
  return {
    settings: { method: 'strategy', roles: 'drawn', askBeliefs: true, neutral: true, order: 'drawn' },
    protocols: specs
      .toSorted((one, other) => one.profile.place - other.profile.place)
      .flatMap(({ name, profile }) =>
        profile.conditions('quick').flatMap(({ preset }) => (preset === undefined ? [] : [{ game: name, preset }])),
      ),
  };
});

/** A protocol with its game, in the language that participants read, and its settings as the game checked them. */
export type ProtocolTable = Protocol & { readonly of: AnyGame; readonly config: unknown };

/**
 * The tables of these protocols, in their order. Throws a UserError that names the game, the preset or the setting that is
 * not there.
 */
export const tablesOf = (
  games: readonly AnyGame[],
  settings: Battery['settings'],
  protocols: readonly Protocol[],
): readonly ProtocolTable[] =>
  protocols.map(({ game, preset }) => {
    const of = games.find(({ name }) => name === game);
    if (of === undefined)
      throw unknown(
        'game of the battery',
        game,
        games.map(({ name }) => name),
      );
    return { game, preset, of, config: readConfig(of, { preset, more: settings }) };
  });

/** These games in the language that participants read. Throws a UserError where one of the battery does not speak it. */
export async function gamesIn(
  games: readonly AnyGame[],
  battery: Battery,
  language: string,
): Promise<readonly AnyGame[]> {
  const names = new Set(battery.protocols.map(({ game }) => game));
  return Promise.all(
    games
      .filter(({ name }) => names.has(name))
      .map(async (game) => {
        if (game.language === language) return game;
        const spoken = await game.translations?.[language]?.();
        if (spoken === undefined)
          throw new UserError(
            `The battery is not spoken in "${language}": ${game.title} speaks ${[game.language, ...Object.keys(game.translations ?? {})].join(', ')}; choose one of these.`,
          );
        return spoken;
      }),
  );
}
