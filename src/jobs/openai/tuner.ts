/**
 * Tuning at OpenAI, through its official client. It closes: since 2026-05-07 it takes jobs only of organisations that had tuned
 * before, since 2026-07-02 only of those that asked a tuned model within the last 60 days, and after 2027-01-06 of nobody
 * (as others tell it of developers.openai.com/api/docs/deprecations; not read there by us). Tuned models answer until their base is
 * retired.
 *
 * Tried against a stand-in of the service in test/, not on the service.
 */
import { z } from 'zod';
import type { Provider } from '../../model/provider.ts';
import { dayTold } from '../../model/server.ts';
import { type Account, modelsOf } from './account.ts';
import { putFile } from './files.ts';
import {
  cancelJob,
  eventsOf,
  type EventsHeard,
  type JobForm,
  type JobThere,
  listJobs,
  oneJob,
  orderJob,
} from './jobs.ts';
import { TUNER_FACTS } from '../tuners.ts';
import type { RowLimits, TunableBase, TuningProvider } from '../tuning-provider.ts';

/** OpenAI's interface, whoever speaks it: what is left are the bases, the limits and what is rented. */
export type OpenAITuning = Omit<TuningProvider, 'tuner' | 'provider' | 'limits' | 'bases' | 'deployments'>;

export function tuningBy(account: Account, form: JobForm): OpenAITuning {
  const heard: EventsHeard = new Map();
  return {
    upload: (file, signal) => putFile(account, file, signal),
    estimate: async () => null,
    preview: async () => null,
    order: (order, signal) => orderJob(account, form, order, signal),
    jobs: (most, signal) => listJobs(account, form, most, signal),
    job: (id, signal) => oneJob(account, form, id, signal),
    events: (id, signal) => eventsOf(account, heard, id, signal),
    cancel: (id, signal) => cancelJob(account, form, id, signal),
  };
}

/** Rows and bytes of a file: the guide "Supervised fine-tuning" and the reference of files, read in November 2026. */
const LIMITS: RowLimits = {
  rows: { least: 10, most: null },
  bytes: 512_000_000,
  source: 'developers.openai.com/api/docs/guides/supervised-fine-tuning and its reference of files, November 2026',
};

/**
 * What it tunes by supervised rows, and tokens of a row at most. The guide names the three of gpt-4.1 (November 2026); the two of
 * gpt-4o were tuned before them and stand until they are retired with them.
 */
const BASES: Readonly<Record<string, number>> = {
  'gpt-4.1-2025-04-14': 65_536,
  'gpt-4.1-mini-2025-04-14': 65_536,
  'gpt-4.1-nano-2025-04-14': 65_536,
  'gpt-4o-2024-08-06': 65_536,
  'gpt-4o-mini-2024-07-18': 65_536,
};

/** The base of a tuned model, by its name: ft:gpt-4.1-nano-2025-04-14:ours:kantian:Ab12. */
const baseOf = (model: string): string => /^ft:([^:]+):/.exec(model)?.[1] ?? model;

export function openaiTuner(provider: Provider, key: string | null): TuningProvider {
  const keyName = provider.keyName ?? TUNER_FACTS.openai.keyName;
  const account: Account = { whom: { label: TUNER_FACTS.openai.label, keyName, advise }, provider, key };
  return {
    ...tuningBy(account, FORM),
    ...{ tuner: 'openai', provider, limits: LIMITS, deployments: null },
    bases: (signal) => basesOf(account, signal),
  };
}

const modelThere = z.object({
  id: z.string(),
  shutdown_date: z.union([z.string(), z.number()]).nullish().catch(null),
});

/** Those of the known bases that this account has, tuned models of theirs among them; null: it lists none of them. */
async function basesOf(account: Account, signal: AbortSignal): Promise<readonly TunableBase[] | null> {
  const bases = (await modelsOf(account, modelThere, signal)).flatMap(({ id, shutdown_date }) => {
    const rowTokens = BASES[baseOf(id)];
    return rowTokens === undefined ? [] : [{ name: id, rowTokens, closes: dayTold(shutdown_date) }];
  });
  return bases.length === 0 ? null : bases;
}

/** Letters of a suffix at most, says the client; of others than these nothing is said. */
const SUFFIX = 64;
const suffixOf = (name: string): string => name.replace(/[^a-z0-9-]/g, '-').slice(0, SUFFIX);

/** Metadata holds 16 pairs, values of 512 letters. */
const FORM: JobForm = {
  mark: ({ name, mark, data }) => ({
    suffix: suffixOf(name),
    metadata: { homines: mark, set: data, run: name },
  }),
  read: ({ metadata }: JobThere) => ({
    mark: textIn(metadata, 'homines'),
    data: textIn(metadata, 'set'),
    name: textIn(metadata, 'run'),
  }),
};

function textIn(metadata: JobThere['metadata'], name: string): string | null {
  const value = metadata?.[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** What to do about what is peculiar to OpenAI. */
function advise(said: string, status: number): string | null {
  if (
    /fine[-_ ]?tun\w*.{0,60}\b(not (available|enabled|allowed|accessible)|no longer|closed|wind|deprecated|unavailable)/i.test(
      said,
    )
  )
    return 'it takes jobs only of organisations that tuned there before, and of nobody after 2027-01-06: tune elsewhere with --on';
  if (
    /model_not_found|not (available|supported) for fine[-_ ]?tun|does not exist|retired|model_not_available/i.test(said)
  )
    return `choose a base that it tunes, such as ${Object.keys(BASES).slice(0, 3).join(', ')}`;
  if (status === 401 || status === 403)
    return 'take a key of a project that may tune, with the rights to files and to fine-tuning';
  return null;
}
