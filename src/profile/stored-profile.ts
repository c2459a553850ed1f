/** A profile as the log keeps it: what it was to be, and which of its matches was played for which question. */
import { z } from 'zod';
import { addInOrder, type ProfileAnswer, type Profiled, TASKS } from './evidence.ts';
import type { AnyGame } from '../core/game.ts';
import type { MatchRow, MatchSummary, LogRow, SessionRow, Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import { rulesOf } from '../match/replay.ts';
import { answersOf } from './answers.ts';
import { LENGTHS, type ProfileQuestion } from './design.ts';

/** What a profile was to be: body of its session's event `profiled`. */
const facts = z.object({
  length: z.enum(LENGTHS),
  /** Matches in all. */
  matches: z.number(),
  agents: z.array(
    z.object({
      /** As it sits in the market, where one that is solved has a reading. */
      id: z.string(),
      kind: z.enum(['theory', 'drawn']),
      /** As it was sent, or that it was not; null: no model. */
      temperature: z.string().nullable(),
    }),
  ),
});
export type Facts = z.infer<typeof facts>;
export const PROFILED = 'profiled';

/** Which question a match was played for: body of its event `profile match`. */
const place = z.object({ agent: z.number(), task: z.enum(TASKS), where: z.string(), draw: z.number() });

export const factsRow = ({ code, startedAt }: SessionRow, body: Facts): LogRow =>
  event(code, null, PROFILED, body, startedAt);

/** To be committed with the match's own row. */
export const placeRow = (
  { session, code, startedAt }: MatchRow,
  { agent, task, where, draw }: ProfileQuestion,
): LogRow => event(session, code, 'profile match', { agent, task, where, draw }, startedAt);

const event = (session: string, match: string | null, kind: string, body: unknown, at: number): LogRow => ({
  table: 'event',
  row: { session, match, participant: null, kind, body, at },
});

export type KeptMatch = { readonly place: ProfileQuestion; readonly match: MatchSummary };
export type Kept = { readonly facts: Facts; readonly matches: readonly KeptMatch[] };

/** null: this session is no profile. */
export async function keptProfile(store: Store, session: string): Promise<Kept | null> {
  const events = await store.events(session);
  const read = facts.safeParse(events.find(({ kind }) => kind === PROFILED)?.body);
  if (!read.success) return null;
  const places = new Map(
    events.flatMap(({ kind, match, body }) => {
      const one = kind === 'profile match' && match !== null ? place.safeParse(body) : null;
      return one?.success ? [[match!, one.data] as const] : [];
    }),
  );
  const matches = await store.matches({ session });
  return {
    facts: read.data,
    matches: matches.flatMap((match) => {
      const found = places.get(match.code);
      return found === undefined ? [] : [{ place: found, match }];
    }),
  };
}

/** Everything that was answered to its end, as the log has it. */
export async function keptAnswers(store: Store, { facts: { agents }, matches }: Kept, games: readonly AnyGame[]) {
  const answers: ProfileAnswer[][] = agents.map(() => []);
  let unanswered = 0;
  for (const { place: asked, match } of matches) {
    if (match.ending !== 'finished') continue;
    const game = rulesIn(games, match);
    const { code, config, seed, seats } = match;
    const ended = { ...asked, match: code, game, config: game.config.parse(config), seed, seats: seats.length };
    const heard = answersOf(ended, await store.decisions(code));
    addInOrder(answers[asked.agent] ?? [], heard.answers);
    unanswered += heard.unanswered;
  }
  return {
    agents: agents.map(({ id, kind }, at): Profiled & { answers: ProfileAnswer[] } => ({
      id,
      kind,
      answers: answers[at]!,
    })),
    unanswered,
  };
}

function rulesIn(games: readonly AnyGame[], { game: name, version }: MatchSummary): AnyGame {
  const game = games.find((one) => one.name === name);
  const rules = game === undefined ? null : rulesOf(game, version);
  if (rules === null)
    throw new UserError(`This profile was played by version ${version} of ${name}, whose rules are not here.`);
  return rules;
}
