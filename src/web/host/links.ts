/** The secret links of whoever hosts a room: what opens which page. Only hashes are kept; a secret is known to who has the link. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { newSecret } from '../secrets.ts';
import type { HostDoor } from './host-app.ts';

/** Two secrets: of the board, which steers, and of the projector, which looks. */
export type LinkSecrets = Readonly<Record<HostDoor, string>>;

export const newLinks = (): LinkSecrets => ({ board: newSecret(), projector: newSecret() });

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The hashes as one text, for the log. */
export const linkText = ({ board, projector }: LinkSecrets): string =>
  `board ${hashOf(board)} projector ${hashOf(projector)}`;

/** What has been made of links, in its order: hashes by the page that they open. Whoever renews takes all before away. */
export type KnownLinks = readonly { readonly door: HostDoor; readonly hash: string }[];

/** The links that open something after these rows. */
export function linksIn(made: readonly { readonly text: string; readonly renewed: boolean }[]): KnownLinks {
  const from = Math.max(
    0,
    made.findLastIndex(({ renewed }) => renewed),
  );
  return made.slice(from).flatMap(({ text }) => {
    const found = /^board ([0-9a-f]{64}) projector ([0-9a-f]{64})$/.exec(text);
    const [, board = '', projector = ''] = found ?? [];
    return found === null
      ? []
      : [
          { door: 'board' as const, hash: board },
          { door: 'projector' as const, hash: projector },
        ];
  });
}

/** Which page a secret opens; null: none. Every known link is looked at, whatever was found before. */
export function openedBy(known: KnownLinks, secret: string): HostDoor | null {
  const given = Buffer.from(hashOf(secret), 'hex');
  let found: HostDoor | null = null;
  for (const { door, hash } of known) if (timingSafeEqual(given, Buffer.from(hash, 'hex'))) found = door;
  return found;
}
