/** A provider that tunes, ready to be asked: its address and key by name, trusted by a person where a folder names them. */
import { UserError } from '../core/user-error.ts';
import { isSet } from '../disk/environment.ts';
import { LAB_FILE, readLab } from '../model/lab-file.ts';
import { keyOf, type Provider } from '../model/provider.ts';
import { everyProvider } from '../model/registry.ts';
import { refuseUntrusted } from '../model/trust.ts';
import type { ProviderRun, Tuner } from '../tune/run-folder.ts';
import { TUNER_FACTS } from './tuners.ts';
import type { TuningProvider } from './tuning-provider.ts';

type Make = (provider: Provider, key: string, env: NodeJS.ProcessEnv) => TuningProvider | Promise<TuningProvider>;

/**
 * What speaks to each, loaded when it is used: official packages take their time. A line is such as
 * `openai: async () => (await import('./openai/tuner.ts')).openaiTuner`; who has none is not asked for tuning from here.
 */
const MAKERS: Readonly<Partial<Record<Tuner, () => Promise<Make>>>> = {
  together: async () => (await import('./together/tuner.ts')).togetherTuner,
  openai: async () => (await import('./openai/tuner.ts')).openaiTuner,
  azure: async () => (await import('./azure/tuner.ts')).azureTuner,
  fireworks: async () => (await import('./fireworks/tuner.ts')).fireworksTuner,
  tinker: async () => (await import('./tinker/tuner.ts')).tinkerTuner,
};

/**
 * The provider as it is reached from a lab folder. `named`: the provider of the lab's file, where there may be several. Throws a UserError where the key is missing, where Azure
 * has no address, and Untrusted where a folder names an address or a key that nobody has trusted.
 */
export async function openTuner(
  tuner: Tuner,
  lab: string,
  env: NodeJS.ProcessEnv,
  named: string | null = null,
): Promise<TuningProvider> {
  const make = MAKERS[tuner];
  if (make === undefined)
    throw new UserError(
      `${TUNER_FACTS[tuner].label} is not asked for tuning by this homines; choose ${Object.keys(MAKERS).join(', ') || 'local'}.`,
    );
  const provider = tunerProvider(tuner, lab, env, named);
  if (!isBuiltIn(tuner, provider)) refuseUntrusted(provider, env);
  return (await make())(provider, tunerKey(tuner, provider, env), env);
}

/** The provider of a run that was begun. Throws a UserError as openTuner does, and where it is no longer where it was then. */
export async function openRunTuner(run: ProviderRun, lab: string, env: NodeJS.ProcessEnv): Promise<TuningProvider> {
  const { name, address } = run.provider;
  const now = tunerProvider(run.on, lab, env, name).address;
  if (now !== address)
    throw new UserError(
      `${run.name} was begun at ${address}, and ${name} is now at ${now}, which knows nothing of it: put the first address back, or begin another run.`,
    );
  return openTuner(run.on, lab, env, name);
}

/**
 * Where a tuner is, and which variable holds its key, as the lab's file has it or as it is built in. Nothing is asked. Throws a UserError for Azure
 * without an address, for a name that the file does not have, and for an address without a key.
 */
export function tunerProvider(
  tuner: Tuner,
  lab: string,
  env: NodeJS.ProcessEnv,
  named: string | null = null,
): Provider {
  const all = everyProvider(readLab(lab), env, lab);
  const { label, address, keyName } = TUNER_FACTS[tuner];
  const own = all.find((one) => one.name === (named ?? tuner)) ?? (tuner === 'azure' ? soleAzure(all) : undefined);
  if (own === undefined && named !== null && named !== tuner)
    throw new UserError(`The settings of this folder have no provider ${named} any more: add it again.`);
  if (own !== undefined && (tuner === 'azure') !== (own.kind === 'azure'))
    throw new UserError(
      `The provider ${own.name} of this folder is ${own.kind === 'azure' ? '' : 'not '}of the kind azure, and --on ${tuner} wants ${tuner === 'azure' ? 'one that is' : 'none of it'}: add it under another name.`,
    );
  if (own === undefined && address === null)
    throw new UserError(
      `${label} answers at an address of your own: write "azure": { "kind": "azure", "address": "https://NAME.openai.azure.com", "key": "${keyName}" } under "providers" in ${LAB_FILE}.`,
    );
  const provider = own ?? { name: tuner, address: address ?? '', keyName };
  if (provider.keyName === undefined)
    throw new UserError(
      `The settings of this folder name no key for ${provider.name}, and ${label} tunes nothing without one: add "key": "${keyName}" to it.`,
    );
  return provider;
}

/** The resource of a lab that has one. Throws a UserError where it has several and none is called azure. */
function soleAzure(all: readonly Provider[]): Provider | undefined {
  const found = all.filter(({ kind }) => kind === 'azure');
  if (found.length > 1)
    throw new UserError(
      `This folder has several resources of Azure (${found.map(({ name }) => name).join(', ')}): call the one that tunes azure.`,
    );
  return found[0];
}

/** Whether address and key are the provider's own, which no folder has chosen. */
const isBuiltIn = (tuner: Tuner, { address, keyName }: Provider): boolean =>
  address === TUNER_FACTS[tuner].address && keyName === TUNER_FACTS[tuner].keyName;

/** Whether the key of a tuner is there. */
export const hasKey = ({ keyName }: Provider, env: NodeJS.ProcessEnv): boolean =>
  keyName !== undefined && isSet(keyName, env);

/** The key, from the environment or .env. */
function tunerKey(tuner: Tuner, provider: Provider, env: NodeJS.ProcessEnv): string {
  if (!hasKey(provider, env))
    throw new UserError(
      `${TUNER_FACTS[tuner].label} needs a key in the environment variable ${provider.keyName}, and it is empty: set it or write it into .env.`,
    );
  return keyOf(provider, env) ?? '';
}
