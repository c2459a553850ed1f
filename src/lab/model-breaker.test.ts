import { describe, expect, it } from 'vitest';
import { type Asking, newModelBreaker } from './model-breaker.ts';

/** A breaker with a clock of its own, what it said, and a way to ask that must be let through. */
function breaker() {
  let now = 1_000_000;
  const said: string[] = [];
  const failures: string[] = [];
  const one = newModelBreaker({
    clock: () => now,
    failed: (sentence) => failures.push(sentence),
    changed: (sentence) => said.push(sentence),
  });
  const rests = (model = 'local/small'): boolean => {
    const asking = one.ask(model);
    if ('rests' in asking) return true;
    asking.left();
    return false;
  };
  const asked = (model = 'local/small'): Asking => {
    const asking = one.ask(model);
    if ('rests' in asking) throw new Error(asking.rests);
    return asking;
  };
  const fails = (times: number, why = 'the key is not accepted (401): Incorrect API key provided: sk-secret') => {
    for (let at = 0; at < times; at++) asked().failed('failed', why);
  };
  return { asked, rests, fails, said, failures, later: (ms: number) => void (now += ms) };
}

describe('a model that stops answering', () => {
  it('rests after three questions in a row, whoever asks, and no other model does', () => {
    const { fails, rests, asked, said } = breaker();
    fails(2);
    asked().answered();
    fails(2);
    expect(rests()).toBe(false);
    expect(said).toEqual([]);
    fails(1);
    expect(rests()).toBe(true);
    expect(rests('local/other')).toBe(false);
    expect(said).toHaveLength(1);
  });

  it('is tried by one alone after 15 s, then after twice as long, up to two minutes', () => {
    const { fails, rests, asked, later, said } = breaker();
    fails(3);
    for (const rest of [15_000, 30_000, 60_000, 120_000, 120_000]) {
      later(rest - 1);
      expect(rests()).toBe(true);
      later(1);
      const trial = asked();
      expect(rests()).toBe(true);
      trial.failed('timed out', 'no answer within 20 s');
    }
    expect(said).toHaveLength(1);
    later(120_000);
    const trial = asked();
    trial.left();
    asked().answered();
    expect(rests()).toBe(false);
    expect(said).toHaveLength(2);
    fails(3);
    later(15_000);
    expect(rests()).toBe(false);
  });

  it('learns nothing more from those that were out already, but their answer ends the rest', () => {
    const { fails, rests, asked, said, later } = breaker();
    const [late, later2] = [asked(), asked()];
    fails(3);
    late.failed('timed out', 'no answer within 20 s');
    later(15_000);
    const trial = asked();
    trial.left();
    later2.answered();
    expect(rests()).toBe(false);
    expect(said).toHaveLength(2);
    late.answered();
    expect(said).toHaveLength(2);
  });

  it('is told of in words of ours alone: what a server or a model wrote may hold a key', () => {
    const { fails, asked, said, failures } = breaker();
    fails(2);
    asked().failed('refused', 'I will not: sk-secret');
    expect([...said, ...failures].join(' ')).not.toMatch(/sk-secret|I will not/);
    expect(failures[0]).toContain('401');
    expect(failures).toHaveLength(3);
  });
});
