import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeyInput } from './key-input.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Keys as Ink gets them: read until null at every 'readable'. */
function listening(limits = {}): { keys: KeyInput; got: string[]; turns: () => number } {
  const keys = new KeyInput({}, limits);
  const got: string[] = [];
  let turns = 0;
  keys.on('readable', () => {
    turns++;
    for (let key = keys.read(); key !== null; key = keys.read()) got.push(key);
  });
  return { keys, got, turns: () => turns };
}

const paste = (text: string): string => `\x1b[200~${text}\x1b[201~`;

describe('KeyInput', () => {
  it.each([
    ['x\r', ['x', '\r']],
    ['\x7f\x7f', ['\x7f', '\x7f']],
    ['5\r\x7f\x7f\x1b[A', ['5', '\r', '\x7f', '\x7f', '\x1b[A']],
    ['\x1b[A\x1b[B\x1bOC\x1bOD', ['\x1b[A', '\x1b[B', '\x1bOC', '\x1bOD']],
    ['\x03x', ['\x03', 'x']],
    ['\r\n', ['\r']],
    ['é&田👍', ['é', '&', '田', '👍']],
    ['\x1b[1;5C\x1b[3~\x1b[[A', ['\x1b[1;5C', '\x1b[3~', '\x1b[[A']],
    ['\x1ba', ['\x1ba']],
    ['a\x1b[<0;12;5Mb\x1b[<0;12;5mc', ['a', 'b', 'c']],
    ['a\x1b[M !!b', ['a', 'b']],
    ['a\x1b[I\x1b[Ob', ['a', 'b']],
    ['\x1b[200~16,5\r\n\x1b[201~\r', [paste('16,5'), '\r']],
    ['\x1b[200~\x1b[201~x', ['x']],
  ])('%j is %j', (chunk, expected) => {
    const { keys, got } = listening();
    keys.feed(chunk);
    vi.runAllTimers();
    expect(got).toEqual(expected);
  });

  it.each([
    ['a word and Enter', 'cooperate\r', paste('cooperate')],
    ['lines', 'c\rd\r', paste('c d')],
    ['lines of Windows', 'c\r\nd\r\n', paste('c d')],
    ['prices', '16.5\n17\n', paste('16.5 17')],
    ['commands of a terminal in words', 'x\x9b31m yes\r', paste('x yes')],
  ])('%s in one piece that nothing marks is a paste', (_what, piece, expected) => {
    const { keys, got } = listening();
    keys.feed(piece);
    vi.runAllTimers();
    expect(got).toEqual([expected]);
  });

  it.each(['c\r', '16.5\r', '\r\r\rd\r', 'd\r\r', '\x1b[B\x1b[B\r', 'ab', 'cooperate', '100\r'])(
    'keys that are typed fast are keys, Enter too: %j',
    (piece) => {
      const { keys, got } = listening();
      keys.feed(piece);
      vi.runAllTimers();
      expect(got.join('')).toBe(piece);
      expect(got.length).toBe(piece.replaceAll(/\x1b\[./g, '1').length);
    },
  );

  it('where the terminal marks no paste, a letter and Enter in one piece are a paste too', () => {
    const { keys, got } = listening({ marks: false });
    keys.feed('c\r');
    keys.feed('\r');
    keys.feed('c');
    vi.runAllTimers();
    expect(got).toEqual([paste('c'), '\r', 'c']);
  });

  it('in a field of letters a line and its Enter are keys, several lines are a paste', () => {
    const { keys, got } = listening({ typing: () => true });
    keys.feed('class\r');
    keys.feed('two\rlines\r');
    vi.runAllTimers();
    expect(got).toEqual([...'class', '\r', paste('two lines')]);
  });

  it('gives the same keys however the bytes are cut', () => {
    const bytes = Buffer.from('x\r\x1b[A5é\x1b[<0;12;5M\x1b[200~a b\x1b[201~\x1bOB\x7f');
    const whole = listening();
    whole.keys.feed(bytes);
    vi.runAllTimers();
    expect(whole.got).toEqual(['x', '\r', '\x1b[A', '5', 'é', paste('a b'), '\x1bOB', '\x7f']);
    for (let cut = 1; cut < bytes.length; cut++) {
      const { keys, got } = listening();
      keys.feed(bytes.subarray(0, cut));
      vi.advanceTimersByTime(20);
      keys.feed(bytes.subarray(cut));
      vi.runAllTimers();
      expect(got, `cut at ${cut}`).toEqual(whole.got);
    }
  });

  it('takes a lone Escape for Escape when nothing follows in time', () => {
    const { keys, got } = listening();
    keys.feed('\x1b');
    vi.advanceTimersByTime(39);
    expect(got).toEqual([]);
    vi.runAllTimers();
    keys.feed('q');
    vi.runAllTimers();
    expect(got).toEqual(['\x1b', 'q']);
  });

  it('gives each key in its own turn', () => {
    const { keys, got, turns } = listening();
    keys.feed('abc');
    expect(got).toEqual([]);
    vi.runAllTimers();
    expect(got).toEqual(['a', 'b', 'c']);
    expect(turns()).toBe(3);
  });

  it('keeps keys for a screen that listens later', () => {
    const keys = new KeyInput();
    keys.feed('ab');
    vi.runAllTimers();
    const got: string[] = [];
    keys.on('readable', () => {
      for (let key = keys.read(); key !== null; key = keys.read()) got.push(key);
    });
    vi.runAllTimers();
    expect(got).toEqual(['a', 'b']);
  });

  it('keeps keys while screens change hands', () => {
    const keys = new KeyInput();
    const got: string[] = [];
    const listener = (): void => {
      for (let key = keys.read(); key !== null; key = keys.read()) got.push(key);
      if (got.length === 1) keys.removeListener('readable', listener);
    };
    keys.on('readable', listener);
    keys.feed('ab');
    vi.runAllTimers();
    expect(got).toEqual(['a']);
    keys.on('readable', listener);
    vi.runAllTimers();
    expect(got).toEqual(['a', 'b']);
  });

  it('ends a paste that never ends', () => {
    const { keys, got } = listening();
    keys.feed('\x1b[200~abc');
    vi.runAllTimers();
    expect(got).toEqual([paste('abc')]);
  });

  it('drops a flood, says so, and takes the next key', () => {
    const { keys, got } = listening({ waiting: 64 });
    const flooded = vi.fn<() => void>();
    keys.on('flood', flooded);
    for (let i = 0; i < 10; i++) keys.feed('\0'.repeat(60));
    expect(flooded).toHaveBeenCalled();
    vi.runAllTimers();
    expect(got.length).toBeLessThanOrEqual(124);
    got.length = 0;
    keys.feed('x');
    vi.runAllTimers();
    expect(got).toEqual(['x']);
    keys.feed('y'.repeat(70_000));
    vi.runAllTimers();
    expect(got).toEqual(['x']);
  });

  it('keeps the beginning of a huge paste and takes none of it for keys', () => {
    const { keys, got } = listening({ paste: 10 });
    keys.feed('\x1b[200~');
    for (let i = 0; i < 100; i++) keys.feed('abcdefgh\r');
    keys.feed('\x1b[201~\r');
    vi.runAllTimers();
    expect(got).toHaveLength(2);
    expect(got[0]).toContain('~abcdefgh');
    expect(got[0]!.length).toBeLessThan(40);
    expect(got[1]).toBe('\r');
  });

  it('is silent once closed', () => {
    const { keys, got } = listening();
    keys.feed('x');
    keys.close();
    keys.feed('y');
    vi.runAllTimers();
    expect(got).toEqual([]);
  });

  it('hands raw mode to the terminal', () => {
    const setRawMode = vi.fn<(on: boolean) => void>();
    new KeyInput({ setRawMode }).setRawMode(true);
    expect(setRawMode).toHaveBeenCalledWith(true);
  });
});
