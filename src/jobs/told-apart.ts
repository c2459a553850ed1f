/** What a provider's refusals are told apart by: who follows a job goes on after some, and orders nothing twice after others. */
import { UserError } from '../core/user-error.ts';

/**
 * The provider has answered, and says no: a key without the right, a request that it does not take, no quota. Nothing was done, and to ask
 * the same again would end the same. Whatever else is thrown may have been done before its answer was lost.
 */
export class Refused extends UserError {
  /** Of the answer; null: nothing was asked. */
  readonly status: number | null;
  constructor(sentence: string, status: number | null = null) {
    super(sentence);
    this.status = status;
  }
}

/** The provider does not know the job, the file or the deployment: it was removed, or the key is of another account. */
export class NotThere extends Refused {}

/** The provider asks to be asked later, and says when. */
export class Later extends UserError {
  readonly afterMs: number;
  constructor(sentence: string, afterMs: number) {
    super(sentence);
    this.afterMs = afterMs;
  }
}

/** Whether what was asked for may have been done all the same: nobody refused it, its answer was lost or is none. */
export const mayBeDone = (error: unknown): boolean =>
  error instanceof UserError && !(error instanceof Refused) && !(error instanceof Later);
