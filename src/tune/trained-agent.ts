/** Whose answers a training set teaches, as it is typed. */
import { z } from 'zod';
import { readNumber, type Taste } from '../core/game.ts';
import { UserError } from '../core/user-error.ts';
import { jsonIn } from '../disk/text-file.ts';

/** An agent by its utility. */
export type TrainedAgent = {
  /** As it is stored and typed again: economicus, moralis:0.5, {"kappa":0,"alpha":0.5,"beta":0.6}. */
  readonly name: string;
  readonly taste: Taste;
};

/** κ of a moralis that is named without one, as everywhere in the lab. */
const USUAL_KAPPA = 0.5;

const weights = z.strictObject({
  kappa: z.number().min(0).max(1).default(0),
  // What it costs to be behind, and to be ahead: of nobody a gain (Fehr & Schmidt 1999).
  alpha: z.number().min(0).max(10).exactOptional(),
  beta: z.number().min(0).max(10).exactOptional(),
});

const POSSIBLE =
  'economicus, moralis:κ with κ from 0 to 1, or \'{"kappa":0,"alpha":0.5,"beta":0.6}\' with α and β from 0 to 10';

/** Reads economicus, moralis, moralis:κ, or a JSON object with kappa, alpha and beta. Throws a UserError for anything else. */
export function readTrainedAgent(typed: string): TrainedAgent {
  const text = typed.trim();
  const refused = new UserError(`A training set teaches ${POSSIBLE}; got "${typed}".`);
  if (text.startsWith('{')) {
    // As people write numbers: {"alpha":.5} is no JSON, and means one.
    const parsed = weights.safeParse(jsonIn(text.replace(/([:\s]-?)\.(\d)/g, '$10.$2')));
    if (!parsed.success) throw refused;
    const { kappa, alpha = 0, beta = 0 } = parsed.data;
    if (alpha === 0 && beta === 0) return kappa === 0 ? ECONOMICUS : moralis(kappa);
    const taste = { kappa, ...(alpha === 0 ? {} : { alpha }), ...(beta === 0 ? {} : { beta }) };
    return { name: JSON.stringify(taste), taste };
  }
  if (text === 'economicus') return ECONOMICUS;
  const [, given] = /^moralis(?::(.+))?$/.exec(text) ?? [null, null];
  if (given === null) throw refused;
  const kappa = given === undefined ? USUAL_KAPPA : readNumber(given);
  if (kappa === null || kappa < 0 || kappa > 1) throw refused;
  return moralis(kappa);
}

const ECONOMICUS: TrainedAgent = { name: 'economicus', taste: { kappa: 0 } };
const moralis = (kappa: number): TrainedAgent => ({ name: `moralis:${kappa}`, taste: { kappa } });
