/** A question for probabilities as `call` puts it: one order, one dialect. */
import { explain, type ModelConnection, type Exchange } from '../call.ts';
import type { HttpAnswer } from '../http.ts';
import type { DecisionProtocol, DecisionQuestion, DecisionReading } from './protocol.ts';

/**
 * Half a JSON may be whole the next time; a whole one whose probabilities cannot be used is what this server says, and is not
 * asked for again.
 */
export function decisionExchange(
  { model }: ModelConnection,
  protocol: DecisionProtocol,
  asked: DecisionQuestion,
  settings: Readonly<Record<string, unknown>>,
): Exchange<DecisionReading> {
  return {
    path: protocol.path,
    request: () => ({ body: protocol.body(model, asked, settings), leftOut: [] }),
    read(http: HttpAnswer) {
      const reading = protocol.read(http, asked);
      const { told } = reading;
      if (reading.kind === 'broken' && !reading.whole)
        return { kind: 'broken', why: reading.why, status: reading.status, told };
      return { kind: reading.kind === 'refused' ? 'refused' : 'said', said: reading, told };
    },
    learn: () => null,
    answered: () => undefined,
    explain,
  };
}
