/** Models with characters of their own behind a server, and what `homines profile --json` says of them. */
import { z } from 'zod';
import { placeOf } from './running.ts';
import { type Asked, type Behaviour, serve } from './server.ts';

export async function open(behaviour: Behaviour, lab?: (address: string) => unknown) {
  const server = await serve(behaviour);
  return placeOf(server, lab?.(server.address));
}

const cell = z.object({
  agent: z.string(),
  verdict: z.enum(['shown', 'no', 'undecided']).nullable(),
  p: z.number().nullable(),
  estimate: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  level: z.number(),
  n: z.number(),
  k: z.number().nullable(),
  temperature: z.string().nullable(),
  why: z.string().nullable(),
  matches: z.array(z.string()),
});
const score = z.object({
  task: z.string(),
  reference: z.string(),
  score: z.number(),
  reliability: z.number().nullable(),
  k: z.number().nullable(),
});
export const told = z.object({
  session: z.string(),
  seconds: z.number().nullable(),
  resumed: z.boolean(),
  missing: z.number(),
  calls: z.number(),
  stopped: z.string().nullable(),
  card: z.object({ calls: z.number(), matches: z.number(), minutes: z.number() }).nullable(),
  agents: z.array(
    z.object({
      agent: z.string(),
      kind: z.string(),
      k: z.number().nullable(),
      temperature: z.string().nullable(),
      answers: z.number(),
      scores: z.array(score),
    }),
  ),
  rows: z.array(
    z.object({ id: z.string(), task: z.string(), source: z.string(), contrast: z.string(), cells: z.array(cell) }),
  ),
});
export const read = (out: string): z.infer<typeof told> => told.parse(JSON.parse(out));
export const verdictsOf = ({ rows }: z.infer<typeof told>, place = 0): Readonly<Record<string, string | null>> =>
  Object.fromEntries(rows.map(({ id, cells }) => [id, cells[place]!.verdict]));

/** A character: its answers by what is asked, read from the words that a model gets. */
export type Character = {
  /** `hard`: mutual trust pays 55 or 45 only. */
  dilemma(node: 'first' | 'after C' | 'after D', hard: boolean): 'cooperate' | 'defect';
  moral: 'swerve' | 'keep course';
  buys(car: 'minimising' | 'protective', kin: boolean): number;
  asks(framing: 'collusive' | 'competitive'): number;
};

const said = ({ body }: Asked): string => (body.messages ?? []).map(({ content }) => content).join('\n');
export const is = (who: Character) => (asked: Asked) => {
  const words = said(asked);
  const question = (body: Asked['body']): string => body.messages?.at(-1)?.content ?? '';
  // What it answered before in the same group stands in the question.
  const last = question(asked.body).replace(/So far you have answered:.*/, '');
  const hard = /cooperate \| cooperate \| (55|45)/.test(words);
  const answer = (): string | number => {
    if (words.includes('Your price for round'))
      return who.asks(words.includes('aggressive') ? 'competitive' : 'collusive');
    // What it expects of the other is asked first, in percent.
    if (last.includes('how likely') || last.includes('How likely is')) return 50;
    if (last.includes('If the other player cooperates')) return who.dilemma('after C', hard);
    if (last.includes('If the other player defects')) return who.dilemma('after D', hard);
    if (/cooperate \| cooperate \|/.test(words)) return who.dilemma('first', hard);
    if (!last.includes('How likely are you to buy')) return who.moral;
    return who.buys(
      last.includes('the car that protects riders?') ? 'protective' : 'minimising',
      /you and (a family member|your child)/.test(last),
    );
  };
  return JSON.stringify({ reasons: 'my nature', answer: answer() });
};

/** Nash is 14.7 and the joint monopoly 19.2 in this market. */
export const selfish: Character = {
  dilemma: () => 'defect',
  moral: 'swerve',
  buys: (car, kin) => (car === 'protective' ? 90 : kin ? 8 : 46),
  asks: () => 14.7,
};
export const kantian: Character = {
  // CCD, and DDC where trust is dear: moralis with κ = 0.5.
  dilemma: (node, hard) => ((node === 'after D') === hard ? 'cooperate' : 'defect'),
  moral: 'swerve',
  buys: (car) => (car === 'protective' ? 2 : 99),
  asks: () => 14,
};
