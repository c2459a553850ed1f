/** What the models of a run are called at the table: the tuned one and its base, on this computer or at a provider. */
import { byHand } from '../core/shell.ts';
import { UserError } from '../core/user-error.ts';
import { digestIn, type FoundRun, readEvents } from './run-read.ts';
import { isAtProvider, tunedId, type TuningEvent, type TuningRun } from './run-folder.ts';

/** The base of a run: tuned/NAME, or PROVIDER/what the provider calls it, which is another name where rented cards answer for both. */
export const baseIdIn = (run: TuningRun, events: readonly TuningEvent[]): string =>
  isAtProvider(run) ? `${run.provider.name}/${deployedIn(events)?.base ?? run.base.given}` : tunedId(run.base.name);

/** The same of a run in its folder. */
export const baseIdOf = ({ folder, run }: FoundRun): string =>
  isAtProvider(run) ? baseIdIn(run, readEvents(folder)) : baseIdIn(run, []);

const deployedIn = (events: readonly TuningEvent[]) => events.findLast((event) => event.kind === 'deployed');

/**
 * The tuned model of a run: tuned/NAME, or PROVIDER/what the provider calls it. null: at a provider there is none before the job has
 * succeeded.
 */
export function tunedIdIn(run: TuningRun, events: readonly TuningEvent[]): string | null {
  if (!isAtProvider(run)) return tunedId(run.name);
  const model = askedModel(events);
  return model === null ? null : `${run.provider.name}/${model}`;
}

/** The same of a run in its folder. Throws a UserError where there is no model yet. */
export function tunedIdOf({ folder, run }: FoundRun): string {
  const id = tunedIdIn(run, readEvents(folder));
  if (id !== null) return id;
  throw new UserError(
    `The run ${run.name} has no model yet: "${byHand(`tune watch ${run.name}`)}" shows how far it is, "${byHand(`tune resume ${run.name}`)}" goes on.`,
  );
}

/** What a question names as its model at a provider: the deployment's name for it where it was ever deployed; null: there is no model yet. */
function askedModel(events: readonly TuningEvent[]): string | null {
  const model = digestIn(events);
  return model === null ? null : (deployedIn(events)?.model ?? model);
}

/** What screens call a model of a run: the run's name, as far as there is room for it. */
export const labelOf = ({ name }: Pick<TuningRun, 'name'>): string =>
  name.length <= MOST_LABEL ? name : `${name.slice(0, MOST_LABEL - 1)}…`;

/** Letters of a label, as the lab's file takes them. */
const MOST_LABEL = 24;
