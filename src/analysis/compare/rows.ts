/** What a comparison reads: stored matches with their answers, whichever database they come from. */
import type { EndingRow, SeatRow, SessionRow, StoredAnswer } from '../../log.ts';

/** A session as a comparison names it. `name` is null for a rehearsal. */
export type SessionFacts = Pick<SessionRow, 'code' | 'kind' | 'seed' | 'version'> & { readonly name: string | null };

export type StoredMatch = {
  readonly code: string;
  readonly session: SessionFacts;
  readonly game: string;
  readonly version: number;
  /** As stored; the same text is the same object. */
  readonly config: unknown;
  readonly configText: string;
  readonly seed: number;
  readonly language: string;
  readonly wording: string;
  readonly seats: readonly SeatRow[];
  readonly disclosed: boolean;
  readonly ending: EndingRow['how'] | null;
  /** In the order in which they were given. */
  readonly answers: readonly StoredAnswer[];
};

/** How questions to one model were answered in the end, and what that took. */
export type CallCount = {
  readonly agent: string;
  readonly provider: string;
  readonly model: string;
  /** Questions by how the last call about them ended. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly calls: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly cost: number | null;
  /** The request of the first call without its messages: what was asked of the server. */
  readonly settings: Readonly<Record<string, unknown>> | null;
};

/** Somebody's treatment, by participant code. */
export type Treatments = ReadonlyMap<string, string | null>;
