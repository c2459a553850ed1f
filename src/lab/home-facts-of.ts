/** What home says of a game, asked of the game itself. */
import type { AnyGame } from '../core/game.ts';
import { memo } from '../core/memo.ts';
import { batteryOf } from './battery/protocols.ts';
import type { HomeFacts } from './home-facts.ts';

/** The first preset's configuration, read once: home draws at every key. */
export const usualConfig = memo((game: AnyGame): unknown => game.config.parse(Object(game.presets[0]?.config)));

/** The facts of a game. Throws what the game throws where it cannot take its own presets. */
export const homeFactsOf = memo((game: AnyGame): HomeFacts => {
  const { name, title, summary, presets } = game;
  const usual = usualConfig(game);
  const lesson = presets.find((preset) => preset.lesson);
  const { protocols, settings } = batteryOf([game]);
  return {
    ...{ name, title, summary, minutes: game.minutes(usual) },
    guessed: game.standin !== undefined && game.seats(usual).least >= 2,
    lesson: lesson === undefined ? null : game.minutes(game.config.parse(Object(lesson.config))),
    battery:
      protocols.length === 0
        ? null
        : {
            protocols: protocols.length,
            minutes: protocols.length * game.minutes({ ...Object(usual), ...settings }),
          },
  };
});
