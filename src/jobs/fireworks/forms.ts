/**
 * What Fireworks' REST interface says, as far as it is read here. The fields and states are those of its official Python client
 * fireworks-ai 1.2.2 and of docs.fireworks.ai/api-reference, read in November 2026. Not tried on the service.
 */
import { z } from 'zod';

/** How an operation went: gRPC's codes by name, and words. */
const status = z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish().catch(null);
const text = z.string().nullish().catch(null);
const count = z.number().nullish().catch(null);
/** Whole numbers of 64 bits come as text. */
const large = z.union([z.string(), z.number()]).transform(Number).nullish().catch(null);
const flag = z.boolean().nullish().catch(null);

const money = z
  .object({ currencyCode: text, units: large, nanos: count })
  .nullish()
  .catch(null)
  .transform((told) =>
    told === null || told === undefined || (told.currencyCode ?? 'USD') !== 'USD'
      ? null
      : (told.units ?? 0) + (told.nanos ?? 0) / 1e9,
  );

export const accountForm = z.object({ name: z.string() });

export const modelForm = z.object({
  name: z.string(),
  kind: text,
  contextLength: count,
  trainingContextLength: count,
  /** Its base can be tuned in some way. */
  tunable: flag,
  /** Whether adapters run on it, wherever they were trained. */
  supportsLora: flag,
  /** Whether a supervised job takes it. Not in the client's types yet; where any model has it, it is what counts. */
  supervisedLoraTunable: flag,
});
export type FireworksModel = z.infer<typeof modelForm>;

export const datasetForm = z.object({ name: z.string(), state: text, status, estimatedTokenCount: large });
export type FireworksDataset = z.infer<typeof datasetForm>;

export const jobForm = z.object({
  ...{ name: z.string(), displayName: text, state: text, status, dataset: text, baseModel: text, outputModel: text },
  ...{ createTime: text, completedTime: text, epochs: count, warmStartFrom: text },
  /** What Fireworks reckons that the job costs, in USD; null: it does not say. */
  estimatedCost: money,
  jobProgress: z.object({ percent: count, inputTokens: count }).nullish().catch(null),
  /** Where the losses lie, step by step; a link that holds for a while. */
  metricsFileSignedUrl: text,
  /** Where a few rows lie as they were rendered: tokens, and the weight of each. */
  renderSamplesSignedUrl: text,
});
export type FireworksJob = z.infer<typeof jobForm>;

export const estimateForm = z.object({ estimatedCost: money });

export const deploymentForm = z.object({
  ...{ name: z.string(), baseModel: text, state: text, status, replicaCount: count, desiredReplicaCount: count },
  minReplicaCount: count,
  replicaStats: z.object({ readyReplicaCount: count }).nullish().catch(null),
  autoscalingPolicy: z.object({ scaleToZeroWindow: text }).nullish().catch(null),
});
export type FireworksDeployment = z.infer<typeof deploymentForm>;

/** A line of a metrics file: the values under `data`, or beside the step. */
export const metricForm = z.looseObject({
  step: z.number().int().min(0),
  timestamp: count,
  data: z.record(z.string(), z.unknown()).nullish().catch(null),
});

/** A row as it was rendered: a token's text and its weight in the loss, one each. */
export const renderForm = z.object({
  source_jsonl_row_index: z.number().int().nullish().catch(null),
  decoded_tokens: z.array(z.string()),
  token_weights: z.array(z.number()),
});

/** A page of a list; what is in it stands under the list's own name. */
export const pageForm = z.looseObject({ nextPageToken: text });
