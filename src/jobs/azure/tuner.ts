/**
 * Tuning at Azure: OpenAI's interface under the resource's own address, with marks in the suffix, for its jobs keep no metadata.
 * What it tunes and until when its list of models tells. A tuned model is asked on a deployment (src/jobs/azure/deployments.ts).
 *
 * After azure-rest-api-specs, AzureOpenAI/authoring 2025-04-01-preview, and learn.microsoft.com, "Customize a model with
 * fine-tuning", read in November 2026. Tried against a stand-in in test/, not on the service.
 */
import { z } from 'zod';
import { UserError } from '../../core/user-error.ts';
import type { Provider } from '../../model/provider.ts';
import { dayTold } from '../../model/server.ts';
import { azureDeployments } from './deployments.ts';
import { OURS } from '../mark.ts';
import { type Account, modelsOf } from '../openai/account.ts';
import type { JobForm } from '../openai/jobs.ts';
import { tuningBy } from '../openai/tuner.ts';
import { TUNER_FACTS } from '../tuners.ts';
import type { RowLimits, TunableBase, TuningProvider } from '../tuning-provider.ts';

/** The first api-version that has uploads in pieces, the supervised method and types of training. */
const LEAST_VERSION = '2025-04-01-preview';

/** Its guide: at least 10 rows, a file below 512 MB. */
const LIMITS: RowLimits = {
  rows: { least: 10, most: null },
  bytes: 512_000_000,
  source: 'learn.microsoft.com, "Customize a model with fine-tuning" of Azure OpenAI, November 2026',
};

/**
 * Where a job is trained, by the variable AZURE_OPENAI_TRAINING_TYPE; without it the resource decides. Global training is cheaper
 * and leaves the region, the developer's may wait for cards that are free.
 */
const TRAINING_TYPE = 'AZURE_OPENAI_TRAINING_TYPE';
const TRAINING_TYPES = ['standard', 'globalstandard', 'developertier'];

export function azureTuner(provider: Provider, key: string | null, env: NodeJS.ProcessEnv): TuningProvider {
  const keyName = provider.keyName ?? TUNER_FACTS.azure.keyName;
  const whom = { label: TUNER_FACTS.azure.label, keyName, advise };
  const account: Account = { whom, provider: withVersion(provider), key };
  return {
    ...tuningBy(account, formBy(env)),
    ...{ tuner: 'azure', provider, limits: LIMITS },
    bases: (signal) => basesOf(account, signal),
    deployments: azureDeployments(provider, key, env),
  };
}

/** A version that can tune: the one that is given where it is no older, and none by date where the address is of the newer interface. */
function withVersion(provider: Provider): Provider {
  const given = provider.version ?? '';
  if (provider.address.endsWith('/v1')) return { ...provider, version: given === '' ? 'preview' : given };
  return { ...provider, version: given.slice(0, 10) >= LEAST_VERSION.slice(0, 10) ? given : LEAST_VERSION };
}

const modelThere = z.object({
  id: z.string(),
  capabilities: z.object({ fine_tune: z.boolean() }),
  deprecation: z
    .object({ inference: z.number().nullish().catch(null) })
    .nullish()
    .catch(null),
});

/** The models that say of themselves that they can be tuned; null: none says anything of it. */
async function basesOf(account: Account, signal: AbortSignal): Promise<readonly TunableBase[] | null> {
  const telling = await modelsOf(account, modelThere, signal);
  if (telling.length === 0) return null;
  return telling
    .filter(({ capabilities }) => capabilities.fine_tune)
    .map(({ id, deprecation }) => ({ name: id, rowTokens: null, closes: dayTold(deprecation?.inference) }));
}

/** Letters of a suffix at most, of those that it takes. */
const SUFFIX = 40;

/** A mark of ours at the beginning of a suffix, and the run's name behind it. */
const MARKED = new RegExp(`^(${OURS}[0-9a-f]{12})(?:-(.+))?$`);

function formBy(env: NodeJS.ProcessEnv): JobForm {
  const type = trainingType(env);
  return {
    mark: ({ name, mark }) => ({
      suffix: `${mark}-${name.replace(/[^a-z0-9_-]/g, '-')}`.slice(0, SUFFIX),
      ...(type === null ? {} : { trainingType: type }),
    }),
    read({ suffix }) {
      const [, mark = null, name = null] = MARKED.exec(suffix ?? '') ?? [];
      return { mark, name, data: null };
    },
  };
}

function trainingType(env: NodeJS.ProcessEnv): string | null {
  const typed = env[TRAINING_TYPE]?.trim().toLowerCase() ?? '';
  if (typed === '') return null;
  if (TRAINING_TYPES.includes(typed)) return typed;
  throw new UserError(`${TRAINING_TYPE} is ${TRAINING_TYPES.join(', ')} or empty; got "${typed}".`);
}

/** What to do about what is peculiar to Azure. */
function advise(said: string, status: number): string | null {
  if (/quotaExceeded|exceeded.{0,20}quota/i.test(said))
    return 'raise the quota of the resource in the portal, or end a job or a file that it holds';
  if (/not (available|supported) for fine[-_ ]?tun|unsupported.{0,20}model|model.{0,30}(deprecat|retired)/i.test(said))
    return 'choose a base that can be tuned in the region of the resource';
  if (status === 401 || status === 403)
    return 'take a key of this resource, and have the role Cognitive Services OpenAI Contributor';
  return null;
}
