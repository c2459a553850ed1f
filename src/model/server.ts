/** What a server tells of itself: where it answers, which models it has, until when, and what is wrong with it. */
import { z } from 'zod';
import { nearestName } from '../core/user-error.ts';
import { explain } from './call.ts';
import { jsonOf } from './server-error.ts';
import { askedToWait, lastingWords } from './waiting.ts';
import type { Provider } from './provider.ts';
import type { Client, HttpAnswer } from './http.ts';
import { byHand } from '../core/shell.ts';

const named = z.object({ id: z.string().min(1) });
const listing = z.union([z.object({ data: z.array(named) }).transform(({ data }) => data), z.array(named)]);

/** The models in an answer to /models; null: it is no such list. */
export function modelsIn({ raw, trouble }: HttpAnswer): readonly string[] | null {
  const parsed = trouble === null ? listing.safeParse(jsonOf(raw)) : null;
  return parsed?.success ? parsed.data.map(({ id }) => id) : null;
}

const giving = z.object({
  id: z.string(),
  type: z.string().nullish().catch(null),
  architecture: z
    .object({ output_modalities: z.array(z.string()) })
    .nullish()
    .catch(null),
  capabilities: z.array(z.string()).nullish().catch(null),
});
const givingList = z.object({ data: z.array(giving.nullable().catch(null)) });

/** What a list of models says that one of them gives, in the list's own words (text, decisions); none where it says nothing. */
export function outputsIn({ raw, trouble }: HttpAnswer, model: string): readonly string[] {
  const parsed = trouble === null ? givingList.safeParse(jsonOf(raw)) : null;
  const one = parsed?.data?.data.find((entry) => entry?.id === model);
  return [
    ...(one?.architecture?.output_modalities ?? []),
    ...(one?.capabilities ?? []),
    ...(one?.type ? [one.type] : []),
  ];
}

/** The addresses that somebody may have meant: with /v1, as typed, and without; of Azure's newer interface too. */
export function addressesMeant({ address, kind }: Pick<Provider, 'address' | 'kind'>): readonly string[] {
  if (kind === 'azure') return [address];
  const bare = address.replace(/\/v1$/, '');
  const azure = bare.endsWith('.azure.com') ? [`${bare}/openai/v1`] : [];
  return [...new Set([...azure, `${bare}/v1`, address, bare])];
}

/** The day on which a model will be switched off, as the server tells it (2027-01-14); null: it tells none. */
export async function shutdownOf(client: Client, model: string, signal: AbortSignal): Promise<string | null> {
  const http = await client.get(`/models/${encodeURIComponent(model)}`, signal);
  const parsed = z.object({ shutdown_date: z.union([z.string(), z.number()]).nullish() }).safeParse(jsonOf(http.raw));
  const told = http.trouble === null && parsed.success ? parsed.data.shutdown_date : null;
  return dayTold(told);
}

/** A date as servers tell it, in words or as seconds, as a day; null: none, or none that can be read. */
export function dayTold(told: string | number | null | undefined): string | null {
  const at = new Date(typeof told === 'number' ? told * 1000 : Date.parse(told ?? ''));
  return Number.isNaN(at.getTime()) ? null : at.toISOString().slice(0, 10);
}

const DAY = 24 * 3600_000;
/** Warned of from so many days before. */
const SOON = 90;

/** What a shutdown date means today; null: nothing to say. */
export function shutdownSentence(id: string, date: string | null, now: number): string | null {
  if (date === null) return null;
  const days = Math.ceil((Date.parse(date) - now) / DAY);
  if (days <= 0) return `${id} was retired on ${date}: choose another model.`;
  return days >= SOON
    ? null
    : `${id} is switched off on ${date}, in ${days} days: what needs it has to be done before.`;
}

/** Why a model cannot be asked, and what to do: one sentence without its full stop. */
export async function diagnose(
  provider: Provider,
  client: Client,
  model: string,
  http: HttpAnswer,
  signal: AbortSignal,
): Promise<string> {
  const { name, address, keyName } = provider;
  const variable =
    keyName === undefined
      ? `; name the variable with its key: ${byHand(`agents add ${name} ${address} --key NAME`)}`
      : '';
  if (http.trouble === 'aborted') return `${address} gave no answer in time: is it still loading the model?`;
  if (http.status === 401 || http.status === 403)
    return `${name} at ${address}: ${explain(http)}${variable || `; look at ${keyName}`}`;
  if (http.status === 404 || http.status === 410 || (http.status === 400 && /model/i.test(http.raw))) {
    const retired = await shutdownOf(client, model, signal);
    if (retired !== null && Date.parse(retired) <= Date.now())
      return `${name} retired "${model}" on ${retired}: choose another model`;
    const there = modelsIn(await client.get('/models', signal));
    if (there !== null && !there.includes(model))
      return notThere(name, model, there, /deprecat|retired|shut ?down|decommission/i.test(http.raw));
    if (there !== null && http.status === 404)
      return `${name} lists "${model}", but it cannot be asked to chat at ${address}: ${explain(http)}`;
    if (there === null && http.status === 404)
      return `nothing at ${address} speaks as an OpenAI-compatible server does (404): look at the address, often it ends in /v1`;
  }
  const wait = askedToWait(http.headers, Date.now(), http.raw);
  const when = wait === null || ![429, 503].includes(http.status ?? 0) ? '' : `; it asks to wait ${lastingWords(wait)}`;
  return `${name} at ${address}: ${explain(http)}${when}`;
}

/** At most so many names are told. */
const TOLD = 12;

/** That a provider has no such model (any more), with those that it has and the nearest name; without its full stop. */
export function notThere(provider: string, model: string, there: readonly string[], retired = false): string {
  const nearest = nearestName(model, there);
  const more = there.length > TOLD ? `, and ${there.length - TOLD} more` : '';
  const has = there.length === 0 ? 'it has none' : `it has ${there.slice(0, TOLD).join(', ')}${more}`;
  return `${provider} ${retired ? 'has retired' : 'has no model'} "${model}"; ${has}${nearest === null ? '' : `. Did you mean "${nearest}"?`}`;
}
