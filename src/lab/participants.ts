/**
 * Whose data comes in: the session and the participants at the keyboard. A session is a rehearsal until it is named.
 * Rows are written with the first match or the first name, so that opening the lab and leaving it writes nothing.
 */
import { newCode, newSeed } from '../core/ids.ts';
import type { LogRow, SessionRow, Store } from '../core/log.ts';

/** Whose data comes in now. Nothing is written before the first match, or the first name. */
export type Whose = {
  readonly session: string;
  /** null: a rehearsal. */
  readonly name: string | null;
  /** The participant at the keyboard, and a second one where two play. */
  readonly people: readonly [string, string];
};

/** The lab goes on with its last session if that was used within this time: a class, its break and its second half. Ours. */
export const GO_ON_WITHIN = 12 * 60 * 60 * 1000;

export type Ledger = {
  readonly whose: Whose;
  /** Rows that have to be on disk before anything of this session and of so many of its people can be. */
  pending(now: number, people: 0 | 1 | 2): readonly LogRow[];
  /** Those rows were committed. */
  written(rows: readonly LogRow[]): void;
  nextPerson(): Whose;
  startAfresh(now: number): Whose;
  /** Goes on with what a match says: its session and its people. */
  goOn(
    session: { readonly code: string; readonly name: string | null },
    people: readonly [string | null, string | null],
  ): Whose;
  named(name: string): Whose;
};

/** Continues the latest lab session, or starts one that is not yet written. */
export async function openLedger(store: Store, version: string, now: number): Promise<Ledger> {
  const latest = (await store.sessions()).filter((s) => s.kind === 'lab').toSorted((a, b) => b.lastAt - a.lastAt)[0];
  return ledger(version, now, latest !== undefined && now - latest.lastAt < GO_ON_WITHIN ? latest : null);
}

const fresh = (version: string, now: number): SessionRow => ({
  code: newCode(),
  kind: 'lab',
  seed: newSeed(),
  version,
  startedAt: now,
});

export function ledger(
  version: string,
  opened: number,
  latest: { readonly code: string; readonly name: string | null } | null,
): Ledger {
  const onDisk = new Set<string>(latest === null ? [] : [latest.code]);
  let row = fresh(version, opened);
  let whose: Whose = { session: latest?.code ?? row.code, name: latest?.name ?? null, people: [newCode(), newCode()] };
  return {
    get whose() {
      return whose;
    },
    pending(now, people) {
      const { session } = whose;
      const rows: LogRow[] = onDisk.has(session) ? [] : [{ table: 'session', row }];
      for (const code of whose.people.slice(0, people))
        if (!onDisk.has(code))
          rows.push({ table: 'participant', row: { code, session, label: null, treatment: null, joinedAt: now } });
      return rows;
    },
    written(rows) {
      for (const { table, row: written } of rows)
        if (table === 'session' || table === 'participant') onDisk.add(written.code);
    },
    nextPerson: () => (whose = { ...whose, people: [newCode(), newCode()] }),
    startAfresh(now) {
      row = fresh(version, now);
      return (whose = { session: row.code, name: null, people: [newCode(), newCode()] });
    },
    goOn(session, [first, second]) {
      for (const code of [session.code, first, second]) if (code !== null) onDisk.add(code);
      return (whose = { session: session.code, name: session.name, people: [first ?? newCode(), second ?? newCode()] });
    },
    named: (name) => (whose = { ...whose, name }),
  };
}
