/** What OpenAI and Azure tell of files, uploads, jobs and what happens in them, each in its own words. */
import type { StoredFile, Upload } from './files.ts';
import type { Job, JobHappening, JobState } from './jobs.ts';
import type { Base, Place } from './place.ts';
import type { Fields } from './section.ts';

/** What Azure has otherwise. */
export type Dialect = {
  readonly states: Readonly<Record<JobState, string>>;
  /** What an order may have beside the model and the files. */
  readonly fields: readonly string[];
  readonly suffix: RegExp;
  /** The marks of a job as it tells them. */
  readonly marks: (job: Job) => Fields;
  readonly model: (base: Base) => Fields;
  /** Status of what was made. */
  readonly made: number;
  /** How long an upload takes parts. */
  readonly uploadMs: number;
};

export const seconds = (ms: number): number => Math.floor(ms / 1000);

export const fileTold = (place: Place, file: StoredFile) => {
  const state = place.files.state(file);
  return {
    ...{ id: file.id, object: 'file', bytes: file.content.length, created_at: seconds(file.createdAt) },
    ...{ filename: file.name, purpose: file.purpose, status: state === 'rejected' ? 'error' : state },
    status_details: state === 'rejected' ? (file.fate.rejected ?? null) : null,
  };
};

export const uploadTold = ({ id, name, purpose, bytes, createdAt, state }: Upload, { uploadMs }: Dialect) => ({
  ...{ id, object: 'upload', filename: name, purpose, bytes, status: state },
  ...{ created_at: seconds(createdAt), expires_at: seconds(createdAt + uploadMs), file: null },
});

export function jobTold(place: Place, job: Job, dialect: Dialect) {
  const { state, endedAt, model, why, code, billedTokens } = place.jobs.now(job);
  const { epochs, batch, lr, seed } = job.hyper;
  const param = code === 'invalid_training_file' ? 'training_file' : null;
  return {
    ...{ id: job.id, object: 'fine_tuning.job', status: dialect.states[state], model: job.base.name },
    ...{ created_at: seconds(job.createdAt), finished_at: endedAt === null ? null : seconds(endedAt) },
    ...{ fine_tuned_model: model, trained_tokens: billedTokens, seed, organization_id: 'org-stand-in' },
    ...{ training_file: job.order.train, validation_file: job.order.heldOut, result_files: [] },
    // OpenAI tells an error of nulls where there is none.
    error: { code, message: why, param },
    method: {
      type: 'supervised',
      supervised: {
        hyperparameters: { n_epochs: epochs, batch_size: batch, learning_rate_multiplier: lr ?? 'auto' },
      },
    },
    ...dialect.marks(job),
  };
}

export function eventTold(happening: JobHappening, n: number) {
  const shared = { id: `ftevent-${n + 1}`, object: 'fine_tuning.job.event', created_at: seconds(happening.at) };
  switch (happening.kind) {
    case 'step': {
      const { step, of, loss } = happening;
      const message = `Step ${step}/${of}: training loss=${loss.toFixed(2)}`;
      return {
        ...{ ...shared, level: 'info', type: 'metrics', message },
        data: { step, total_steps: of, train_loss: loss, train_mean_token_accuracy: 0.9 },
      };
    }
    case 'checkpoint':
      return {
        ...shared,
        level: 'info',
        type: 'message',
        message: `Checkpoint created at step ${happening.step}`,
        data: {},
      };
    case 'said':
      return { ...shared, level: happening.level, type: 'message', message: happening.text, data: {} };
  }
}
