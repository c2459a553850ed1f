import { expect, it } from 'vitest';
import { matchCode, newCode } from './ids.ts';

it('makes codes of 8 lower-case letters', () => {
  for (let i = 0; i < 1000; i++) {
    expect(newCode()).toMatch(/^[a-z]{8}$/);
    expect(matchCode()).toMatch(/^[a-z]{8}$/);
  }
});

it('never gives two matches of a process the same code, where drawn codes would meet', () => {
  const codes = Array.from({ length: 500_000 }, matchCode);
  expect(new Set(codes).size).toBe(codes.length);
});
