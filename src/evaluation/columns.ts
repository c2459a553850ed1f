/** Who stands in the columns of a tuning report: the run's base, the base told the preference in words, the run, and its control. */
import { byHand } from '../core/shell.ts';
import type { TunedStanding } from '../tune/proof.ts';
import type { TrainingSet } from '../tune/training-set.ts';
import type { TuningRun } from '../tune/run-folder.ts';
import type { Subject, SubjectRole } from './subject.ts';

/** A run, the digest of what came out of it, and the ids of that and of the base at the table; null: nothing has come out. */
export type RunOfReport = {
  readonly run: TuningRun;
  readonly digest: string | null;
  readonly id: string | null;
  readonly base: string;
};

/** A column that is empty, and why. */
export type NoColumn = { readonly role: SubjectRole; readonly why: string };

/** The columns of a run's report in their order. `control`: the run that was trained on shuffled answers; null: there is none. */
export function columnsFor(
  one: RunOfReport,
  set: TrainingSet,
  control: RunOfReport | null,
): { readonly subjects: readonly Subject[]; readonly missing: readonly NoColumn[] } {
  const { run } = one;
  const { base } = run;
  const untuned = { model: one.base, identity: `base ${baseKey(run)}` };
  const told = toldIn(set);
  const missing: NoColumn[] = [];
  const subjects: Subject[] = [{ role: 'base', name: base.name, told: null, ...untuned }];
  if (told === null) missing.push({ role: 'prompted', why: 'the lab tells a model κ in words, and neither α nor β' });
  else
    subjects.push({
      ...{ role: 'prompted', name: `${base.name}+${told}`, told, model: untuned.model },
      identity: `${untuned.identity} +${told}`,
    });
  const tuned = (role: 'tuned' | 'control', { run: trained, digest: found, id: model }: RunOfReport): void => {
    if (found === null || model === null) missing.push({ role, why: `${trained.name} is not trained to its end` });
    else
      subjects.push({
        ...{ role, name: trained.name, told: null },
        ...{ model, identity: `run ${trained.name} ${found}` },
      });
  };
  tuned('tuned', one);
  if (control === null)
    missing.push({
      role: 'control',
      why: `no run was trained from this base on the same answers shuffled: "${byHand('tune data … --control')}" makes its set`,
    });
  else tuned('control', control);
  return { subjects, missing };
}

/** What the prompted base is told to want, as it stands in its id; null: it cannot be said. */
function toldIn({ taste }: TrainingSet): string | null {
  if (taste === null || (taste.alpha ?? 0) !== 0 || (taste.beta ?? 0) !== 0) return null;
  return taste.kappa === 0 ? 'economicus' : `moralis:${taste.kappa}`;
}

/** What a run was made of, the same for every run that was: of a GGUF the file, whose weights each run reads for itself. */
export const baseKey = ({ base }: TuningRun): string => (base.kind === 'gguf' ? base.given : base.path);

/**
 * How well a run serves as the control of another: 2 the same agent's answers shuffled, 1 another's, 0 not at all. Both have to be
 * of one base.
 */
export function controlFit(one: TuningRun, run: TuningRun): 0 | 1 | 2 {
  if (!one.data.control || run.data.control || baseKey(one) !== baseKey(run)) return 0;
  return one.data.agent === run.data.agent ? 2 : 1;
}

/**
 * What may stand over a run's column and at the head of a sentence about it: its name as a tuned model only where all five proofs
 * passed. null: nothing is known of its proofs.
 */
export function standingName(standing: TunedStanding | null, name: 'tuned' | 'control'): string {
  if (standing === null || standing.kind === 'not proven yet') return `${name}, not proven`;
  if (standing.kind === 'tuned model') return name;
  return name === 'tuned' ? 'not a tuned model' : 'control, not a tuned model';
}
