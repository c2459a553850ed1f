import { describe, expect, it } from 'vitest';
import { isSameModel, leftOutSentences, type ServedModel, servedWarnings } from './served-model.ts';

const fact = (
  model: string,
  served: string | null,
  leftOut: readonly string[] = [],
  provider = 'local',
): ServedModel => ({
  ...{ provider, model, served, leftOut },
});

describe('a model that answered is the one that was asked', () => {
  it.each([
    ['gpt-4.1', 'gpt-4.1-2025-04-14'],
    ['llama3', 'llama3:latest'],
    ['Qwen/Qwen3-8B', 'qwen3-8b'],
    ['qwen3-8b', '/models/Qwen3-8B.gguf'],
    ['gemini-2.5-flash', 'models/gemini-2.5-flash'],
    ['mistral-large-latest', 'mistral-large-2411'],
    ['qwen-max', 'qwen-max-latest'],
    ['claude-3-5-haiku-latest', 'claude-3-5-haiku-20241022'],
    ['command-r', 'command-r-08-2024'],
    ['gemini-2.5-flash-preview', 'gemini-2.5-flash-preview-05-20'],
    ['gemini-2.5-flash', 'gemini-2.5-flash-001'],
    ['gpt-35-turbo', 'gpt-3.5-turbo-0125'],
    ['qwen/qwen3-8b:nitro', 'qwen/qwen3-8b'],
  ])('%s, and %s', (asked, served) => expect(isSameModel(asked, served)).toBe(true));
  it.each([
    ['gpt-4.1', 'gpt-4.1-mini'],
    ['llama3:8b', 'llama3:70b'],
    ['moralis-025', 'moralis-075'],
    ['moralis-025', 'moralis'],
    ['moralis-0250', 'moralis'],
    ['llama-405', 'llama'],
    ['gpt-4o-2024-05-13', 'gpt-4o-2024-08-06'],
    ['gemini-2.5-flash', 'gemini-2.5-flash-preview-05-20'],
    ['economicus-lora', 'qwen3-8b'],
  ])('or is not: %s, and %s', (asked, served) => expect(isSameModel(asked, served)).toBe(false));
});

describe('warnings', () => {
  it('are none where everybody answered as asked, or nobody says', () =>
    expect(
      servedWarnings([fact('m', 'm'), fact('n', null), fact('m', 'm-2026-01-01'), fact('m', 'm', [], 'other')]),
    ).toEqual([]));
  it('name who answered, and agents that are one model', () =>
    expect(servedWarnings([fact('a', 'base'), fact('b', 'base'), fact('base', 'base')])).toEqual([
      'local/a was asked, and base answered.',
      'local/b was asked, and base answered.',
      'local/a, local/b and local/base were answered by one model, base: they differ in name only.',
    ]));
  it('say of every model once what its server refused', () =>
    expect(
      leftOutSentences([fact('m', null, ['temperature']), fact('m', 'm', ['temperature', 'response_format'])]),
    ).toEqual(["local/m: temperature: refused, the server's own; JSON schema: refused, asked for in words."]));
});
