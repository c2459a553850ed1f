/** What a test has go wrong between the world and its caller, by the call: whatever else goes wrong is a fate in the world. */
import type { Call, RefusalKind, TuningRequest } from './section.ts';

export type FaultKind =
  /** Refused before anything is done, in the provider's own form. */
  | { readonly how: 'refused'; readonly kind: RefusalKind; readonly message?: string; readonly retryAfter?: number }
  /** The connection breaks when half of the body has come; nothing is done. */
  | { readonly how: 'cut' }
  /** The work is done, and the connection breaks before the reply. */
  | { readonly how: 'lost' }
  /** The work is done, and the connection breaks in the midst of the reply. */
  | { readonly how: 'half' }
  /** The work is done, and the reply is a page for people. */
  | { readonly how: 'html'; readonly status?: number }
  /** The reply comes so much later. */
  | { readonly how: 'slow'; readonly ms: number }
  /** The reply begins and never ends, 100 kB a millisecond. */
  | { readonly how: 'endless'; readonly status?: number }
  /** Nothing is done, and nothing is ever said. */
  | { readonly how: 'silent' };

export type Fault = FaultKind & {
  readonly call: Call | 'any';
  /** So often; 1 where it is left out. */
  readonly times?: number;
  /** So many such calls go well before. */
  readonly after?: number;
  readonly when?: (request: Pick<TuningRequest, 'method' | 'path' | 'query' | 'headers'>) => boolean;
};

export type Faults = {
  /** Switches one on; gives what switches it off. */
  add(fault: Fault): () => void;
  clear(): void;
  /** Of this call, which is counted; null: it goes well. */
  next(call: Call, request: Pick<TuningRequest, 'method' | 'path' | 'query' | 'headers'>): FaultKind | null;
};

export function faultsOf(): Faults {
  type Pending = { readonly fault: Fault; before: number; left: number };
  let pending: Pending[] = [];
  return {
    add(fault) {
      const one: Pending = { fault, before: fault.after ?? 0, left: fault.times ?? 1 };
      pending.push(one);
      return () => {
        pending = pending.filter((other) => other !== one);
      };
    },
    clear() {
      pending = [];
    },
    next(call, request) {
      for (const one of pending) {
        const { fault } = one;
        if ((fault.call !== 'any' && fault.call !== call) || fault.when?.(request) === false || one.left === 0)
          continue;
        if (one.before > 0) one.before -= 1;
        else {
          one.left -= 1;
          return fault;
        }
      }
      return null;
    },
  };
}
