/**
 * A tuning run as a folder of its own, `tunes/NAME` in the lab folder: what is trained on what (`run.json`), what has happened
 * so far (`events.jsonl`, written by the trainer and by us, one line each), and everything that trains it, so that the folder
 * copied to another machine trains there too. Nothing of its state is kept anywhere else.
 */
import { z } from 'zod';
import { proof } from './proof.ts';

/** Where runs lie in a lab folder. */
export const RUNS_FOLDER = 'tunes';

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

export const tuningRun = z
  .strictObject({
    version: z.literal(1),
    name: z.string().regex(RUN_NAME),
    /** Unix milliseconds. */
    createdAt: z.number(),
    homines: z.string(),
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
    options: z
      .strictObject({
        epochs: z.number(),
        lr: z.number(),
        rank: z.number().int(),
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

export type TuningRun = z.infer<typeof tuningRun>;

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
  z.object({ kind: z.literal('step'), at, step: z.number().int(), of: z.number().int(), loss: z.number() }),
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
  /** `step`: of the checkpoint that was merged. `digest`: SHA-256 of the adapter's weights. `seconds`: of all its starts. */
  z.object({ kind: z.literal('finished'), at, step: z.number().int(), digest: z.string(), seconds: z.number() }),
  /** One sentence that says what to do. `again`: whether the same run may end otherwise when it is tried again; absent: it may. */
  z.object({ kind: z.literal('failed'), at, sentence: z.string(), again: z.boolean().exactOptional() }),
]);

export type TuningEvent = z.infer<typeof tuningEvent>;
