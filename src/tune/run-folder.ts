/**
 * A tuning run as a folder of its own, `tunes/NAME` in the lab folder: what is trained on what (`run.json`), what has happened
 * so far (`events.jsonl`, written by the trainer and by us, one line each), and everything that trains it, so that the folder
 * copied to another machine trains there too. Nothing of its state is kept anywhere else.
 */
import { z } from 'zod';
import { RUNS_FOLDER } from '../disk/lab-folder.ts';
import { proof } from './proof.ts';

/** Where runs lie in a lab folder. */
export { RUNS_FOLDER };

/** The provider of tuned models and of their bases in a lab's file. */
export const TUNED = 'tuned';

/** The agent of a run, or of a base, by its name. */
export const tunedId = (name: string): string => `${TUNED}/${name}`;

/** A run's name: what its model is called by the server, and `tuned/NAME` at the table. */
export const RUN_NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/;

/** The files and folders of a run. */
export const RUN_FILES = {
  run: 'run.json',
  events: 'events.jsonl',
  /** The training set, copied whole. */
  data: 'data',
  requirements: 'requirements.txt',
  train: 'train.py',
  /** In place of train.py in a run at Tinker. */
  tinker: 'tune_tinker.py',
  start: 'run.sh',
  axolotl: 'axolotl.yaml',
  /** There while somebody waits for the training to stop. */
  stop: 'stop.asked',
  /** What the trainer says, as it says it. */
  said: 'trainer.log',
  /** What the trainer read before each answer: a hash a row, some texts whole. */
  template: 'template.jsonl',
  checkpoints: 'checkpoints',
  adapter: 'adapter',
  /** The merged weights with their tokenizer: what is served. */
  model: 'model',
} as const;

/** What is told of every run. */
const every = {
  version: z.literal(1),
  name: z.string().regex(RUN_NAME),
  /** Unix milliseconds. */
  createdAt: z.number(),
  homines: z.string(),
  data: z
    .strictObject({
      hash: z.string(),
      agent: z.string(),
      control: z.boolean(),
      labels: z.enum(['ours', 'not ours']),
      train: z.number().int(),
      heldOut: z.number().int(),
    })
    .readonly(),
};

/** A run on this computer, or on another that its folder is copied to. */
export const localRun = z
  .strictObject({
    ...every,
    base: z
      .strictObject({
        /** As typed after --model. */
        given: z.string(),
        kind: z.enum(['folder', 'hub', 'gguf']),
        /** Where transformers finds it: a folder with weights and tokenizer, or the hub's id. */
        path: z.string(),
        /** What the server calls the untuned model. */
        name: z.string().regex(RUN_NAME),
      })
      .readonly(),
    options: z
      .strictObject({
        epochs: z.number(),
        lr: z.number(),
        rank: z.number().int(),
        /** Which layers have an adapter: all, or those of the upper third. */
        layers: z.enum(['all', 'upper']).default('all'),
        batch: z.number().int(),
        /** Optimizer steps at most; null: as many as the epochs take. */
        steps: z.number().int().nullable(),
        seed: z.number().int(),
        /** Tokens that a row may have, prompt and answer; null: what the model takes. */
        maxLength: z.number().int().nullable(),
        /** Held-out agreement is measured so many times, evenly, and before the first step. */
        looks: z.number().int(),
        /** Held-out questions at each look. */
        asked: z.number().int(),
        /** Training ends where agreement has not risen for so many looks; null: never before its end. */
        patience: z.number().int().nullable(),
        /** Whether a model that can think is told to; the same when it is trained and when it is served. */
        thinking: z.boolean(),
        device: z.enum(['auto', 'cpu', 'cuda', 'mps']),
      })
      .readonly(),
  })
  .readonly();

export type LocalRun = z.infer<typeof localRun>;

/** Who tunes a model on somebody else's cards. */
export const TUNERS = ['openai', 'azure', 'together', 'fireworks', 'tinker'] as const;
export type Tuner = (typeof TUNERS)[number];

/** A run at a provider. */
export const providerRun = z
  .strictObject({
    ...every,
    on: z.enum(TUNERS),
    /** The provider of the lab's file by which it is reached, and where that was when it was begun: a run goes on nowhere else. */
    provider: z.strictObject({ name: z.string(), address: z.string() }).readonly(),
    base: z
      .strictObject({
        /** As typed after --model, which is what the provider calls it. */
        given: z.string(),
        kind: z.literal('provider'),
        /** The same wherever it is tuned again: the provider and its name there. */
        path: z.string(),
        /** What files and figures call it. */
        name: z.string().regex(RUN_NAME),
      })
      .readonly(),
    /** What was asked for; null: as the provider takes it. `lr`: as the provider means it, which of OpenAI is a multiple of its own. */
    options: z
      .strictObject({
        epochs: z.number().nullable(),
        lr: z.number().nullable(),
        rank: z.number().int().nullable(),
        batch: z.number().int().nullable(),
        seed: z.number().int(),
      })
      .readonly(),
    /** What was said before anything was sent. `usd`: of the training; null: nobody knew its price, which was agreed to. */
    price: z
      .strictObject({ tokens: z.number().int(), usd: z.number().nullable(), most: z.number().nullable() })
      .readonly(),
  })
  .readonly();

export type ProviderRun = z.infer<typeof providerRun>;

/** A run, as its run.json says it. */
export type TuningRun = LocalRun | ProviderRun;

/** Whether a run is at a provider. */
export const isAtProvider = (run: TuningRun): run is ProviderRun => 'on' in run;

/** Whether a program on this computer trains it: steps are told, and it is stopped, as in a local run. Else a job does, at its provider. */
export const trainsHere = (run: TuningRun): boolean => !isAtProvider(run) || run.on === 'tinker';

/** How a job at a provider stands, whatever the provider calls it. */
export const JOB_STATES = ['waiting', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

const at = z.number();
const agreement = z.strictObject({ right: z.number().int(), asked: z.number().int() });

/** A line of events.jsonl. `at`: Unix milliseconds. */
export const tuningEvent = z.discriminatedUnion('kind', [
  /** A program trains from now on: which, on which computer. Written by whoever starts it, and by itself. */
  z.object({ kind: z.literal('begun'), at, pid: z.number().int(), host: z.string() }),
  z.object({ kind: z.literal('started'), at, pid: z.number().int(), device: z.string(), resumedAt: z.number().int() }),
  /** What takes long before the first step: loading, tokenizing, merging. */
  z.object({ kind: z.literal('doing'), at, what: z.string() }),
  z.object({ kind: z.literal('proof'), at, proof }),
  /** `of`: steps in all; null: a provider does not say. */
  z.object({
    ...{ kind: z.literal('step'), at, step: z.number().int(), of: z.number().int().nullable(), loss: z.number() },
  }),
  /** Share of held-out questions answered as theory does; step 0 is the base. `byNode`: "prisoners-dilemma after_C" and so on. */
  z.object({
    kind: z.literal('held-out'),
    at,
    step: z.number().int(),
    all: agreement,
    byNode: z.record(z.string(), agreement),
  }),
  z.object({ kind: z.literal('checkpoint'), at, step: z.number().int() }),
  /** batch: the card ran out of memory and a smaller batch is tried. */
  z.object({ kind: z.literal('batch'), at, size: z.number().int(), why: z.string() }),
  z.object({ kind: z.literal('stopped'), at, step: z.number().int(), why: z.enum(['asked', 'early']) }),
  /**
   * `step`: of the checkpoint that was merged. `digest`: SHA-256 of the adapter's weights; at a provider, which does not show them, what
   * it calls the model. `seconds`: of all its starts.
   */
  z.object({ kind: z.literal('finished'), at, step: z.number().int(), digest: z.string(), seconds: z.number() }),
  /** At a provider: a file is on its way. `pieces`: what came whole, as the provider calls it; `sent` and `of`: bytes. */
  z.object({
    ...{ kind: z.literal('uploading'), at, part: z.enum(['train', 'held-out']), upload: z.string().nullable() },
    ...{ pieces: z.array(z.string()), sent: z.number().int(), of: z.number().int() },
  }),
  z.object({ kind: z.literal('uploaded'), at, part: z.enum(['train', 'held-out']), file: z.string() }),
  /** Written before a job is ordered: whoever finds it last looks for the job before another is ordered. */
  z.object({ kind: z.literal('ordering'), at }),
  z.object({ kind: z.literal('ordered'), at, job: z.string() }),
  /** The provider says that the job stands otherwise, in its own word. */
  z.object({ kind: z.literal('job'), at, state: z.enum(JOB_STATES), said: z.string() }),
  /** What the provider counted and took; null: it does not say. */
  z.object({ kind: z.literal('billed'), at, tokens: z.number().int().nullable(), usd: z.number().nullable() }),
  /** Written before cards are rented for the tuned model: whoever finds it last looks for the deployment before another is made. */
  z.object({ kind: z.literal('deploying'), at, usdPerHour: z.number().nullable() }),
  /** The tuned model runs on cards that are rented by the hour: until `ended`, it costs. `usdPerHour` null: nobody said. */
  z.object({
    ...{ kind: z.literal('deployed'), at, deployment: z.string(), model: z.string() },
    ...{ usdPerHour: z.number().nullable(), sleepsAfterMs: z.number().nullable() },
    /** What a question names as the untuned base on the same cards; absent: they do not answer for it. */
    base: z.string().exactOptional(),
  }),
  z.object({ kind: z.literal('ended'), at, deployment: z.string() }),
  /** One sentence that says what to do. `again`: whether the same run may end otherwise when it is tried again; absent: it may. */
  z.object({ kind: z.literal('failed'), at, sentence: z.string(), again: z.boolean().exactOptional() }),
]);

export type TuningEvent = z.infer<typeof tuningEvent>;
