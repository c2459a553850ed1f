import { describe, expect, it } from 'vitest';
import { inUrl, reachableAddresses } from './addresses.ts';

const card = (name: string, address: string, internal = false) => ({
  ...{ card: name, address, internal },
  family: address.includes(':') ? (6 as const) : (4 as const),
});

const reached = (...all: readonly ReturnType<typeof card>[]): readonly string[] =>
  reachableAddresses(all).map(({ address, reach }) => `${address} ${reach}`);

describe('addresses that students can reach', () => {
  it('come with the private Wi-Fi first, virtual cards and tunnels last', () => {
    const found = reached(
      card('lo', '127.0.0.1', true),
      card('docker0', '172.17.0.1'),
      card('tun0', '10.8.0.6'),
      card('eth0', '10.1.2.3'),
      card('wlan0', '192.168.1.23'),
      card('vEthernet (WSL)', '172.29.16.1'),
      card('tailscale0', '100.101.2.3'),
    );
    expect(found.slice(0, 2)).toEqual(['192.168.1.23 local', '10.1.2.3 local']);
    expect(found.slice(2).toSorted()).toEqual([
      '10.8.0.6 unlikely',
      '100.101.2.3 unlikely',
      '172.17.0.1 unlikely',
      '172.29.16.1 unlikely',
    ]);
  });

  it('leaves out addresses that no phone can type: loopback, link-local of both families', () => {
    expect(
      reached(card('lo', '::1', true), card('en0', 'fe80::1c2'), card('en0', '169.254.7.7'), card('lo0', '127.0.1.1')),
    ).toEqual([]);
  });

  it.each([
    ['Local Area Connection* 2', '192.168.137.1', 'hotspot'],
    ['wlan0', '10.42.0.1', 'hotspot'],
    ['bridge100', '192.168.2.1', 'hotspot'],
    ['en0', '172.20.10.4', 'phone'],
    ['wlan0', '192.168.43.17', 'phone'],
    ['en0', '131.130.1.11', 'public'],
    ['en0', 'fd12::9', 'local'],
    ['en0', '2001:db8::7', 'public'],
    ['utun4', 'fd7a:115c:a1e0::1', 'unlikely'],
    ['br-5f0e', '172.18.0.1', 'unlikely'],
  ])('%s with %s is %s', (name, address, reach) => {
    const [found] = reachableAddresses([card(name, address)]);
    expect(found?.reach).toBe(reach);
    expect(found?.says).toContain(name);
  });

  it('names IPv4 before IPv6 of the same card, and writes IPv6 in brackets', () => {
    const [first, second] = reachableAddresses([card('wlan0', '2001:db8::7'), card('wlan0', '131.130.1.11')]);
    expect([first?.family, second?.family]).toEqual([4, 6]);
    expect(inUrl(second!)).toBe('[2001:db8::7]');
    expect(inUrl(first!)).toBe('131.130.1.11');
    expect(reached(card('eth0', 'fd00::2'), card('eth0', '192.0.2.2'), card('docker0', '172.17.0.1'))).toEqual([
      '192.0.2.2 public',
      'fd00::2 local',
      '172.17.0.1 unlikely',
    ]);
  });

  it('puts a hotspot of this computer before everything else', () => {
    expect(reached(card('wlan0', '192.168.1.23'), card('wlan1', '10.42.0.1'))[0]).toBe('10.42.0.1 hotspot');
  });
});
