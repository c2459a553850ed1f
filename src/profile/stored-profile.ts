/** A profile as the log keeps it: what it was to be, and which of its matches was played for which question. */
import { addInOrder, type ProfileAnswer, type Profiled, TASKS } from './evidence.ts';
import type { EventBody } from '../core/events.ts';
import type { AnyGame } from '../core/game.ts';
import type { MatchRow, MatchSummary, LogRow, SessionRow, Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import { rulesOf } from '../match/replay.ts';
import { answersOf } from './answers.ts';
import type { ProfileQuestion } from './design.ts';

/** What a profile was to be. */
export type Facts = EventBody<'profiled'>;

export const factsRow = ({ code, startedAt }: SessionRow, body: Facts): LogRow => ({
  table: 'event',
  row: { session: code, match: null, participant: null, kind: 'profiled', body, at: startedAt },
});

/** To be committed with the match's own row. */
export const placeRow = (
  { session, code, startedAt }: MatchRow,
  { agent, task, where, draw }: ProfileQuestion,
): LogRow => ({
  table: 'event',
  row: {
    session,
    match: code,
    participant: null,
    kind: 'profile match',
    body: { agent, task, where, draw },
    at: startedAt,
  },
});

export type KeptMatch = { readonly place: ProfileQuestion; readonly match: MatchSummary };
export type Kept = { readonly facts: Facts; readonly matches: readonly KeptMatch[] };

/** null: this session is no profile. */
export async function keptProfile(store: Store, session: string): Promise<Kept | null> {
  const events = await store.events(session);
  const profiled = events.find(({ kind }) => kind === 'profiled');
  if (profiled?.kind !== 'profiled') return null;
  const places = new Map(
    events.flatMap((event) => {
      if (event.kind !== 'profile match') return [];
      const task = TASKS.find((one) => one === event.body.task);
      return task === undefined ? [] : [[event.match, { ...event.body, task }] as const];
    }),
  );
  const matches = await store.matches({ session });
  return {
    facts: profiled.body,
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
