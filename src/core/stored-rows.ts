/** What a comparison reads: stored matches with their answers, whichever database they come from. */
import type { EndingRow, SeatRow, SessionRow, StoredAnswer } from './log.ts';

/** A session as a comparison names it. `name` is null for a rehearsal. */
export type SessionFacts = Pick<SessionRow, 'code' | 'kind' | 'seed' | 'version'> & { readonly name: string | null };

/** Up to so many answers of a match, lists that are alike are one list: longer ones hardly ever are. */
export const ALIKE = 8;

/** A seat without the person's code. */
export type SeatFacts = Omit<SeatRow, 'participant'>;

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
  /** Who sat where. The same kinds of players, whoever the people are, are the same list. */
  readonly seats: readonly SeatFacts[];
  /** By seat: the code of the person who sat there. */
  readonly participants: readonly (string | null)[];
  readonly disclosed: boolean;
  readonly ending: EndingRow['how'] | null;
  /** In the order in which they were given. Up to `ALIKE` that are the same are the same list. */
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
