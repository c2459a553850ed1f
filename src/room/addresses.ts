/** At which of this computer's addresses other machines reach a room, the likeliest first, and how each may be reached. Pure. */

/** A network address of this computer, as the operating system names it. */
export type NetworkAddress = {
  /** Of the card: wlan0, en0, Wi-Fi. */
  readonly card: string;
  readonly address: string;
  readonly family: 4 | 6;
  /** Reaches this computer only. */
  readonly internal: boolean;
};

/**
 * How an address is reached. hotspot: phones join a network of this computer's own; phone: this computer sits in a phone's
 * hotspot; local: the same Wi-Fi or cable; public: from anywhere that no firewall keeps out; unlikely: by programs on this
 * computer, or through a tunnel.
 */
export type Reach = 'hotspot' | 'phone' | 'local' | 'public' | 'unlikely';

export type ReachableAddress = NetworkAddress & {
  readonly reach: Reach;
  /** What to know of it, in a sentence. */
  readonly says: string;
};

/** Cards of virtual machines and containers, and tunnels, by how systems name them. */
const VIRTUAL =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|vethernet|lxc|lxd|cni|flannel|podman|tap|hyper-v|virtualbox|vmware|awdl|llw|anpi|ap\d)/i;
const TUNNEL = /^(tun|utun|wg|ppp|tailscale|zt|nordlynx|proton|ipsec|cscotun|gpd|openvpn|wireguard)/i;
const WIRELESS = /^(wl|wi-?fi|en0$|airport|ath|ra\d)/i;

/** Networks that a computer makes when it lets others in: Windows, NetworkManager on Linux, macOS. */
const OWN_HOTSPOTS: readonly RegExp[] = [/^192\.168\.137\.1$/, /^10\.42\.\d+\.1$/, /^192\.168\.2\.1$/];
/** Networks that a phone makes: iPhones, older Android. */
const PHONES: readonly RegExp[] = [/^172\.20\.10\.\d+$/, /^192\.168\.43\.\d+$/, /^192\.168\.49\.\d+$/];

const ORDER: readonly Reach[] = ['hotspot', 'local', 'phone', 'public', 'unlikely'];

/**
 * The addresses that other machines may use, the likeliest first. This computer's own loopback and addresses that name
 * their card (link-local ones, of both families) are left out: no phone can type them. IPv6 comes after IPv4.
 */
export function reachableAddresses(all: readonly NetworkAddress[]): readonly ReachableAddress[] {
  const usable = all.filter(({ address, internal }) => !internal && !isLinkLocal(address) && !isLoopback(address));
  return usable
    .map((one): ReachableAddress => {
      const reach = reachOf(one);
      return { ...one, reach, says: saysOf(one, reach) };
    })
    .toSorted((a, b) => rank(a) - rank(b));
}

/** An address in a URL: those of IPv6 stand in brackets. */
export const inUrl = ({ address, family }: Pick<NetworkAddress, 'address' | 'family'>): string =>
  family === 6 ? `[${address}]` : address;

const isLinkLocal = (address: string): boolean => /^(169\.254\.|fe[89ab])/i.test(address);
const isLoopback = (address: string): boolean => /^127\.|^::1$/.test(address);

function reachOf({ card, address, family }: NetworkAddress): Reach {
  const bridge = /^bridge100$/i.test(card);
  if (TUNNEL.test(card) || isCarrier(address)) return 'unlikely';
  if (VIRTUAL.test(card) && !bridge) return OWN_HOTSPOTS[0]!.test(address) ? 'hotspot' : 'unlikely';
  if (bridge || OWN_HOTSPOTS.some((known) => known.test(address))) return 'hotspot';
  if (PHONES.some((known) => known.test(address))) return 'phone';
  if (family === 6) return isPrivateV6(address) ? 'local' : 'public';
  return isPrivate(address) ? 'local' : 'public';
}

const isPrivate = (address: string): boolean => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
const isPrivateV6 = (address: string): boolean => /^f[cd]/i.test(address);
/** 100.64.0.0/10, which carriers and tunnels share out. */
const isCarrier = (address: string): boolean => /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(address);

/** IPv4 before IPv6, whatever it reaches: a phone's browser takes it, and people can type it. */
const rank = ({ reach, family, card, address }: ReachableAddress): number =>
  (reach === 'unlikely' ? 1000 : family === 6 ? 500 : 0) +
  100 * ORDER.indexOf(reach) +
  // Whoever has both is in the Wi-Fi of the room more often than on its cable.
  (WIRELESS.test(card) ? 0 : 10) +
  (address.startsWith('192.168.') ? 0 : 1);

function saysOf({ card, family }: NetworkAddress, reach: Reach): string {
  switch (reach) {
    case 'hotspot':
      return `Your own hotspot (${card}): students join its Wi-Fi, and need no internet.`;
    case 'phone':
      return `A phone's hotspot (${card}): students join the same phone's Wi-Fi; most let in five to ten.`;
    case 'local':
      return WIRELESS.test(card)
        ? `This Wi-Fi (${card}): students use the same one.`
        : `This network (${card}): students in the same network or its Wi-Fi.`;
    case 'public':
      return family === 6
        ? `An address of the internet (${card}, IPv6): phones in a network with IPv6, unless a firewall keeps them out.`
        : `An address of the internet (${card}): from anywhere, unless a firewall keeps them out.`;
    case 'unlikely':
      return TUNNEL.test(card)
        ? `Unlikely: a tunnel (${card}), which students are not in.`
        : `Unlikely: programs on this computer (${card}).`;
  }
}

/** What to try where phones do not reach the address, a sentence each. */
export const ISOLATED: readonly string[] = [
  'A phone says that the page cannot be reached? Many campus and guest networks keep machines apart from each other.',
  'Then open a hotspot on this computer (settings, "mobile hotspot" or "internet sharing"), let students join it, and press o twice.',
  'Or ask whoever runs the network for a room without client isolation; a firewall of this computer may ask to let node in: say yes.',
];
