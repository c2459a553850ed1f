/** Where models are served: an address and the name of the environment variable that holds its key. Never the key itself. */
import { UserError } from '../core/user-error.ts';
import { BASE_URL } from '../disk/environment.ts';
import { looksLikeKey } from './secrets.ts';

export type Price = { readonly in: number; readonly out: number };

export type Provider = {
  readonly name: string;
  /** azure: deployments under one address, the key in a header of its own, an api-version in every request. */
  readonly kind?: 'azure';
  /** Of an OpenAI-compatible server, up to and with /v1 where it has one; of Azure the resource's. */
  readonly address: string;
  /** The api-version that Azure wants. */
  readonly version?: string;
  /** The environment variable with the key; absent: the server wants none. */
  readonly keyName?: string;
  /** USD a million tokens, by model; a server does not tell its prices. Without one the cost is unknown, never zero. */
  readonly prices?: Readonly<Record<string, Price>>;
};

/**
 * The provider that exists without any configuration. `address`: another one that a folder names for it, which counts where
 * the environment names none; it is as little trusted as whatever else the folder says.
 */
export function builtIn(env: NodeJS.ProcessEnv, address: string | null = null): Provider {
  const named = env[BASE_URL]?.trim() || address;
  return {
    name: 'openai',
    address: named ? readAddress(named, BASE_URL) : 'https://api.openai.com/v1',
    keyName: 'OPENAI_API_KEY',
  };
}

/**
 * An address as people type it: without a scheme it is http on this computer and https elsewhere, and the page that is
 * asked may stand behind it. Refused: what is no address, and one that carries a name, a password or a key.
 */
export function readAddress(typed: string, where = 'The address'): string {
  const text = typed.trim();
  const given = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${isNear(text) ? 'http' : 'https'}://${text}`;
  const url = !/[\s\p{Cc}\p{Cf}]/u.test(given) && URL.canParse(given) ? new URL(given) : null;
  if (
    url !== null &&
    (url.username !== '' || url.password !== '' || looksLikeKey(url.search) || looksLikeKey(url.hash))
  )
    throw new UserError(
      `${where} carries a password or a key: leave it out, put the key into the environment and name its variable.`,
    );
  if (text === '' || url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new UserError(`${where} is such as http://localhost:11434/v1 or https://api.openai.com/v1; got "${typed}".`);
  const path = url.pathname.replace(/\/+$/, '').replace(/\/(chat\/completions|completions|responses|models)$/, '');
  return `${url.origin}${path.replace(/\/+$/, '')}${url.search}`;
}

/** Whether a host without a scheme is on this computer or in this building; never a name that only begins so. */
const isNear = (text: string): boolean =>
  /^(localhost|\[::1\]|(127|10)(\.\d{1,3}){3}|192\.168(\.\d{1,3}){2}|0\.0\.0\.0)(?=[:/?#]|$)/i.test(text);

/** The key, from the environment; refused in one sentence where the provider wants one and there is none. */
export function keyOf({ name, keyName }: Pick<Provider, 'name' | 'keyName'>, env: NodeJS.ProcessEnv): string | null {
  if (keyName === undefined) return null;
  const key = env[keyName]?.trim();
  if (key === undefined || key === '')
    throw new UserError(
      `${name} needs a key in the environment variable ${keyName}, and it is empty: set it or write it into .env, or choose theory agents such as economicus, which need none.`,
    );
  // Such a key is in no header: it was copied with something else.
  if (/[^\x21-\x7e]/.test(key))
    throw new UserError(
      `The value of ${keyName} is no key: it has a blank, a line break or a letter that no key has in it; copy the key of ${name} into it anew.`,
    );
  return key;
}
