/**
 * A row of a training set: a question as the lab words it, the answer that the utility gives, and all that is needed to ask
 * and solve it again. `rows.jsonl` and `held-out.jsonl` of a set hold one a line; the files for trainers are made from them.
 */
import { z } from 'zod';

/** The most letters that a line of a rows file may have: what is longer is no row. */
export const LONGEST_ROW = 200_000;

const message = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }).readonly();

export const tuneRow = z
  .strictObject({
    /** Unique in its set: "t00017", "h00003". */
    id: z.string(),
    split: z.enum(['train', 'held-out']),
    /** choice: a choice of the game, answered from the utility. form: a plain question, which keeps other forms of answers alive. */
    kind: z.enum(['choice', 'form']),
    /** The answer as it is to be written: bare words, JSON with reasons, or the letter of an option as a typed decision puts it. */
    answerForm: z.enum(['words', 'json', 'decision']),
    /** What is read before the answer; of a decision the state alone, the question standing beside it. */
    prompt: z.array(message).readonly(),
    /** Of a typed decision: the question, and the options' labels in the order in which they are listed. */
    decision: z
      .strictObject({ instruction: z.string(), options: z.array(z.string()).readonly() })
      .readonly()
      .nullable(),
    /** What the model is to write, to the byte: the label, the JSON object, or the letter. */
    completion: z.string(),
    /** Where it came from; null: a form row, or a line of somebody else's. */
    source: z
      .strictObject({
        game: z.string(),
        /** The settings as they are stored, beliefs included. */
        config: z.record(z.string(), z.json()),
        /** Chance of the match: lots and orders are drawn from it. */
        seed: z.number().int(),
        /** The answers before this question, one list a turn, in the order of `pending`. */
        before: z.array(z.array(z.union([z.string(), z.number()])).readonly()).readonly(),
        /** What this seat has answered before it in the same group of questions; a typed decision is told none of it. */
        earlier: z.array(z.union([z.string(), z.number()])).readonly(),
        /**
         * What the others are called where it is told who sits there, in the order of their seats: computer programs by name, null: a
         * person, whose name is told nobody. Absent: nobody is told who sits there.
         */
        called: z.array(z.string().min(1).max(60).nullable()).readonly().exactOptional(),
        seat: z.number().int(),
        key: z.string(),
        round: z.number().int(),
        method: z.enum(['direct', 'strategy']),
        labels: z.enum(['named', 'neutral']),
        /** Places by which the options are turned from their canonical order; of two options 0 or 1. */
        rotation: z.number().int(),
      })
      .readonly()
      .nullable(),
    /** The answer as it would be stored. */
    answer: z.union([z.string(), z.number()]),
    /** Every answer that may be given, written as this row's answer is; null where the answer is JSON, or any of many numbers may be. */
    legal: z.array(z.string()).readonly().nullable(),
    /** How much better it is than the next best, as a share of the span of points, 0 to 1; null where nothing is weighed. */
    margin: z.number().nullable(),
    /** Whether economicus and the moralis it is held against answer otherwise here; null where nothing is weighed. */
    contrast: z.boolean().nullable(),
  })
  .readonly();

export type TuneRow = z.infer<typeof tuneRow>;

/** Where a row came from: all that is needed to ask it again. */
export type RowSource = NonNullable<TuneRow['source']>;
