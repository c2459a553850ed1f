/**
 * An account at OpenAI, or at Azure, which speaks the same tuning interface: how it is asked, and its lists read page by page.
 * The official client (package openai 7.55: resources/files, uploads, fine-tuning/jobs) makes the requests.
 */
import { z } from 'zod';
import { exchange, type HttpAnswer } from '../../model/http.ts';
import { TooLarge } from '../../model/http-body.ts';
import type { Provider } from '../../model/provider.ts';
import { jsonOf } from '../../model/server-error.ts';
import { asked, type Wanted, type Whom } from '../asked.ts';
import { BadStatus } from '../wire.ts';

export type Account = {
  readonly whom: Whom;
  readonly provider: Provider;
  readonly key: string | null;
};

/** The official client. */
type Client = Parameters<Parameters<typeof exchange>[3]>[0];

/** Asks, and reads the answer by its schema; `wanted`: "the list of its jobs". Throws as `asked` does. */
export const ask = <Answer>(
  { whom, provider, key }: Account,
  wanted: string,
  shape: z.ZodType<Answer>,
  call: (client: Client, signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal,
  manner: Partial<Wanted> = {},
): Promise<Answer> =>
  asked(whom, { wanted, again: true, ...manner }, shape, signal, async (limit) =>
    saidIn(await exchange(provider, key, wanted, (client) => call(client, limit), limit)),
  );

/** What an answer says that was kept. Throws what is wrong with one that says nothing, as the wire does. */
export function saidIn({ trouble, status, raw, headers, detail }: HttpAnswer): unknown {
  if (trouble === null) return jsonOf(raw);
  if (trouble === 'size') throw new TooLarge(detail);
  throw trouble === 'status' && status !== null ? new BadStatus(status, raw, headers) : new Error(detail);
}

/** Of a list one page at a time, and pages at most: somebody else's account may be large. Ours. */
const PAGE = 100;
const MOST_PAGES = 50;

/** A page of a list; what in it is not understood is left out. */
const page = <One>(shape: z.ZodType<One>) =>
  z.object({
    data: z.array(shape.nullable().catch(null)),
    has_more: z.boolean().nullish().catch(null),
  });

/**
 * The entries of a list, page by page, as it orders them. `get` asks for those after an id; whoever has enough takes no more.
 */
export async function* listed<One extends { readonly id: string }>(
  account: Account,
  wanted: string,
  shape: z.ZodType<One>,
  get: (client: Client, query: { limit: number; after?: string }, signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal,
): AsyncGenerator<One> {
  let after: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const query = { limit: PAGE, ...(after === undefined ? {} : { after }) };
    const { data, has_more } = await ask(
      account,
      wanted,
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

/** The models of an account, all in one answer, as `shape` reads each. */
export async function modelsOf<One extends { readonly id: string }>(
  account: Account,
  shape: z.ZodType<One>,
  signal: AbortSignal,
): Promise<readonly One[]> {
  const { data } = await ask(
    account,
    'the list of its models',
    page(shape),
    (client, limit) => client.models.list({ signal: limit }).asResponse(),
    signal,
  );
  return data.filter((one) => one !== null);
}
