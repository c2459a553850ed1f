/** Fireworks' REST interface as one account sees it: who that is, lists page by page, and a refusal as data or as one sentence. */
import { z } from 'zod';
import { cleanLine } from '../../core/outside-text.ts';
import { UserError } from '../../core/user-error.ts';
import { explain } from '../../model/call.ts';
import type { HttpAnswer } from '../../model/http.ts';
import type { Provider } from '../../model/provider.ts';
import { errorMessage, jsonOf } from '../../model/server-error.ts';
import { askedToWait } from '../../model/waiting.ts';
import { accountForm, pageForm } from './forms.ts';
import { once, patiently, type RestPace, type RestRequest } from './rest.ts';
import { Later, NotThere, Refused } from '../told-apart.ts';

/** What Fireworks does not do: by gRPC's name of it, in its own words (empty: it has none), and as it is thrown. */
export type ApiRefusal = { readonly code: Code | null; readonly words: string; readonly error: UserError };

export type ApiAnswer<Said> =
  { readonly kind: 'said'; readonly said: Said } | { readonly kind: 'refused'; readonly refusal: ApiRefusal };

/** A request behind the account: "/datasets". */
type ApiRequest = Pick<RestRequest, 'json' | 'form' | 'limitMs'> & {
  readonly method: RestRequest['method'];
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** What is asked for, behind "Fireworks does not": "take the file". */
  readonly doing: string;
};

export type FireworksApi = {
  readonly provider: Provider;
  readonly key: string | null;
  /** Without a path of its interface: both of them lie behind it. */
  readonly root: string;
  readonly pace: RestPace;
  /** "accounts/ID". */
  account(signal: AbortSignal): Promise<string>;
  /** What is said to a request; a refusal is data. */
  hear<Said>(asked: ApiRequest, form: z.ZodType<Said>, signal: AbortSignal): Promise<ApiAnswer<Said>>;
  /** The same; a refusal is thrown as a UserError. */
  need<Said>(asked: ApiRequest, form: z.ZodType<Said>, signal: AbortSignal): Promise<Said>;
  /** Of a list so many at most, in its own order, or in the order of `query`. `of`: another account. */
  list<One>(
    named: string,
    form: z.ZodType<One>,
    most: number,
    signal: AbortSignal,
    query?: Readonly<Record<string, string>>,
    of?: string,
  ): Promise<readonly One[]>;
  /** What lies behind a link that Fireworks gave, to which no key goes; null: nothing is there yet. */
  linked(link: string, signal: AbortSignal): Promise<string | null>;
};

/** gRPC's codes by number: google.rpc.Code. */
const CODES = [
  ...['OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS'],
  ...['PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED'],
  ...['INTERNAL', 'UNAVAILABLE', 'DATA_LOSS', 'UNAUTHENTICATED'],
] as const;
export type Code = (typeof CODES)[number];

/** What a status means where a body has no code. */
const BY_STATUS: Readonly<Record<number, Code>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  405: 'UNIMPLEMENTED',
  409: 'ALREADY_EXISTS',
  429: 'RESOURCE_EXHAUSTED',
  501: 'UNIMPLEMENTED',
};

/** Names that its things may have. */
const NAME = /^[A-Za-z0-9][\w.-]{0,99}$/;
/** A page holds so many, and so many pages are read. */
const PAGE = 200;
const PAGES = 50;
/** The environment variable with the account, where a key may act for several. */
const ACCOUNT = 'FIREWORKS_ACCOUNT_ID';

/** `provider`: its address is the host's, or that of the interface by which models are asked. */
export function fireworksApi(
  provider: Provider,
  key: string | null,
  env: NodeJS.ProcessEnv,
  pace: RestPace,
): FireworksApi {
  const root = provider.address.replace(/\/(inference\/)?v1$/, '');
  const hear = async <Said>(
    { path, query = {}, doing, ...asked }: ApiRequest,
    form: z.ZodType<Said>,
    signal: AbortSignal,
  ): Promise<ApiAnswer<Said>> => {
    const search = new URLSearchParams(query).toString();
    const url = `${root}/v1${path}${search === '' ? '' : `?${search}`}`;
    const http = await patiently('Fireworks', { ...asked, url, key }, signal, pace);
    if (http.trouble !== null) return { kind: 'refused', refusal: refusalOf(http, doing, provider) };
    const said = form.safeParse(http.raw.trim() === '' ? {} : jsonOf(http.raw));
    if (said.success) return { kind: 'said', said: said.data };
    const error = new UserError(
      `Fireworks does not ${doing}: what answers at ${root} does not speak as its interface does; look at the address.`,
    );
    return { kind: 'refused', refusal: { code: null, words: '', error } };
  };
  const need: FireworksApi['need'] = async (asked, form, signal) => {
    const heard = await hear(asked, form, signal);
    if (heard.kind === 'refused') throw heard.refusal.error;
    return heard.said;
  };
  /** Every page of a list behind `path`, until `most` are there. */
  const pages = async <One>(
    path: string,
    named: string,
    form: z.ZodType<One>,
    most: number,
    signal: AbortSignal,
    query: Readonly<Record<string, string>> = {},
  ): Promise<readonly One[]> => {
    const all: One[] = [];
    let pageToken = '';
    for (let page = 0; page < PAGES && all.length < most; page++) {
      const size = String(Math.min(PAGE, most));
      const asked = { ...query, pageSize: size, ...(pageToken === '' ? {} : { pageToken }) };
      const said = await need({ method: 'GET', path, query: asked, doing: `list its ${named}` }, pageForm, signal);
      // One that cannot be read is left out: a list of others does not fail for it.
      const here = z.array(form.nullable().catch(null)).catch([]).parse(said[named]);
      all.push(...here.filter((one) => one !== null));
      const next = said.nextPageToken ?? '';
      if (next === '' || next === pageToken) break;
      pageToken = next;
    }
    return all.slice(0, most);
  };

  let found: string | null = null;
  const account = async (signal: AbortSignal): Promise<string> => {
    if (found !== null) return found;
    const given = env[ACCOUNT]?.trim().replace(/^accounts\//, '') ?? '';
    if (given !== '' && !NAME.test(given))
      throw new Refused(
        `${ACCOUNT} takes an account's id as Fireworks' own pages show it, such as my-team; got "${cleanLine(given).slice(0, 60)}".`,
      );
    if (given !== '') return (found = `accounts/${given}`);
    const names = (await pages('/accounts', 'accounts', accountForm, PAGE, signal)).map(({ name }) => name);
    const [first] = names;
    if (first === undefined)
      throw new Refused(
        `The key of ${provider.name} belongs to no account of Fireworks: make one in an account that tunes.`,
      );
    if (names.length > 1)
      throw new Refused(
        `The key of ${provider.name} belongs to several accounts (${names.map(idOf).join(', ')}): set ${ACCOUNT} to the one that pays.`,
      );
    if (!NAME.test(idOf(first)))
      throw new UserError(`Fireworks calls the account of the key "${cleanLine(first)}", which is no id.`);
    return (found = first);
  };

  return {
    ...{ provider, key, root, pace, account, hear, need },
    list: async (named, form, most, signal, query, of) =>
      pages(`/${of ?? (await account(signal))}/${named}`, named, form, most, signal, query),
    async linked(link, signal) {
      if (!mayFollow(link, root)) return null;
      const http = await once({ method: 'GET', url: link, key: null }, signal);
      return http.trouble === null ? http.raw : null;
    },
  };
}

/** Whether a link leads to a server that speaks https, or to the one that gave it. */
const mayFollow = (link: string, root: string): boolean =>
  URL.canParse(link) && (new URL(link).protocol === 'https:' || new URL(link).origin === new URL(root).origin);

const coded = z.object({ code: z.union([z.number(), z.string()]) });

function refusalOf(http: HttpAnswer, doing: string, { keyName }: Provider): ApiRefusal {
  const told = coded.safeParse(jsonOf(http.raw));
  const given = told.success ? told.data.code : null;
  const named = typeof given === 'number' ? CODES[given] : CODES.find((one) => one === given);
  const code = named ?? BY_STATUS[http.status ?? 0] ?? null;
  const key = http.status === 401 || http.status === 403 ? `; look at ${keyName} and at what it may` : '';
  const why = cleanLine(explain(http)).slice(0, MOST_LETTERS).replace(/\.$/, '');
  const error = errorOf(http, `Fireworks does not ${doing}: ${why}${key}.`);
  return { code, words: cleanLine(errorMessage(http.raw) ?? '').slice(0, MOST_LETTERS), error };
}

/** So many letters of its words are told. */
const MOST_LETTERS = 400;

/** What a refusal leaves open: nothing was done, there is no such thing, it is to be asked later; else it may have been done. */
function errorOf({ trouble, status, headers, raw }: HttpAnswer, sentence: string): UserError {
  if (trouble !== 'status' || status === null || status < 400 || status >= 500 || status === 408)
    return new UserError(sentence);
  if (status === 404) return new NotThere(sentence);
  const later = status === 429 ? askedToWait(headers, Date.now(), raw) : null;
  return later === null ? new Refused(sentence) : new Later(sentence, later);
}

/** The last part of a resource's name: "homines-1" of "accounts/a/supervisedFineTuningJobs/homines-1". */
export const idOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** An id as it may stand in a path. What is none was not given by Fireworks: `what` says what it is of. */
export function pathId(id: string, what: string): string {
  if (NAME.test(id)) return id;
  throw new NotThere(`"${cleanLine(id).slice(0, 60)}" is no ${what} of Fireworks.`);
}
