/**
 * An account at OpenAI, or at Azure, which speaks the same tuning interface: how it is asked, and its lists read page by page.
 * The official client (package openai 7.55: resources/files, uploads, fine-tuning/jobs) makes the requests.
 */
import { z } from 'zod';
import { exchange, type HttpAnswer } from '../model/http.ts';
import type { Provider } from '../model/provider.ts';
import { answered, type Errand, readAs } from './asking.ts';

export type Account = {
  /** As people call it. */
  readonly whom: string;
  readonly provider: Provider;
  readonly key: string | null;
  /** What a person can do about what was said, where it is peculiar to this provider. */
  readonly advise: NonNullable<Errand['advise']>;
};

/** The official client. */
type Client = Parameters<Parameters<typeof exchange>[3]>[0];

/** How a question is put. `again` absent: it does no harm to ask it twice. */
type Manner = { readonly again?: boolean; readonly limitMs?: number };

/** Puts a question; `what` is wanted, after "did not". Throws as `answered` and `readAs` do where it comes to nothing. */
export async function ask<Shape extends z.ZodType>(
  { whom, provider, key, advise }: Account,
  what: string,
  shape: Shape,
  asked: (client: Client, signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal,
  { again = true, limitMs }: Manner = {},
): Promise<z.infer<Shape>> {
  const http = await answered(
    {
      ...{ whom, what, again, advise, keyName: provider.keyName },
      ...(limitMs === undefined ? {} : { limitMs }),
      ask: (limit): Promise<HttpAnswer> => exchange(provider, key, what, (client) => asked(client, limit), limit),
    },
    signal,
  );
  return readAs(shape, http, { whom, what });
}

/** Of a list one page at a time, and pages at most: somebody else's account may be large. Ours. */
const PAGE = 100;
const MOST_PAGES = 50;

/** A page of a list; what in it is not understood is left out. */
const page = <Shape extends z.ZodType>(shape: Shape) =>
  z.object({
    data: z.array(shape.nullable().catch(null)),
    has_more: z.boolean().nullish().catch(null),
  });

/**
 * The entries of a list, page by page, as it orders them. `get` asks for those after an id; whoever has enough takes no more.
 */
export async function* listed<Shape extends z.ZodType<{ readonly id: string }>>(
  account: Account,
  what: string,
  shape: Shape,
  get: (client: Client, query: { limit: number; after?: string }, signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal,
): AsyncGenerator<z.infer<Shape>> {
  let after: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const query = { limit: PAGE, ...(after === undefined ? {} : { after }) };
    const { data, has_more } = await ask(
      account,
      what,
      page(shape),
      (client, limit) => get(client, query, limit),
      signal,
    );
    const known = data.filter((one) => one !== null);
    yield* known;
    const last = known.at(-1)?.id;
    if (has_more !== true || last === undefined || last === after) return;
    after = last;
  }
}
