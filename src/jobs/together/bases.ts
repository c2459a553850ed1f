/**
 * What Together tunes, and within which limits. A base counts where its tuned model can also be asked: many can be trained and then have
 * nothing that serves them, which is said nowhere before it was paid. By docs.together.ai (reference/get-fine-tunes-models-supported) and the
 * types of together-ai 0.52; not tried on the service.
 */
import { z } from 'zod';
import { unknown, UserError } from '../../core/user-error.ts';
import type { TogetherCalls } from './client.ts';
import { NotThere } from '../told-apart.ts';
import type { JobOrder, TunableBase } from '../tuning-provider.ts';

const limits = z.object({
  lora_training: z.object({ max_batch_size: z.number(), min_batch_size: z.number(), max_rank: z.number() }),
  max_num_epochs: z.number(),
  max_learning_rate: z.number(),
  min_learning_rate: z.number(),
  max_seq_length_sft: z.number(),
});
type Limits = z.infer<typeof limits>;

const supported = z.object({ models: z.array(z.string()) }).transform(({ models }) => models);

/** An entry of /supported-models: what one base is offered for, and the hardware that it is certified on. */
const offered = z.object({
  name: z.string().catch(''),
  products: z.array(z.string()).catch([]),
  deploymentProfiles: z.array(z.object({ gpuType: z.string().catch(''), gpuCount: z.number().catch(1) })).catch([]),
});
const catalog = z.object({ data: z.array(offered).nullish(), next_cursor: z.string().nullish().catch(null) });

/** Entries of a page, and pages that are read at most. */
const [PAGE, PAGES] = [500, 4];

/** The limits of a base; null: Together does not tune it. */
async function limitsOf({ ask, v1 }: TogetherCalls, base: string, signal: AbortSignal): Promise<Limits | null> {
  try {
    return await ask({ wanted: `the limits of ${base}`, again: true }, limits, signal, (one) =>
      v1.fineTuning.modelLimits({ model_name: base }, { signal: one }),
    );
  } catch (error) {
    if (error instanceof NotThere) return null;
    throw error;
  }
}

/** What may be tuned and asked afterwards, by name. */
export async function basesOf(calls: TogetherCalls, signal: AbortSignal): Promise<readonly TunableBase[]> {
  const { ask, v1 } = calls;
  const names = await ask({ wanted: 'the list of what it tunes', again: true }, supported, signal, (one) =>
    v1.get('/fine-tunes/models/supported', { signal: one }),
  );
  const served = await servedBases(calls, signal);
  // A catalog in which none of them is found calls them otherwise, and says nothing of any.
  const known = names.filter((name) => served.has(name));
  const wanted = (known.length > 0 ? known : names).toSorted();
  const bases: TunableBase[] = [];
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const some = wanted.slice(at, at + AT_ONCE);
    const found = await Promise.all(some.map((name) => limitsOf(calls, name, signal)));
    bases.push(
      ...some.flatMap((name, n): readonly TunableBase[] => {
        const rowTokens = found[n]?.max_seq_length_sft;
        return rowTokens === undefined ? [] : [{ name, rowTokens, closes: null }];
      }),
    );
  }
  return bases;
}

/** Limits are asked for so many bases at once. */
const AT_ONCE = 4;

/** Cards that a base is certified on. */
export type CertifiedCards = { readonly gpuType: string; readonly gpuCount: number };

/** The bases whose tuned models run on rented cards: offered for both, and certified on some hardware. */
export async function servedBases(
  { ask, v2 }: TogetherCalls,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly CertifiedCards[]>> {
  const served = new Map<string, readonly CertifiedCards[]>();
  let after: string | null | undefined = null;
  for (let page = 0; page < PAGES && after !== undefined; page++) {
    const query = { product: 'PRODUCT_FINE_TUNING' as const, limit: PAGE, ...(after === null ? {} : { after }) };
    const read: z.infer<typeof catalog> = await ask(
      { wanted: 'its catalog', again: true },
      catalog,
      signal,
      async (one) => {
        const { data, next_cursor } = await v2.beta.models.listSupported(query, { signal: one });
        return { data, next_cursor };
      },
    );
    for (const { name, products, deploymentProfiles } of read.data ?? [])
      if (products.includes('PRODUCT_DEDICATED') && deploymentProfiles.length > 0) served.set(name, deploymentProfiles);
    after = read.next_cursor || undefined;
  }
  return served;
}

type TogetherSettings = {
  readonly n_epochs?: number;
  readonly learning_rate?: number;
  readonly batch_size: number;
  readonly training_type: { readonly type: 'Lora'; readonly lora_r: number; readonly lora_alpha: number };
  readonly random_seed: number;
};

/**
 * What an order asks for, within the limits of its base. What is left open is as Together's Python client fills it in (together 1.5,
 * create_finetune_request): the largest batch and rank, and twice the rank as alpha; the API wants all three. Throws a UserError for a base
 * that it does not tune, and for what is beyond its limits.
 */
export async function settingsOf(
  calls: TogetherCalls,
  { base, options }: JobOrder,
  signal: AbortSignal,
): Promise<TogetherSettings> {
  const found = await limitsOf(calls, base, signal);
  if (found === null)
    throw unknown(
      'base',
      base,
      (await basesOf(calls, signal)).map(({ name }) => name),
    );
  const { lora_training: lora } = found;
  const within = (flag: string, given: number | null, least: number, most: number): void => {
    if (given === null || (given >= least && given <= most)) return;
    throw new UserError(
      `${calls.whom.label} takes ${flag} from ${least} to ${most} for ${base}; got ${given}: choose one between, or leave it out.`,
    );
  };
  within('--epochs', options.epochs, 1, found.max_num_epochs);
  within('--lr', options.lr, found.min_learning_rate, found.max_learning_rate);
  within('--batch', options.batch, lora.min_batch_size, lora.max_batch_size);
  within('--rank', options.rank, 1, lora.max_rank);
  const rank = options.rank ?? lora.max_rank;
  return {
    ...(options.epochs === null ? {} : { n_epochs: options.epochs }),
    ...(options.lr === null ? {} : { learning_rate: options.lr }),
    batch_size: options.batch ?? lora.max_batch_size,
    training_type: { type: 'Lora', lora_r: rank, lora_alpha: 2 * rank },
    random_seed: options.seed,
  };
}
