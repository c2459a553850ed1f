/** The plan of a room as its log keeps it, and back again. */
import { spokenIn } from './game-language.ts';
import type { AnyGame } from '../core/game.ts';
import type { EventBody } from '../core/events.ts';
import { storedTable } from '../lab/table-setting.ts';
import { UserError } from '../core/user-error.ts';
import type { PreparedLesson } from '../lessons/prepared-lesson.ts';
import type { RoomPlan } from './room.ts';

/** The body of the event with which a room of this code begins. */
export const hostedBody = (code: string, { tables, lesson, roster, ...plan }: RoomPlan): EventBody<'hosted'> => ({
  ...{ code, lesson: lesson?.typed ?? null },
  ...{ start: plan.start, language: plan.language, patience: plan.patience, instead: plan.instead, most: plan.most },
  roster: roster === null ? null : [...roster],
  tables: tables.map(storedTable),
});

/**
 * The plan that was kept. `lessonNamed` finds the lesson as it was typed. Throws a UserError where a game, or the lesson, is not
 * here any more.
 */
export async function hostedPlan(
  body: EventBody<'hosted'>,
  games: readonly AnyGame[],
  lessonNamed: (typed: string) => Promise<PreparedLesson>,
): Promise<RoomPlan> {
  const { tables, lesson, start, language, patience, instead, roster, most } = body;
  return {
    ...{ start, language, patience, instead, roster, most },
    lesson: lesson === null ? null : await lessonNamed(lesson),
    tables: await Promise.all(
      tables.map(async ({ game: name, language: spoken, config, preset, role, against, explain, onFailure, seed }) => {
        const found = games.find((one) => one.name === name);
        if (found === undefined)
          throw new UserError(
            `This room plays a game that is not here, "${name}": put its folder under games/ to go on with it.`,
          );
        const game = await spokenIn(found, spoken);
        // Parsed once: theory is solved once for all matches of a table.
        const parsed = game.config.safeParse(config);
        return {
          ...{ game, config: parsed.success ? parsed.data : config, preset, role, against, explain, seed },
          ...(onFailure === undefined ? {} : { onFailure }),
        };
      }),
    ),
  };
}
