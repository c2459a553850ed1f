/** What the parts of a room share: what it is for, what its rows come to, where new ones go, what time it is. */
import type { Ledger } from './ledger.ts';
import type { RoomPlan } from './room.ts';
import type { RoomLog } from './room-log.ts';

export type RoomParts = {
  readonly plan: RoomPlan;
  /** The code of the session. */
  readonly session: string;
  readonly ledger: Ledger;
  readonly log: RoomLog;
  /** Unix milliseconds. */
  readonly clock: () => number;
};
