/**
 * Together as its official package (together-ai 0.52) reaches it, pointed at the provider's address. Jobs, files and questions are at
 * …/v1, cards at …/v2 beside it. Nothing of this was tried on the service; a stand-in answers as the package's types say.
 */
import Together from 'together-ai';
import { z } from 'zod';
import type { Provider } from '../../model/provider.ts';
import { asked, PACE, type Pace, type Wanted, type Whom } from '../asked.ts';
import { TUNER_FACTS } from '../tuners.ts';
import { wireOf } from '../wire.ts';

export type TogetherCalls = {
  readonly whom: Whom;
  readonly pace: Pace;
  readonly v1: Together;
  readonly v2: Together;
  /** Asks, and reads the answer by its schema. */
  ask<Answer>(
    question: Wanted,
    schema: z.ZodType<Answer>,
    signal: AbortSignal,
    call: (signal: AbortSignal) => PromiseLike<unknown>,
  ): Promise<Answer>;
  /** The project that the key is of, by which cards are rented, and how its names begin. */
  project(signal: AbortSignal): Promise<{ readonly id: string; readonly slug: string }>;
};

export function togetherCalls(provider: Provider, key: string, pace: Pace = PACE): TogetherCalls {
  const whom = { label: TUNER_FACTS.together.label, keyName: provider.keyName ?? TUNER_FACTS.together.keyName };
  const clientAt = (baseURL: string): Together =>
    new Together({
      ...{ baseURL, apiKey: key, fetch: wireOf(key) },
      // Tries, limits and what is said of them are ours (asked.ts); the environment's own settings of the package do not count.
      ...{ maxRetries: 0, timeout: 24 * 3600_000, logLevel: 'off', projectID: null },
    });
  const v1 = clientAt(provider.address);
  const ask: TogetherCalls['ask'] = (question, schema, signal, call) =>
    asked(whom, question, schema, signal, call, pace);
  let project: { readonly id: string; readonly slug: string } | null = null;
  return {
    ...{ whom, pace, v1, ask },
    v2: clientAt(`${provider.address.replace(/\/v1$/, '')}/v2`),
    async project(signal) {
      return (project ??= await ask({ wanted: 'the project of its key', again: true }, whoami, signal, (one) =>
        v1.whoami({ signal: one }),
      ));
    },
  };
}

const whoami = z
  .object({ project_id: z.string().min(1), project_slug: z.string().min(1) })
  .transform(({ project_id, project_slug }) => ({ id: project_id, slug: project_slug }));
