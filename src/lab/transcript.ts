/** What was said to the models of a match, and what they answered, call by call. */
import type { CallRow, MatchRow } from '../core/log.ts';
import type { Spoken } from './models.ts';

export type TranscriptCalls = {
  readonly match: MatchRow;
  readonly calls: readonly { readonly row: CallRow; readonly spoken: Spoken }[];
};

/** Where one stands in the calls of a match: which call, and the first line of it in view. */
export type AtCall = { readonly call: number; readonly first: number };
