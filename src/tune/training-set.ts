/** What a training set is, as `set.json` in its folder says it: whose preference, from which games, how many rows, and their hash. */
import { z } from 'zod';

/** The files of a set's folder. `rows`: every row of ours; the folders beside hold the same in each route's own form. */
export const SET_FILES = {
  set: 'set.json',
  rows: 'rows.jsonl',
  heldOut: 'held-out.jsonl',
  card: 'card.md',
  preview: 'preview.md',
  trl: 'trl/train.jsonl',
  messages: 'messages/train.jsonl',
  vertex: 'vertex/train.jsonl',
} as const;

export const trainingSet = z
  .strictObject({
    version: z.literal(1),
    /** The agent as typed and seated: economicus, moralis:0.5, or a JSON object with kappa, alpha, beta; a control says whose answers were shuffled. */
    agent: z.string(),
    /** Null: labels are not ours, and nothing is known of the preference. */
    taste: z
      .strictObject({ kappa: z.number(), alpha: z.number().exactOptional(), beta: z.number().exactOptional() })
      .readonly()
      .nullable(),
    /** The answers were shuffled within game, node and label: what training as such does. */
    control: z.boolean(),
    /** ours: solved from the utility. not ours: a chat file of somebody else's, checked for form only. */
    labels: z.enum(['ours', 'not ours']),
    games: z.array(z.string()).readonly(),
    seed: z.number().int(),
    /** Shares 0 to 1 that were asked for: of the choices answers with worked reasons in JSON, letters of typed decisions, items on which the types disagree, and (of tables that are not neutral) those that name who sits there; of all rows form rows. */
    shares: z
      .strictObject({
        ...{ reasons: z.number(), decisions: z.number(), form: z.number(), contrast: z.number() },
        // Sets that were made before there were any say nothing of it.
        disclosed: z.number().default(0),
      })
      .readonly(),
    /** What won by less, as a share of the span of points, was left out. */
    margin: z.number(),
    /** Points of utility for the logit rule by which rows are repeated; null: hard labels. */
    lambda: z.number().nullable(),
    rows: z.strictObject({ train: z.number().int(), heldOut: z.number().int() }).readonly(),
    /** Items that were sampled and left out, by reason. */
    leftOut: z.record(z.string(), z.number().int()).readonly(),
    /** SHA-256 over the bytes of rows.jsonl and held-out.jsonl, in this order. */
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    /** The version of homines that made it. */
    homines: z.string(),
    licence: z.string(),
  })
  .readonly();

export type TrainingSet = z.infer<typeof trainingSet>;
