/** What holds for every agent in every game: checked on whole matches. */
import { isDeepStrictEqual } from 'node:util';
import type { Agent, Reply, Request } from '../match/agent.ts';
import { type Decision, read } from '../core/game.ts';
import type { StoredAnswer } from '../core/log.ts';
import { memo } from '../core/memo.ts';
import { type AnswerEvent, playMatch } from '../match/match.ts';
import { type Law, otherwise } from './law.ts';
import { jsonProblems, wordProblems } from './problems.ts';
import { someOf } from './resumption.ts';
import { type LawCase, plainNames, seatsOf } from './trace.ts';

/** One agent a seat. */
export type SeatedCase = LawCase & { readonly agents: readonly Agent[]; readonly disclosed: boolean };

type Kept = {
  readonly answered: readonly AnswerEvent[];
  readonly payoffs: readonly number[] | null;
  readonly requests: readonly (readonly [Request, Reply])[];
};

export const lawsOfAgents: readonly Law<SeatedCase>[] = [
  {
    sentence: 'it answers every question legally and at once, and says why',
    broken: async (seated) => {
      const { answered, requests } = await whole(seated);
      return [
        ...otherwise(answered.length > 0 && answered.length === requests.length, 'no question was answered'),
        ...answered.flatMap(({ decision, reply }) => [
          ...otherwise(
            (reply.because ?? '').length > 3,
            `no reason is given for ${String(reply.answer)} to "${decision.key}"`,
          ),
          ...wordProblems(reply.because ?? '', `the reason of ${seated.agents[decision.seat]?.id ?? ''}`),
          ...jsonProblems(reply, 'the reply'),
        ]),
      ];
    },
  },
  {
    sentence: 'the utilities that it states are of legal answers, and theory chooses among the best',
    broken: async (seated) => {
      const { answered } = await whole(seated);
      return answered.flatMap(({ decision, reply }) => utilityProblems(seated.agents[decision.seat]!, decision, reply));
    },
  },
  {
    sentence: 'the same seed gives the same answers',
    broken: async (seated) => {
      const [one, two] = [await whole(seated), await kept(seated)];
      return otherwise(
        isDeepStrictEqual(answersOf(one), answersOf(two)) && isDeepStrictEqual(one.payoffs, two.payoffs),
        'played twice, the answers differ',
      );
    },
  },
  {
    sentence: 'it keeps nothing between calls: asked again it says the same, resumed anywhere it goes on the same',
    broken: async (seated) => {
      const { requests, ...first } = await whole(seated);
      const stored = answersOf(first);
      const broken: string[] = [];
      for (const [request, reply] of requests.toReversed()) {
        const again = await seated.agents[request.decision.seat]!.choose(request, new AbortController().signal);
        if (!isDeepStrictEqual(again, reply))
          broken.push(`asked again for "${request.decision.key}" it says otherwise`);
      }
      for (const known of someOf(stored.length)) {
        const rest = await kept(seated, stored.slice(0, known));
        if (!isDeepStrictEqual(answersOf(rest), stored.slice(known)) || !isDeepStrictEqual(rest.payoffs, first.payoffs))
          broken.push(`resumed after ${known} answers it goes on otherwise`);
      }
      return broken;
    },
  },
];

/** A match from its first question to its end: played once for all laws that look at it. */
const whole = memo((seated: SeatedCase): Promise<Kept> => kept(seated));

async function kept(seated: SeatedCase, stored: readonly StoredAnswer[] = []): Promise<Kept> {
  const requests: (readonly [Request, Reply])[] = [];
  const agents = seated.agents.map((agent): Agent => ({
    ...agent,
    choose: (request, signal) => {
      const reply = agent.choose(request, signal);
      if (reply instanceof Promise) throw new Error(`${agent.id} answers with a promise`);
      requests.push([{ ...request, past: [...request.past] }, reply]);
      return reply;
    },
  }));
  const answered: AnswerEvent[] = [];
  const names = seatsOf(seated).map((seat) => plainNames(seated.game, seated.seats, seat));
  for await (const event of playMatch({ ...seated, agents, names, signal: new AbortController().signal, stored })) {
    if (event.type === 'answered') answered.push(event);
    if (event.type === 'ended') return { answered, payoffs: event.payoffs, requests };
  }
  throw new Error(`${seated.game.name}: the match stopped without an end`);
}

const answersOf = ({ answered }: Pick<Kept, 'answered'>): readonly StoredAnswer[] =>
  answered.map(({ turn, decision, position, answer, reply, source }) => ({
    turn,
    seat: decision.seat,
    key: decision.key,
    position,
    answer,
    because: reply.because ?? null,
    notes: reply.notes ?? null,
    source,
    distribution: reply.distribution ?? null,
  }));

function utilityProblems(agent: Agent, decision: Decision, { answer, utilities }: Reply): readonly string[] {
  const where = `${agent.id} at "${decision.key}"`;
  if (utilities === undefined) return otherwise(agent.kind !== 'theory', `${where} states no utilities`);
  const best = Math.max(...utilities.map((one) => one.utility));
  const own = utilities.find((one) => one.answer === answer);
  return [
    ...utilities.flatMap((one) => [
      ...otherwise(Number.isFinite(one.utility), `${where}: the utility of ${one.answer} is ${one.utility}`),
      ...otherwise(read(decision.input, one.answer).ok, `${where}: ${one.answer} has a utility and cannot be answered`),
    ]),
    ...(agent.kind === 'theory' && utilities.length > 0
      ? otherwise(
          own !== undefined && own.utility >= best - 1e-9,
          `${where} answers ${String(answer)} (${own?.utility ?? 'no utility'}), the best is ${best}`,
        )
      : []),
  ];
}
