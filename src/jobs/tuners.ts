/** What is known of each provider before it is asked anything. */
import type { Tuner } from '../tune/run-folder.ts';

export type TunerFacts = {
  /** As people call it. */
  readonly label: string;
  /** Where it answers where the lab's file names no other; null: every account has an address of its own. */
  readonly address: string | null;
  /** The environment variable with the key, where the lab's file names no other. */
  readonly keyName: string;
  /** The form of its rows, as `SET_FILES` calls it. */
  readonly rows: 'messages' | 'trl';
  /** What it takes of how a model is trained, by the names of our options. */
  readonly takes: readonly ('epochs' | 'lr' | 'rank' | 'batch' | 'seed')[];
  /** Whether held-out rows are sent too: they are looked at there, and cost nothing. */
  readonly heldOut: boolean;
  /** Where its prices stand, to be read by whoever types --price. */
  readonly pricesAt: string;
};

export const TUNER_FACTS: Readonly<Record<Tuner, TunerFacts>> = {
  openai: {
    ...{ takes: ['epochs', 'lr', 'batch', 'seed'], heldOut: true },
    ...{ label: 'OpenAI', address: 'https://api.openai.com/v1', keyName: 'OPENAI_API_KEY', rows: 'messages' },
    pricesAt: 'https://openai.com/api/pricing',
  },
  azure: {
    ...{ takes: ['epochs', 'lr', 'batch', 'seed'], heldOut: true },
    ...{ label: 'Azure', address: null, keyName: 'AZURE_OPENAI_API_KEY', rows: 'messages' },
    pricesAt: 'https://azure.microsoft.com/pricing/details/cognitive-services/openai-service',
  },
  together: {
    ...{ takes: ['epochs', 'lr', 'rank', 'batch', 'seed'], heldOut: false },
    ...{ label: 'Together', address: 'https://api.together.ai/v1', keyName: 'TOGETHER_API_KEY', rows: 'messages' },
    pricesAt: 'https://www.together.ai/pricing',
  },
  fireworks: {
    ...{ takes: ['epochs', 'lr', 'rank', 'batch'], heldOut: false },
    ...{ label: 'Fireworks', keyName: 'FIREWORKS_API_KEY', rows: 'messages' },
    address: 'https://api.fireworks.ai/inference/v1',
    pricesAt: 'https://fireworks.ai/pricing',
  },
  tinker: {
    ...{ takes: ['epochs', 'lr', 'rank', 'batch', 'seed'], heldOut: false },
    ...{ label: 'Tinker', keyName: 'TINKER_API_KEY', rows: 'trl' },
    // tinker-docs.thinkingmachines.ai, OpenAI-compatible API: where models are asked. The SDK's own address is cut from it.
    address: 'https://tinker.thinkingmachines.dev/services/tinker-prod/oai/api/v1',
    pricesAt: 'https://tinker-console.thinkingmachines.ai/rate-card',
  },
};
