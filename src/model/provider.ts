/** Where models are served: an address and the name of the environment variable that holds its key. Never the key itself. */
import { Refusal, unknown } from '../refusal.ts';

export type Price = { readonly in: number; readonly out: number };

export type Provider = {
  readonly name: string;
  /** Of an OpenAI-compatible server, up to and with /v1 where it has one. */
  readonly address: string;
  /** The environment variable with the key; absent: the server wants none. */
  readonly keyName?: string;
  /** USD a million tokens, by model; a server does not tell its prices. Without one the cost is unknown, never zero. */
  readonly prices?: Readonly<Record<string, Price>>;
};

/** The provider that exists without any configuration. */
export function builtIn(env: NodeJS.ProcessEnv): Provider {
  return { name: 'openai', address: env['OPENAI_BASE_URL'] || 'https://api.openai.com/v1', keyName: 'OPENAI_API_KEY' };
}

/** The provider of an id `provider/model`; an unknown name is refused with the nearest. */
export function providerOf(name: string, providers: readonly Provider[]): Provider {
  const provider = providers.find((p) => p.name === name);
  if (provider === undefined)
    throw unknown(
      'provider',
      name,
      providers.map((p) => p.name),
    );
  return provider;
}

/** The key, from the environment; refused in one sentence where the provider wants one and there is none. */
export function keyOf(provider: Provider, env: NodeJS.ProcessEnv): string | null {
  if (provider.keyName === undefined) return null;
  const key = env[provider.keyName];
  if (key === undefined || key === '') {
    throw new Refusal(
      `${provider.name} needs a key in the environment variable ${provider.keyName}, and it is empty: set it, or choose theory agents, which need none.`,
    );
  }
  return key;
}
