/** Where models are served: an address and the name of the environment variable that holds its key. Never the key itself. */
import { UserError } from '../core/user-error.ts';
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

/** The provider that exists without any configuration. */
export function builtIn(env: NodeJS.ProcessEnv): Provider {
  const address = env['OPENAI_BASE_URL'];
  return {
    name: 'openai',
    address: address ? readAddress(address, 'OPENAI_BASE_URL') : 'https://api.openai.com/v1',
    keyName: 'OPENAI_API_KEY',
  };
}

/**
 * An address as people type it: without a scheme it is http on this computer and https elsewhere. Refused: what is no
 * address, and one that carries a name, a password or a key.
 */
export function readAddress(typed: string, where = 'The address'): string {
  const text = typed.trim();
  const local = /^(localhost|127\.|0\.0\.0\.0|\[::1\]|10\.|192\.168\.)/.test(text);
  const given = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${local ? 'http' : 'https'}://${text}`;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url !== null && (url.username !== '' || url.password !== '' || looksLikeKey(text)))
    throw new UserError(
      `${where} carries a password or a key: leave it out, put the key into the environment and name its variable.`,
    );
  if (text === '' || url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new UserError(`${where} is such as http://localhost:11434/v1 or https://api.openai.com/v1; got "${typed}".`);
  return given.replace(/\/+$/, '');
}

/** The key, from the environment; refused in one sentence where the provider wants one and there is none. */
export function keyOf({ name, keyName }: Pick<Provider, 'name' | 'keyName'>, env: NodeJS.ProcessEnv): string | null {
  if (keyName === undefined) return null;
  const key = env[keyName]?.trim();
  if (key === undefined || key === '')
    throw new UserError(
      `${name} needs a key in the environment variable ${keyName}, and it is empty: set it or write it into .env, or choose theory agents such as economicus, which need none.`,
    );
  return key;
}
