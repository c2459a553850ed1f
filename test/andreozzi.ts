/**
 * What 134 people did in Trento, as observations: a sequential dilemma in three steps, both roles, the strategy method, and at
 * every node a whole stated distribution (Andreozzi, Ploner & Saral, Scientific Reports 10, 13610, 2020; data CC BY 4.0).
 * Of an endowment of 100 each sends nothing, half or all, and what is sent is tripled for the other.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { config } from '../games/prisoners-dilemma/config.ts';
import { plans } from '../games/prisoners-dilemma/plans.ts';
import type { Plans } from '../src/core/game.ts';
import { independent } from '../src/core/theory.ts';
import type { Observation } from '../src/analysis/preferences/observation.ts';

/** D sends nothing, H half, C all. */
const SENT = { C: 100, H: 50, D: 0 } as const;
type Step = keyof typeof SENT;
const STEPS = ['C', 'H', 'D'] as const;

/** The normal form of their game, 81 plans: the first move and the replies to all, half and nothing. */
export const threeSteps: Plans = plans(
  config.parse({ T: 400, R: 300, P: 100, S: 0, steps: 3, method: 'strategy', roles: 'drawn' }),
);

/** One choice with its stated beliefs, and where it was made. */
export type TrentoChoice = {
  readonly treatment: string;
  readonly session: string;
  readonly period: number;
  readonly observation: Observation;
};

const share = z.coerce.number().min(0).max(1);
const sent = z
  .enum(['0', '50', '100'])
  .transform((text): Step => STEPS.find((step) => SENT[step] === Number(text)) ?? 'D');
const row = z.object({
  treatment: z.string(),
  session: z.string(),
  period: z.coerce.number(),
  subject: z.string(),
  ...{ uc: sent, ccL: sent, ccM: sent, ccH: sent },
  ...{ buc_M: share, buc_H: share, bccH_M: share, bccH_H: share },
  ...{ bccM_M: share, bccM_H: share, bccL_M: share, bccL_H: share },
});

/** Every choice in the file: 134 people in ten periods, each with its own stated beliefs about the other. */
export function trento(): readonly TrentoChoice[] {
  const file = join(import.meta.dirname, '..', 'data', 'reference', 'andreozzi2020_sequential_dilemma.csv');
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const columns = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const one = row.parse(Object.fromEntries(columns.map((column, i) => [column, cells[i]])));
    const numbers = [one.buc_H, one.buc_M, one.bccH_H, one.bccH_M, one.bccM_H, one.bccM_M, one.bccL_H, one.bccL_M];
    const player = `${one.session}/${one.subject}`;
    return {
      ...{ treatment: one.treatment, session: one.session, period: one.period },
      observation: {
        ...{ player, unit: player, kind: 'human', game: 'three steps', plans: threeSteps },
        answers: { first: one.uc, after_C: one.ccH, after_H: one.ccM, after_D: one.ccL },
        ...{ method: 'strategy', roles: 'drawn', repeated: false, information: 'not disclosed' },
        belief: { kind: 'stated', weights: independent(threeSteps, numbers) },
      },
    };
  });
}
