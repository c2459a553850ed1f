import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ownHosts } from './hosts.ts';

describe('names of this computer', () => {
  const ours = ownHosts(['lab.example']);

  it.each([
    ...[
      'localhost',
      'localhost:8080',
      'LOCALHOST',
      'localhost.',
      '127.0.0.1:1',
      '[::1]:8080',
      'lab.example',
      'LAB.example:443',
    ],
    ...Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? []).map(({ address, family }) => (family === 'IPv6' ? `[${address}]:80` : address)),
    ),
  ])('%s', (host) => {
    expect(ours(host)).toBe(true);
  });

  it.each([
    ...[
      '',
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '8.8.8.8',
      '[2001:db8::1]',
      'localhost/x',
      'a@localhost',
      'localhost:80:80',
      '127.1',
    ],
    ...['lab.example.evil', 'localhost evil', '::1]', '[::1', 'localhost#', 'localhost?', '%6cocalhost', '0.0.0.0'],
  ])('not %s', (host) => {
    expect(ours(host)).toBe(false);
  });

  it('not none', () => {
    expect(ours(undefined)).toBe(false);
  });
});
