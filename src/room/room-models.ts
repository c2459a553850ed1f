/**
 * Language models as they sit in a room: one budget and one memory of who answers for all of its matches. Whoever hosts is told;
 * nobody who plays is.
 */
import { beginning } from '../core/format.ts';
import type { LiveModels } from '../lab/live-match.ts';
import { newModelBreaker } from '../lab/model-breaker.ts';
import type { RoomCounts } from './counts.ts';

export type RoomModelsParts = {
  /** Unix milliseconds. */
  readonly clock: () => number;
  readonly counts: Pick<RoomCounts, 'failed'>;
  /** What whoever hosts should know, in a sentence. */
  trouble(sentence: string): void;
};

/** These models for every match of a room. That no call may be paid any more is told once, until one may. */
export function inRoom(models: LiveModels, { clock, counts, trouble }: RoomModelsParts): LiveModels {
  let told: string | null = null;
  return {
    ...models,
    spent() {
      const why = models.spent();
      if (why !== null && why !== told) trouble(`${beginning(why)}: stand-ins answer in the place of models.`);
      return (told = why);
    },
    breaker: newModelBreaker({ clock, failed: (sentence) => counts.failed(sentence), changed: trouble }),
  };
}
