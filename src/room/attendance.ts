/** Whose machine is there, as far as doors tell: nothing is kept on disk here. Times in Unix milliseconds. */

/** Nothing was seen of a machine for so long: it is gone, though it did not say so. Doors see each at least every 20 s. */
export const SILENT = 45_000;

/** A machine that said that it goes away is gone after so long: a page that is loaded again comes back at once. */
const AWAY = 8_000;

type Seen = { readonly here: boolean; readonly at: number };

export type Attendance = {
  seen(member: string, here: boolean, now: number): void;
  /** Since when it has been away; null: it is there. */
  awaySince(member: string, now: number): number | null;
  /** Whether it has been away for longer than loading a page takes. */
  gone(member: string, now: number): boolean;
};

/** Everybody is there at `from`, when this program began to look. `patience`: after so long somebody who is gone is replaced. */
export function newAttendance(from: number, patience: number): Attendance {
  const machines = new Map<string, Seen>();
  const awaySince = (member: string, now: number): number | null => {
    const { here, at } = machines.get(member) ?? { here: true, at: from };
    return !here || now - at >= SILENT ? at : null;
  };
  return {
    seen(member, here, now) {
      const before = machines.get(member);
      // Since when it is away, not when that was last said.
      if (!here && before?.here === false) return;
      machines.set(member, { here, at: now });
    },
    awaySince,
    gone(member, now) {
      const since = awaySince(member, now);
      return since !== null && now - since >= Math.min(AWAY, patience);
    },
  };
}
