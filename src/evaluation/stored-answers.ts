/** What the log holds of a model of a tuning report, whichever report asked for it: nothing is asked twice. */
import { isDeepStrictEqual } from 'node:util';
import type { EventBody } from '../core/events.ts';
import type { LogQuestions, LogRow, MatchSummary, SessionRow } from '../core/log.ts';
import { type ProfileQuestion, placeName } from '../profile/design.ts';
import type { QuestionMatch } from './question-match.ts';
import { FORMS } from './answer-form.ts';
import { idOf, type Subject } from './subject.ts';

/** Begins the name of every session of a report: by it they are found without reading all events. */
const NAMED = 'tuning report: ';

export type OffTopicAnswer = EventBody<'off topic'>;

/** A match with the question that it was played for. */
export type PlacedMatch = { readonly place: ProfileQuestion; readonly match: MatchSummary };

/** One model's answers. `session`: where more of them go; null: there is none yet. */
export type StoredAnswers = {
  readonly session: string | null;
  readonly matches: readonly PlacedMatch[];
  readonly offTopic: readonly OffTopicAnswer[];
};

/** Reads what is kept of a subject. `set`: the hash of the set whose held-out questions are meant; null: what all are asked. */
export async function storedAnswers(
  log: LogQuestions,
  { identity }: Subject,
  set: string | null,
): Promise<StoredAnswers> {
  let session: string | null = null;
  const matches: PlacedMatch[] = [];
  const offTopic: OffTopicAnswer[] = [];
  for (const { code, kind, name } of await log.sessions()) {
    if (kind !== 'run' || name?.startsWith(NAMED) !== true) continue;
    const events = await log.events(code);
    const mine = events.some(
      (one) => one.kind === 'evaluated' && one.body.subject === identity && one.body.set === set,
    );
    if (!mine) continue;
    session = code;
    const places = new Map(
      events.flatMap((one) => (one.kind === 'profile match' ? [[one.match, one.body] as const] : [])),
    );
    offTopic.push(...events.flatMap((one) => (one.kind === 'off topic' ? [one.body] : [])));
    for (const match of await log.matches({ session: code })) {
      const place = places.get(match.code);
      if (place !== undefined) matches.push({ place, match });
    }
  }
  return { session, matches, offTopic };
}

/** The rows with which a session of a subject begins. `matches`: how many it is to have, as far as is known. */
export function subjectRows(
  session: SessionRow,
  subject: Subject,
  set: string | null,
  matches: number,
): readonly LogRow[] {
  const { code, startedAt } = session;
  const happening = { session: code, match: null, participant: null, at: startedAt } as const;
  const agents = FORMS.map((form) => ({
    id: idOf(subject, form),
    kind: 'drawn' as const,
    temperature: "the server's own",
    ...(form === 'json' ? {} : { ask: form }),
  }));
  const name = `${NAMED}${subject.name}${set === null ? '' : ', held-out questions'}`;
  return [
    { table: 'session', row: session },
    { table: 'event', row: { ...happening, kind: 'named', body: { name } } },
    // As a profile says it, so that a comparison leaves these matches to it, and "profile --again" reads them.
    {
      table: 'event',
      row: {
        ...happening,
        kind: 'profiled',
        body: { length: 'quick', matches, tasks: set === null ? TASKS : [], orders: 'balanced', both: true, agents },
      },
    },
    {
      table: 'event',
      row: { ...happening, kind: 'evaluated', body: { subject: subject.identity, shown: subject.name, set } },
    },
  ];
}
const TASKS = ['dilemmas', 'trust', 'ultimatum'];

/** Whether a stored match is the one that is to be played: the same question, put in the same way, by the same rules. */
export function isTheSame(
  { place, game, config, seed, presentation }: QuestionMatch,
  { match, place: kept }: PlacedMatch,
): boolean {
  return (
    placeName(kept) === placeName(place) &&
    match.game === game.name &&
    match.version === game.version &&
    match.seed === seed &&
    isDeepStrictEqual(match.presentation, presentation) &&
    isDeepStrictEqual(match.config, JSON.parse(JSON.stringify(config)))
  );
}
