/** A match played dry: the models' questions are put into words as they would be sent, and nothing is sent. */
import type { Agent } from '../match/agent.ts';
import type { Models } from './agent.ts';
import type { AnyGame } from '../core/game.ts';
import { playMatch } from '../match/match.ts';
import { dearestCost, lettersIn, mostWritten } from './cost.ts';
import { copyOf } from './dialect.ts';
import { rateLimiter } from './rate-limiter.ts';
import type { HttpAnswer } from './http.ts';
import { namesFor, toldApart } from '../match/disclosure.ts';

export type Rehearsed = {
  /** Choices of all seats in one match. */
  readonly decisions: number;
  /**
   * By the id of the model: how often it is asked in a match, how long its questions are, letters in all, and what the
   * dearest of them may cost at most, USD (0 where no price is known), and the most tokens that are written as an answer.
   */
  readonly asked: ReadonlyMap<
    string,
    { readonly questions: number; readonly letters: number; readonly dearest: number; readonly written: number }
  >;
};

/** Plays one match, the stand-in in the place of every model. `seat` makes the agents, of these models. */
export async function rehearse(
  game: AnyGame,
  config: unknown,
  seed: number,
  models: Models,
  seat: (models: Models) => readonly Agent[],
): Promise<Rehearsed> {
  const asked = new Map<string, { questions: number; letters: number; dearest: number; written: number }>();
  const agents = seat({
    ...models,
    seat(named, provider, model, ask) {
      const real = models.seat(named, provider, model, ask);
      const { id } = real;
      const send = async (body: Readonly<Record<string, unknown>>): Promise<HttpAnswer> => {
        const sums = asked.get(id) ?? { questions: 0, letters: 0, dearest: 0, written: 0 };
        asked.set(id, {
          questions: sums.questions + 1,
          letters: sums.letters + lettersIn(body),
          dearest: Math.max(sums.dearest, real.price === null ? 0 : dearestCost(real.price, body)),
          written: Math.max(sums.written, mostWritten(body)),
        });
        return silence;
      };
      return {
        ...real,
        connection: {
          ...real.connection,
          client: { ...real.connection.client, send },
          limiter: rateLimiter(2),
          dialect: copyOf(real.connection.dialect),
        },
      };
    },
  });
  const table = {
    game,
    config,
    seed,
    agents,
    names: namesFor(toldApart(agents.map(({ label }) => label))),
    disclosed: true,
    signal: new AbortController().signal,
    stored: [],
    onFailure: 'stand-in',
  } as const;
  let decisions = 0;
  for await (const event of playMatch(table)) if (event.type === 'answered') decisions += 1;
  return { decisions, asked };
}

/** An answer that never came: the question ends at once, without another try. */
const silence: HttpAnswer = {
  request: '',
  raw: '',
  status: null,
  headers: new Map(),
  ms: 0,
  trouble: 'aborted',
  detail: '',
};
