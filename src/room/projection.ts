/**
 * Where the projector stands: what it shows, and what its key shows next. One list of steps, which follows from what there
 * is to show; the step that it stands at is named, so that it stays where it is while the list grows. Pure.
 */

/** One thing that the projector can show. `id` names it for good; `does`: what a key says that brings it. */
export type ProjectionStep = { readonly id: string; readonly does: string };

/** `topic`: which of several figures, from 0. */
export type ProjectionStand = { readonly step: string; readonly topic: number };

/** What can be asked of the projector. */
export type ProjectionMove = 'next' | 'back' | 'join' | 'topic';

/** The join code: what stands there first. */
export const JOIN: ProjectionStep = { id: 'join', does: 'join code' };

export const AT_JOIN: ProjectionStand = { step: JOIN.id, topic: 0 };

/** What a move makes of it. After the last step comes the first again; `topics`: how many figures there are. */
export function moved(
  stand: ProjectionStand,
  move: ProjectionMove,
  steps: readonly ProjectionStep[],
  topics: number,
): ProjectionStand {
  const at = Math.max(
    0,
    steps.findIndex(({ id }) => id === stand.step),
  );
  switch (move) {
    case 'next':
      return { ...stand, step: steps[(at + 1) % steps.length]?.id ?? JOIN.id };
    case 'back':
      return { ...stand, step: steps[Math.max(0, at - 1)]?.id ?? JOIN.id };
    case 'join':
      return { ...stand, step: JOIN.id };
    case 'topic': {
      // Another figure begins covered: what is said of it is asked of the class first.
      const first = steps.find(({ id }) => id !== JOIN.id)?.id ?? JOIN.id;
      return { topic: topics === 0 ? 0 : (stand.topic + 1) % topics, step: first };
    }
  }
}

/** The step that comes next, for whoever presses the key. */
export function nextStep(stand: ProjectionStand, steps: readonly ProjectionStep[]): ProjectionStep {
  const at = steps.findIndex(({ id }) => id === stand.step);
  return steps[(at + 1) % steps.length] ?? JOIN;
}

/** "figure 2 of 3: Prisoner's dilemma, against baseline". */
export const figureWords = ({ topic }: ProjectionStand, topics: number, figure: string | null): string =>
  `figure ${topic < topics ? topic + 1 : 1} of ${topics}${figure === null ? '' : `: ${figure}`}`;

/** The step where it stands; the join code where that is no longer there. */
export const stepAt = (stand: ProjectionStand, steps: readonly ProjectionStep[]): ProjectionStep =>
  steps.find(({ id }) => id === stand.step) ?? JOIN;

/** As it is kept in the log, and read from there; null: that is no stand. */
export const standText = ({ step, topic }: ProjectionStand): string => `${topic} ${step}`;
export function standOf(text: string): ProjectionStand | null {
  const found = /^(\d{1,3}) (\S.{0,60})$/.exec(text);
  return found === null ? null : { topic: Number(found[1]), step: found[2] ?? JOIN.id };
}
