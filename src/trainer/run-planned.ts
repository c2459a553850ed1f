/** A run as it is asked for, checked before anything is written: its name, its set, its model, its options. */
import type { LocalRun } from '../tune/run-folder.ts';
import type { TrainingSet } from '../tune/training-set.ts';
import { type BaseModel, baseModel, servedAs } from './base-model.ts';
import { hasCard } from './environment.ts';
import { DEFAULT_OPTIONS, usualAdapter, usualBatch } from './default-options.ts';
import { freeRunName, refuseName } from './run-made.ts';
import { type SetGiven, setGiven } from './set-given.ts';

export type RunWanted = {
  /** The folder of the training set. */
  readonly data: string;
  /** As typed after --model. */
  readonly model: string;
  /** Null: one is made of agent and model. */
  readonly name: string | null;
  /** What is not said stands in DEFAULT_OPTIONS; the batch is usualBatch. */
  readonly options: Partial<LocalRun['options']>;
};

export type RunPlanned = { readonly run: LocalRun; readonly set: SetGiven; readonly model: BaseModel };

/** What is to be run, as far as files tell. Throws a UserError for what is missing, of another version, or taken. `homines`: our version. */
export function plannedRun(lab: string, wanted: RunWanted, homines: string): RunPlanned {
  const set = setGiven(wanted.data);
  const model = baseModel(wanted.model, lab);
  const name = wanted.name ?? freeRunName(lab, servedAs(`${agentWords(set.set)}-${model.name}`));
  refuseName(lab, name);
  const { hash, agent, control, labels, rows } = set.set;
  const run: LocalRun = {
    version: 1,
    name,
    createdAt: Date.now(),
    homines,
    base: {
      given: model.kind === 'gguf' ? model.path : model.given,
      kind: model.kind,
      // A GGUF file is written out into the run's own folder.
      path: model.kind === 'gguf' ? 'base' : model.path,
      name: model.name === name ? servedAs(`base-${model.name}`) : model.name,
    },
    data: { hash, agent, control, labels, train: rows.train, heldOut: rows.heldOut },
    options: {
      batch: usualBatch(rows.train, wanted.options.epochs ?? DEFAULT_OPTIONS.epochs),
      ...DEFAULT_OPTIONS,
      ...wanted.options,
      ...usualAdapter(wanted.options, wanted.options.device !== 'cpu' && hasCard()),
    },
  };
  return { run, set, model };
}

/** An agent as words of a name: economicus, moralis-0.5, kappa0-alpha0.5-beta0.6, control-economicus; chat where labels are not ours. */
export function agentWords({ agent, control, labels }: TrainingSet): string {
  if (labels === 'not ours') return 'chat';
  const words = agent
    .replace(/["{}\s]/g, '')
    .replace(/,/g, '-')
    .replace(/:(?=[\d.])/g, agent.startsWith('{') ? '' : '-');
  return `${control && !/control/.test(words) ? 'control-' : ''}${words}`;
}
