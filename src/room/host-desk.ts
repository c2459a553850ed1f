/** The desk of whoever hosts a room: everything that is seen and done there, whatever shows it, a terminal or a page. */
import type { ReachableAddress } from './addresses.ts';
import type { ProjectionMove, ProjectionStand, ProjectionStep } from './projection.ts';
import type { Board, RoomPlan, Steering } from './room.ts';

/** How participants reach the room. */
export type NetworkShown = {
  /** Whether other machines can reach it; else this computer alone. */
  readonly open: boolean;
  readonly port: number;
  /** What a browser opens, without the room's code: http://192.168.1.23:4400 */
  readonly url: string;
  /** The same with the code: what the QR code says. */
  readonly join: string;
  /** The QR code's modules, row by row, dark ones true, without its quiet border. */
  readonly qr: readonly (readonly boolean[])[];
  /** Addresses that it can be reached at once it is open, the likeliest first. */
  readonly addresses: readonly ReachableAddress[];
  /** Why it cannot be reached, in a sentence; null: nothing is known against it. */
  readonly trouble: string | null;
};

/** Links that open the host's pages to whoever has them. */
export type HostLinks = { readonly board: string; readonly projector: string };

/** Where the projector stands, and what there is. */
export type ProjectionShown = {
  readonly stand: ProjectionStand;
  readonly steps: readonly ProjectionStep[];
  readonly topics: number;
  /** What the figure that it stands at is called; null: there is none yet. */
  readonly figure: string | null;
};

/** Everything that a board shows, of one moment. */
export type DeskShown = {
  readonly board: Board;
  readonly network: NetworkShown;
  readonly projection: ProjectionShown;
};

export interface HostDesk {
  readonly plan: RoomPlan;
  shown(): Promise<DeskShown>;
  /** Calls `changed` whenever there is something new to show, until the function that it gives back is called. */
  watch(changed: () => void): () => void;
  /** On disk when it resolves; rejects with a UserError where the room is not in a state for it. */
  steer(steering: Steering): Promise<void>;
  /** Lets other machines reach the room, or this computer alone. Rejects with a UserError where that cannot be done. */
  setOpen(open: boolean): Promise<void>;
  /** Students are told another of this computer's addresses. */
  nextAddress(): void;
  /** The links of this program; null: that one was shown. The projector's can do nothing, and stays. */
  links(): { readonly board: string | null; readonly projector: string };
  /** The board's link was shown: it is not shown again. */
  linkShown(): void;
  /** New links; those of before open nothing any more. */
  renewLinks(): Promise<HostLinks>;
  project(move: ProjectionMove): Promise<void>;
}
