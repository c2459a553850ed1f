/**
 * What 134 people did in Trento, as observations: a sequential dilemma in three steps, both roles, the strategy method, and at
 * every node a whole stated distribution (Andreozzi, Ploner & Saral, Scientific Reports 10, 13610, 2020; data CC BY 4.0).
 * Of an endowment of 100 each sends nothing, half or all, and what is sent is tripled for the other.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Plans } from '../src/core/game.ts';
import { independent } from '../src/core/theory.ts';
import type { Observation } from '../src/analysis/preferences/observation.ts';

/** D sends nothing, H half, C all. */
const SENT = { C: 100, H: 50, D: 0 } as const;
type Step = keyof typeof SENT;
const STEPS = ['C', 'H', 'D'] as const;
const NODES = ['first', 'after_C', 'after_H', 'after_D'] as const;
type Node = (typeof NODES)[number];

const stepAt = (plan: string, node: Node): Step => STEPS.find((step) => step === plan[NODES.indexOf(node)]) ?? 'D';
const names = STEPS.flatMap((a) => STEPS.flatMap((b) => STEPS.flatMap((c) => STEPS.map((d) => a + b + c + d))));

/** Points of who sends this and is sent that. */
const points = (sends: Step, receives: Step): number => 100 - SENT[sends] + 3 * SENT[receives];
const reply = (plan: string, to: Step): Step => stepAt(plan, `after_${to}`);

/** The normal form: 81 plans, the first move and the replies to all, half and nothing; who moves first is an even lot. */
export const threeSteps: Plans = {
  names,
  nodes: NODES.flatMap((key) => [
    { key, answer: 'C' },
    { key, answer: 'H' },
  ]),
  answer: (plan, node) => stepAt(names[plan]!, NODES.find((one) => one === node) ?? 'first'),
  outcomes(mine, other) {
    const [x, y] = [names[mine]!, names[other]!];
    const [opening, theirs] = [stepAt(x, 'first'), stepAt(y, 'first')];
    const [answered, answering] = [reply(y, opening), reply(x, theirs)];
    return [
      [0.5, points(opening, answered), points(answered, opening)],
      [0.5, points(answering, theirs), points(theirs, answering)],
    ];
  },
};

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
