/**
 * Rows as a log gives them back to whoever reads many of them: matches whole, with their answers. Texts that thousands of
 * matches share are parsed once, and what is the same is the same object.
 */
import type { CallRow, DecisionRow, EndingRow, SeatRow, SessionRow, StoredAnswer } from './log.ts';
import type { Presentation } from './presentation.ts';
import type { Lineage } from './served-model.ts';

/** A session as a comparison names it. `name` is null for a rehearsal. */
export type SessionFacts = Pick<SessionRow, 'code' | 'kind' | 'seed' | 'version'> & { readonly name: string | null };

/** A session as it is found at once, however large the log. */
export type SessionEntry = SessionRow & { readonly name: string | null; readonly matches: number };

/** Whether a session is a rehearsal: at a keyboard, and nobody gave it a name. */
export const isRehearsal = ({ kind, name }: Pick<SessionEntry, 'kind' | 'name'>): boolean =>
  kind === 'lab' && name === null;

/** Up to so many answers of a match, lists that are alike are one list: longer ones hardly ever are. */
export const ALIKE = 8;

/** A seat without the person's code. */
export type SeatFacts = Omit<SeatRow, 'participant'>;

/** A match as a comparison takes it. */
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
  /** Unix milliseconds. */
  readonly startedAt: number;
  readonly ending: EndingRow['how'] | null;
  readonly presentation: Presentation | null;
  /** As they were given, or in the order of the questions. Up to `ALIKE` that are the same are the same list. */
  readonly answers: readonly StoredAnswer[];
};

/** A decision as it lies in the log, without its match: what is JSON there is its text, or null. */
export type StoredDecision = Omit<DecisionRow, 'match' | 'marks' | 'options' | 'notes' | 'distribution'> & {
  readonly marks: string | null;
  readonly options: string | null;
  readonly notes: string | null;
  readonly distribution: string | null;
};

/** Which cells of its answers a match is read with: the fewer, the quicker. */
export type AnswerCells = {
  /**
   * What the rules need to play the match again, in the order of the questions: by turn, seat and position. Reasons and notes are
   * left out (null), and so are payoffs; a match that has not ended comes without answers; up to `ALIKE` answers that are the
   * same are the same list.
   */
  readonly moves: StoredAnswer;
  /** Which questions were answered; mostly those that are the same are the same list. */
  readonly questions: Pick<StoredDecision, 'turn' | 'seat' | 'key' | 'revision' | 'round' | 'practice'>;
  /** And how. */
  readonly answers: AnswerCells['questions'] &
    Pick<StoredDecision, 'role' | 'answer' | 'answeredAt' | 'source' | 'distribution'>;
  readonly everything: StoredDecision;
};

/** A match with everything that belongs to it. Its texts of settings and seats are the same for thousands of matches. */
export type LoggedMatch<Answer = StoredDecision> = Omit<StoredMatch, 'session' | 'answers'> & {
  readonly session: SessionEntry;
  /** `seats` with the people's codes, as JSON. */
  readonly seatsText: string;
  /** Unix milliseconds; null while the match can be resumed. */
  readonly endedAt: number | null;
  /** Points by seat; undefined where none are stored. */
  readonly payoffs: readonly (number | undefined)[];
  /** Whether a model was called in it. */
  readonly called: boolean;
  /** In the order in which they were given, those that a later one replaced among them. */
  readonly answers: readonly Answer[];
};

/** A call without what was said in it. */
export type CallFacts = Omit<CallRow, 'match' | 'request' | 'response'>;

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
  /** The models that answered, as their server calls them. */
  readonly served: readonly string[];
  /** Settings that were left out, as the server refuses them. */
  readonly leftOut: readonly string[];
  /** Of a model of our own tuning: where it came from. */
  readonly lineage?: Lineage;
  /** The request of the first call without its messages: what was asked of the server. */
  readonly settings: Readonly<Record<string, unknown>> | null;
};

/** Somebody's treatment, by participant code. */
export type Treatments = ReadonlyMap<string, string | null>;
