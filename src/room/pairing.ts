/**
 * Who plays with whom: people who wait for others at one table are put together in the order in which they came, or by lots.
 * Nobody meets the same person twice where that can be helped, and who has moved first before moves second now.
 */
import type { Rng } from '../core/rng.ts';

/** Somebody who waits for others. */
export type Waiting = {
  readonly code: string;
  /** Since when, in Unix milliseconds. */
  readonly since: number;
  /** Whom this person has played with in this room, by code. */
  readonly met: ReadonlySet<string>;
  /** How often this person has had the seat of who chose the table. */
  readonly firsts: number;
};

/** People who sit down together: who takes the seat of whoever chose the table first. `short`: so many seats are left for an agent. */
export type Together = { readonly people: readonly string[]; readonly short: number };

export type PairingRules = {
  /** So many people sit at this table. */
  readonly size: number;
  readonly now: number;
  /** Who has waited for so long (milliseconds) sits down with whoever is there, and with agents. */
  readonly patience: number;
  /** Whether anybody else is still to come: else nobody waits for a person not met before. */
  readonly more: boolean;
  /** Whether an agent may fill a seat. */
  readonly fill: boolean;
  /** null: in the order in which they came. */
  readonly lots: Rng | null;
  /** Draws who moves first among those who have done so equally often. */
  readonly coin: Rng;
};

/**
 * The tables that can begin now. Whoever is in none of them waits on; `alone`: whoever has waited long enough and cannot be
 * seated, since nobody is there and no agent may fill in.
 */
export function pairing(
  waiting: readonly Waiting[],
  rules: PairingRules,
): { readonly tables: readonly Together[]; readonly alone: readonly string[] } {
  const { size, now, patience, more, fill, lots, coin } = rules;
  const tables: Together[] = [];
  const alone: string[] = [];
  let left = lots === null ? waiting.toSorted((a, b) => a.since - b.since) : [...lots.shuffle(waiting)];
  const seat = (group: readonly Waiting[]): void => {
    const people = coin
      .shuffle(group)
      .toSorted((a, b) => a.firsts - b.firsts)
      .map(({ code }) => code);
    tables.push({ people, short: size - people.length });
    left = left.filter((one) => !group.includes(one));
  };
  for (const one of [...left]) {
    if (!left.includes(one)) continue;
    // Whoever has moved first less often, or more often, comes first: then both change places.
    const others = left
      .filter((other) => other !== one)
      .toSorted((a, b) => Number(a.firsts === one.firsts) - Number(b.firsts === one.firsts));
    const strangers: Waiting[] = [one];
    for (const other of others)
      if (strangers.length < size && strangers.every(({ met, code }) => !met.has(other.code) && !other.met.has(code)))
        strangers.push(other);
    const overdue = now - one.since >= patience;
    if (strangers.length === size) seat(strangers);
    else if (others.length >= size - 1 && (overdue || !more)) {
      const known = others.filter((other) => !strangers.includes(other));
      seat([...strangers, ...known].slice(0, size));
    } else if (overdue && fill) seat([one, ...others].slice(0, size));
    else if (overdue) alone.push(one.code);
  }
  return { tables, alone };
}
