import { describe, expect, it } from 'vitest';
import { readChatFile, rowsOfChat } from './chat-file.ts';

const lines = (...of: readonly unknown[]): Buffer =>
  Buffer.from(of.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join(''));
const said = (...turns: readonly string[]) => ({
  messages: turns.map((content, at) => ({ role: at % 2 === 0 ? 'user' : 'assistant', content })),
});

describe('a chat file of somebody else', () => {
  it('is read as messages, and as prompt and completion', () => {
    const chat = readChatFile(
      lines(
        { messages: [{ role: 'system', content: 'Be short.' }, ...said('a', 'b').messages] },
        { prompt: 'c', completion: 'd' },
        { prompt: [{ role: 'user', content: 'e' }], completion: [{ role: 'assistant', content: 'f' }] },
        said('g', 'h', 'i', 'j'),
      ),
    );
    expect(chat).toMatchObject({ broken: 0, withSystem: 1, manyTurns: 1, again: 0, otherwise: 0 });
    expect(chat.conversations.map(({ completion }) => completion)).toEqual(['b', 'd', 'f', 'j']);
    const { train } = rowsOfChat(chat);
    expect(train).toHaveLength(4);
    expect(train.every(({ source, legal }) => source === null && legal === null)).toBe(true);
  });

  it.each<[string, unknown, RegExp]>([
    ['no conversation', { text: 'a' }, /neither "messages" nor/],
    [
      'a role that is none',
      {
        messages: [
          { role: 'robot', content: 'a' },
          { role: 'assistant', content: 'b' },
        ],
      },
      /"robot"/,
    ],
    [
      'roles that do not take turns',
      { messages: [...said('a').messages, ...said('b', 'c').messages] },
      /message 2 is the user's/,
    ],
    ['an empty message', said('a', ' '), /message 2 is empty/],
    ['no answer', said('a', 'b', 'c'), /last message is not the assistant's/],
    ['no question', { messages: [{ role: 'assistant', content: 'a' }] }, /message 1 is the assistant's/],
    [
      'a system message in between',
      { messages: [...said('a').messages, { role: 'system', content: 's' }, { role: 'assistant', content: 'b' }] },
      /is the system's/,
    ],
    ['a blank line', '', /blank/],
    ['no JSON', '{"messages"', /no JSON/],
  ])('with %s is told so, with its line', (_, line, why) => {
    const { problems, broken, conversations } = readChatFile(lines(said('x', 'y'), line));
    expect(conversations).toHaveLength(1);
    expect(broken).toBe(1);
    expect(problems[0]).toMatchObject({ line: 2 });
    expect(problems[0]!.problem).toMatch(why);
  });

  it('is counted: what stands twice, and prompts that are answered otherwise', () => {
    expect(readChatFile(lines(said('a', 'b'), said('a', 'b'), said('a', 'c')))).toMatchObject({
      again: 1,
      otherwise: 1,
    });
  });

  it('is split by prompt', () => {
    const many = readChatFile(
      lines(...Array.from({ length: 300 }, (_, at) => said(`question ${at % 100}`, `answer ${at}`))),
    );
    const { train, heldOut } = rowsOfChat(many);
    expect(heldOut.length).toBeGreaterThan(5);
    expect(train.length + heldOut.length).toBe(300);
    const asked = new Set(heldOut.map(({ prompt }) => JSON.stringify(prompt)));
    expect(train.filter(({ prompt }) => asked.has(JSON.stringify(prompt)))).toEqual([]);
  });
});
