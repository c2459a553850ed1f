/**
 * Deployments of tuned models at Azure, made and ended by its management interface, which wants what the resource's key cannot
 * give: the subscription, the resource group and a token of the person's own, from the environment. The token goes to the
 * management's address alone. An hour of hosting costs whether anybody asks or not (not so with the developer's tier), and Azure
 * itself deletes what nobody has asked for 15 days: learn.microsoft.com, "Deploy a fine-tuned model", read in November 2026, and
 * its reference of Deployments, api-version 2024-10-01. Tried against a stand-in in test/, not on the service.
 *
 * Who has none of these deploys in the portal under the name that is asked for; then the model is found by that name.
 */
import { z } from 'zod';
import { UserError } from '../../core/user-error.ts';
import { isSet } from '../../disk/environment.ts';
import { connect, exchange } from '../../model/http.ts';
import { type Provider, readAddress } from '../../model/provider.ts';
import { isLoopback } from '../../model/trust.ts';
import { asked, wordsOf } from '../asked.ts';
import { OURS } from '../mark.ts';
import { saidIn } from '../openai/account.ts';
import { Later, NotThere, Refused } from '../told-apart.ts';
import { TUNER_FACTS } from '../tuners.ts';
import type { Deployment, Deployments } from '../tuning-provider.ts';

/** The variables that it is read from. */
const AZURE_SETTINGS = {
  subscription: 'AZURE_SUBSCRIPTION_ID',
  group: 'AZURE_RESOURCE_GROUP',
  /** "az account get-access-token --query accessToken -o tsv" prints one; it holds for about an hour. */
  token: 'AZURE_MANAGEMENT_TOKEN',
  /** The resource's name, where it is not the first part of its address. */
  account: 'AZURE_OPENAI_ACCOUNT',
  /** Standard where it is empty; GlobalStandard, DeveloperTier. */
  sku: 'AZURE_OPENAI_DEPLOYMENT_SKU',
  /** Another cloud's management: https://management.usgovcloudapi.net. */
  address: 'AZURE_MANAGEMENT_ADDRESS',
} as const;

const MANAGEMENT = 'https://management.azure.com';
const VERSION = '2024-10-01';
/** Of the list; a resource has far fewer. */
const MOST_PAGES = 20;

const deployment = z.object({
  name: z.string().min(1),
  properties: z.object({
    model: z.object({ name: z.string() }),
    provisioningState: z.string().nullish(),
  }),
});
type DeploymentThere = z.infer<typeof deployment>;
const list = z.object({
  value: z.array(deployment.nullable().catch(null)),
  nextLink: z.string().nullish().catch(null),
});

const STATES: Readonly<Record<string, Deployment['state']>> = {
  ...{ succeeded: 'ready', failed: 'failed', canceled: 'failed', disabled: 'failed', deleting: 'ended' },
  ...{ accepted: 'starting', creating: 'starting', moving: 'starting' },
};

/** A deployment is called by its mark, which is what a question names as its model. */
const deploymentOf = ({ name, properties }: DeploymentThere): Deployment => {
  const said = properties.provisioningState ?? 'Succeeded';
  return {
    ...{ id: name, model: name, said: wordsOf(said), state: STATES[said.toLowerCase()] ?? 'starting' },
    ...{ mark: name.startsWith(OURS) ? name : null, usdPerHour: null, sleepsAfterMs: null },
  };
};

export function azureDeployments(provider: Provider, key: string | null, env: NodeJS.ProcessEnv): Deployments {
  return {
    usdPerHour: async () => null,
    async make(model, mark, signal) {
      const management = managementOf(provider, env);
      if (management === null) {
        if (await isDeployed(provider, key, mark, signal)) return byHand(mark);
        throw notSet(`deploy ${model} in the portal under the name ${mark} and try again`, env);
      }
      const body = {
        sku: { name: management.sku, capacity: 1 },
        properties: { model: { format: 'OpenAI', name: model, version: '1' } },
      };
      // Under the same name it is the same deployment, however often it is asked for.
      return deploymentOf(
        await management.ask(`a deployment of ${model}`, deployment, 'put', `/${mark}`, signal, body),
      );
    },
    async one(id, signal) {
      const management = managementOf(provider, env);
      if (management !== null) return oneThere(management, id, signal);
      if (await isDeployed(provider, key, id, signal)) return byHand(id);
      throw gone(id);
    },
    async all(signal) {
      const management = managementOf(provider, env);
      if (management === null) throw notSet('look into the portal', env);
      return (await everyDeployment(management, signal)).filter(({ mark }) => mark !== null);
    },
    async wake(id, signal) {
      const management = managementOf(provider, env);
      if (management !== null) return oneThere(management, id, signal);
      if (await isDeployed(provider, key, id, signal)) return byHand(id);
      throw gone(id);
    },
    async end(id, signal) {
      const management = managementOf(provider, env);
      if (management === null) {
        if (!(await isDeployed(provider, key, id, signal))) return;
        throw notSet(`delete the deployment ${id} in the portal`, env);
      }
      try {
        const path = `/${encodeURIComponent(id)}`;
        // A page for people, such as that of a network that wants a login, has ended nothing: it costs on.
        await management.ask(`the end of the deployment ${id}`, z.looseObject({}).nullable(), 'delete', path, signal);
      } catch (error) {
        if (!(error instanceof NotThere)) throw error;
      }
    },
  };
}

const WHOM = "Azure's management";

/** What somebody deployed in the portal. */
const byHand = (name: string): Deployment => ({
  ...{ id: name, model: name, said: 'answers', state: 'ready', mark: name.startsWith(OURS) ? name : null },
  ...{ usdPerHour: null, sleepsAfterMs: null },
});

type Management = {
  readonly sku: string;
  /** Asks for something behind the deployments of the resource, and reads the answer by its schema. */
  readonly ask: <Answer>(
    wanted: string,
    shape: z.ZodType<Answer>,
    method: 'get' | 'put' | 'delete',
    path: string,
    signal: AbortSignal,
    body?: unknown,
  ) => Promise<Answer>;
};

/** The management as the environment has it; null: it has not what is needed. */
function managementOf({ address }: Provider, env: NodeJS.ProcessEnv): Management | null {
  const value = (name: keyof typeof AZURE_SETTINGS): string => env[AZURE_SETTINGS[name]]?.trim() ?? '';
  const [subscription, group, token] = [value('subscription'), value('group'), value('token')];
  const account = value('account') || (new URL(address).hostname.split('.')[0] ?? '');
  if (subscription === '' || group === '' || token === '') return null;
  const base = `${managementAddress(value('address'))}/subscriptions/${encodeURIComponent(subscription)}/resourceGroups/${encodeURIComponent(group)}/providers/Microsoft.CognitiveServices/accounts/${encodeURIComponent(account)}/deployments`;
  return {
    sku: value('sku') || 'Standard',
    ask: (wanted, shape, method, path, signal, body) =>
      asked(
        { label: WHOM, keyName: AZURE_SETTINGS.token, advise },
        { wanted, again: true },
        shape,
        signal,
        async (limit) => {
          const options = {
            ...{ query: { 'api-version': VERSION }, signal: limit },
            ...(body === undefined ? {} : { body }),
          };
          const http = await exchange(
            { address: base },
            token,
            wanted,
            (client) => client[method](path, options).asResponse(),
            limit,
          );
          return http.trouble === null && http.raw.trim() === '' ? null : saidIn(http);
        },
      ),
  };
}

function managementAddress(typed: string): string {
  if (typed === '') return MANAGEMENT;
  const address = readAddress(typed, AZURE_SETTINGS.address);
  const { protocol, hostname } = new URL(address);
  if (protocol !== 'https:' && !isLoopback(hostname))
    throw new UserError(`${AZURE_SETTINGS.address} is an address of https, for a token goes there; got "${typed}".`);
  return address;
}

async function oneThere(management: Management, id: string, signal: AbortSignal): Promise<Deployment> {
  const path = `/${encodeURIComponent(id)}`;
  try {
    return deploymentOf(await management.ask(`the deployment ${id}`, deployment, 'get', path, signal));
  } catch (error) {
    if (error instanceof NotThere) throw gone(id);
    throw error;
  }
}

/** Every deployment of the resource. A next page is taken from the same place alone. */
async function everyDeployment(management: Management, signal: AbortSignal): Promise<readonly Deployment[]> {
  const all: Deployment[] = [];
  let path = '';
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const { value, nextLink } = await management.ask('the list of deployments', list, 'get', path, signal);
    all.push(...value.filter((one) => one !== null).map(deploymentOf));
    const skip = nextLink && URL.canParse(nextLink) ? new URL(nextLink).searchParams.get('$skipToken') : null;
    if (skip === null) return all;
    path = `?$skipToken=${encodeURIComponent(skip)}`;
  }
  return all;
}

/** Whether a deployment of this name answers, asked for one token with the resource's own key. */
async function isDeployed(provider: Provider, key: string | null, name: string, signal: AbortSignal): Promise<boolean> {
  const client = connect(provider, key);
  const body = { model: name, messages: [{ role: 'user', content: 'A' }], max_completion_tokens: 1 };
  const whom = { label: TUNER_FACTS.azure.label, keyName: provider.keyName ?? TUNER_FACTS.azure.keyName };
  const wanted = { wanted: `an answer of the deployment ${name}`, again: true };
  try {
    await asked(whom, wanted, z.unknown(), signal, async (limit) => saidIn(await client.send(body, limit)));
    return true;
  } catch (error) {
    if (error instanceof NotThere) return false;
    // It is there, and has something against the question.
    if (error instanceof Later || (error instanceof Refused && error.status === 400)) return true;
    throw error;
  }
}

const gone = (id: string): NotThere =>
  new NotThere(
    `Azure has no deployment ${id} any more: it was ended, or deleted after 15 days in which nobody asked it; deploy the model again.`,
  );

/** What is missing, and what else can be done. */
function notSet(otherwise: string, env: NodeJS.ProcessEnv): Refused {
  const { subscription, group, token } = AZURE_SETTINGS;
  const missing = [subscription, group, token].filter((name) => !isSet(name, env));
  return new Refused(
    `Azure deploys a tuned model by its management interface, for which ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set ("az account get-access-token" makes the token): set ${missing.length === 1 ? 'it' : 'them'}, or ${otherwise}.`,
  );
}

function advise(_: string, status: number): string | null {
  if (status === 401)
    return `make a new token ("az account get-access-token --query accessToken -o tsv") for ${AZURE_SETTINGS.token}: one holds for about an hour`;
  if (status === 403) return 'have the role Cognitive Services Contributor on the resource';
  if (status === 404)
    return `check ${AZURE_SETTINGS.subscription}, ${AZURE_SETTINGS.group} and, where the resource is called otherwise than its address, ${AZURE_SETTINGS.account}`;
  return null;
}
