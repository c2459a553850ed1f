/** How far a training is and how it goes, from its events. */
import type { Proof } from './proof.ts';
import { proofsIn } from './run-read.ts';
import type { TuningEvent } from './run-folder.ts';

export type TrainingProgress = {
  /** What it trains on, as the trainer calls it; null: not begun. */
  readonly device: string | null;
  /** What takes long and has no steps; null: it takes steps, or nothing. */
  readonly doing: string | null;
  /** The last of each name. */
  readonly proofs: readonly Proof[];
  /** In their order; of a step that was taken again the last. */
  readonly steps: readonly { readonly step: number; readonly loss: number }[];
  /** Steps in all; null: not known yet. */
  readonly of: number | null;
  /** Held-out questions answered as theory does, at each look; step 0 is the base. */
  readonly looks: readonly { readonly step: number; readonly right: number; readonly asked: number }[];
  /** The card ran out of memory, and goes on with so many rows at once. */
  readonly batch: { readonly size: number; readonly why: string } | null;
  readonly checkpoint: number | null;
  readonly early: boolean;
  /** Of a job at a provider: what it counted and took so far; null: it has not said. */
  readonly billed: { readonly tokens: number | null; readonly usd: number | null } | null;
  /** Milliseconds that are left, looks included, without what follows the last step; null: not known yet, or nothing is left. */
  readonly left: number | null;
  /** When the last thing happened; null: nothing has. */
  readonly at: number | null;
};

/** Folds the events of a run. */
export function trainingProgress(events: readonly TuningEvent[]): TrainingProgress {
  const steps = new Map<number, { step: number; loss: number }>();
  const looks = new Map<number, { step: number; right: number; asked: number }>();
  const proofs = new Map(proofsIn(events).map((proof) => [proof.name, proof]));
  let told: Omit<TrainingProgress, 'steps' | 'looks' | 'proofs' | 'left'> = {
    ...{ device: null, doing: null, of: null, batch: null, checkpoint: null, early: false, billed: null, at: null },
  };
  /** When this sitting took its first steps: earlier ones took their time another day. */
  let first: { step: number; at: number } | null = null;
  let last: { step: number; at: number } | null = null;
  for (const event of events) {
    told = { ...told, at: event.at };
    switch (event.kind) {
      case 'begun':
      case 'started':
        [first, last] = [null, null];
        told = { ...told, early: false, doing: null, ...(event.kind === 'started' ? { device: event.device } : {}) };
        break;
      case 'doing':
        told = { ...told, doing: event.what };
        break;
      case 'step':
        steps.set(event.step, { step: event.step, loss: event.loss });
        first ??= { step: event.step, at: event.at };
        last = { step: event.step, at: event.at };
        told = { ...told, doing: null, of: event.of };
        break;
      case 'held-out':
        looks.set(event.step, { step: event.step, ...event.all });
        break;
      case 'checkpoint':
        told = { ...told, checkpoint: event.step };
        break;
      case 'batch':
        told = { ...told, batch: { size: event.size, why: event.why } };
        break;
      case 'stopped':
        told = { ...told, early: event.why === 'early' };
        break;
      case 'billed':
        told = { ...told, billed: { tokens: event.tokens, usd: event.usd } };
        break;
      case 'finished':
      case 'failed':
        told = { ...told, doing: null };
        break;
      case 'proof':
        break;
    }
  }
  const pace =
    first === null || last === null || last.step <= first.step ? null : (last.at - first.at) / (last.step - first.step);
  const missing = last === null || told.of === null ? 0 : told.of - last.step;
  const bySteps = <T extends { step: number }>(of: ReadonlyMap<number, T>): readonly T[] =>
    [...of.values()].toSorted((one, other) => one.step - other.step);
  return {
    ...told,
    ...{ steps: bySteps(steps), looks: bySteps(looks), proofs: [...proofs.values()] },
    left: pace === null || missing <= 0 ? null : pace * missing,
  };
}

/** "31 of 40 (base 19 of 40)": agreement at the last look beside the base's; null: no look yet. */
export function agreementWords({ looks }: Pick<TrainingProgress, 'looks'>): string | null {
  const [base] = looks;
  const now = looks.at(-1);
  if (now === undefined || base === undefined) return null;
  const words = `${now.right} of ${now.asked}`;
  return now === base
    ? `${words}, ${base.step === 0 ? 'the base' : `step ${base.step}`}`
    : `${words} (base ${base.right} of ${base.asked})`;
}
