/** The ways of asking for probabilities, in the order in which they are tried where nothing is known of a server. */
import type { DecisionDialect } from '../../core/distribution.ts';
import { decisions } from './decisions.ts';
import { firstToken } from './first-token.ts';
import type { DecisionProtocol } from './protocol.ts';
import { systemone } from './systemone.ts';

/** By name; keys stand in the order of trying. */
export const PROTOCOLS: Readonly<Record<DecisionDialect, DecisionProtocol>> = {
  systemone,
  decisions,
  'first token': firstToken,
};
