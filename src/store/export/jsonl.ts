/**
 * Every row of every table as a line of JSON, as src/log.ts types it: {"table": "decision", "row": {…}}. In the order in
 * which a store can take them again: a session, its people, what happened to it, its matches as they began; within a
 * match calls, answers and events as they happened, then how it ended and what was paid.
 */
import { escapedJson } from '../../core/outside-text.ts';
import { memo } from '../../core/memo.ts';
import { EVENT_KINDS } from '../../core/events.ts';
import type {
  CallRow,
  DecisionRow,
  EndingRow,
  EventRow,
  MatchRow,
  ParticipantRow,
  PayoffRow,
  LogRow,
  SessionRow,
  TallyRow,
  TuningRow,
} from '../../core/log.ts';
import type { About, ExportTable } from './column.ts';
import { tallying } from './tally.ts';
import type { TableWriter } from './table-writer.ts';
import type { LoggedMatch, SessionEntry, StoredDecision } from '../../core/stored-rows.ts';
import type { StoredEvent } from '../../core/events.ts';

/** Writes the lines; its "tables" are those of the log, each with as many rows as were written. */
export const jsonl: TableWriter = async ({ parts, sink, breathe, tally }) => {
  const out = await sink('');
  const rows: Record<LogRow['table'], number> = {
    session: 0,
    participant: 0,
    match: 0,
    decision: 0,
    call: 0,
    ending: 0,
    payoff: 0,
    tally: 0,
    event: 0,
    tuning: 0,
  };
  const put = (table: LogRow['table'], row: string): void => {
    rows[table] += 1;
    out.put(`{"table":"${table}","row":${row}}\n`);
  };
  const putJson = (table: LogRow['table'], row: unknown): void => put(table, escapedJson(JSON.stringify(row)));
  for (const { log, sessions } of parts) {
    const tuned = new Set<string>();
    for (const session of sessions) {
      const { code } = session;
      for (const { lineage } of await log.servedModels(code))
        if (lineage !== undefined) tuned.add(`${lineage.provider}/${lineage.model}`);
      const count = tallying(log, tally);
      putJson('session', sessionRow(session));
      for (const person of await log.participants(code)) putJson('participant', person);
      const events = Map.groupBy(await log.storedEvents(code), ({ match }) => match);
      for (const event of events.get(null) ?? []) putJson('event', event);
      for (const hands of await log.tallies(code)) putJson('tally', hands);
      for await (const matches of log.played({ session, cells: 'everything' })) {
        for (const match of matches) {
          const counted = count(match);
          if (counted !== undefined) await counted;
          put('match', matchJson(match));
          const mine = events.get(match.code) ?? [];
          // Whoever guesses whom they played against does so when it is over.
          const isAfter = ({ at }: StoredEvent): boolean => match.endedAt !== null && at > match.endedAt;
          const calls = match.called ? await log.calls(match.code) : [];
          const before = mine.filter((event) => !isAfter(event));
          if (calls.length === 0 && before.length === 0)
            for (const d of match.answers) put('decision', decisionJson(match.code, d));
          else for (const { table, row } of inOrder(match, calls, before)) put(table, row);
          if (match.ending !== null) putJson('ending', { match: match.code, how: match.ending, at: match.endedAt });
          match.payoffs.forEach((points, seat) => {
            if (points !== undefined)
              put('payoff', `{"match":"${match.code}","seat":${seat},"points":${JSON.stringify(points)}}`);
          });
          for (const event of mine.filter(isAfter)) putJson('event', event);
        }
        await breathe();
      }
    }
    for (const row of await log.tunings()) if (tuned.has(`${row.provider}/${row.model}`)) putJson('tuning', row);
  }
  return (Object.keys(rows) as LogRow['table'][]).map((table): ExportTable => ({
    name: table,
    rows: rows[table],
    row: says[table].row,
    columns: says[table].columns,
  }));
};

type Happened = { readonly table: 'decision' | 'call' | 'event'; readonly at: number; readonly row: string };

/** A call is stored before the answer that it led to, so it goes first where times are equal. */
function inOrder(match: LoggedMatch, calls: readonly CallRow[], events: readonly StoredEvent[]): readonly Happened[] {
  const decisions = match.answers.map((d): Happened => ({
    table: 'decision',
    at: d.answeredAt,
    row: decisionJson(match.code, d),
  }));
  return merged(
    merged(
      calls.map((one) => ({ table: 'call', at: one.at, row: escapedJson(JSON.stringify(one)) })),
      decisions,
    ),
    events.map((one) => ({ table: 'event', at: one.at, row: escapedJson(JSON.stringify(one)) })),
  );
}

/** Two lists as one by time, each in its own order though a clock was set back. */
function merged(first: readonly Happened[], second: readonly Happened[]): readonly Happened[] {
  const all: Happened[] = [];
  let [i, j] = [0, 0];
  while (i < first.length || j < second.length) {
    const [one, two] = [first[i], second[j]];
    if (two === undefined || (one !== undefined && one.at <= two.at)) {
      all.push(one!);
      i += 1;
    } else {
      all.push(two);
      j += 1;
    }
  }
  return all;
}

/** Texts are kept once they are written, up to so many: keys, roles, kinds and settings come again and again. */
const KEPT = 4096;
const known = memo((value: string) => escapedJson(JSON.stringify(value)), KEPT);
const knownJson = memo(escapedJson, KEPT);
const text = (value: string | null): string => (value === null ? 'null' : escapedJson(JSON.stringify(value)));
const json = (value: string | null): string => (value === null ? 'null' : escapedJson(value));
const answerJson = (answer: string | number): string =>
  typeof answer === 'number' ? JSON.stringify(answer) : known(answer);

const sessionRow = ({ code, kind, seed, version, startedAt }: SessionEntry): SessionRow => ({
  ...{ code, kind, seed, version, startedAt },
});

const matchJson = (m: LoggedMatch): string =>
  `{"code":"${m.code}","session":"${m.session.code}","game":${known(m.game)},"version":${m.version},"config":${knownJson(m.configText)},"seed":${m.seed},` +
  `"language":${known(m.language)},"wording":${known(m.wording)},"seats":${escapedJson(m.seatsText)},"disclosed":${m.disclosed},"startedAt":${m.startedAt},` +
  `"presentation":${JSON.stringify(m.presentation)}}`;

const decisionJson = (match: string, d: StoredDecision): string =>
  `{"match":"${match}","turn":${d.turn},"seat":${d.seat},"key":${known(d.key)},"position":${d.position},"revision":${d.revision},` +
  `"role":${known(d.role)},"round":${d.round},"practice":${d.practice},"answer":${answerJson(d.answer)},` +
  `"shownAt":${d.shownAt},"answeredAt":${d.answeredAt},"ms":${d.ms},"marks":${json(d.marks)},"options":${json(d.options)},` +
  `"because":${text(d.because)},"notes":${json(d.notes)},"source":${known(d.source)},"distribution":${json(d.distribution)}}`;

type Documented<T> = { readonly [key in keyof T]-?: Omit<About, 'name'> };
const MS = 'milliseconds since 1970, UTC';
const code = (says: string): Omit<About, 'name'> => ({ type: 'text', range: '8 lower-case letters', says });
const whole = (says: string, range = 'from 0'): Omit<About, 'name'> => ({ type: 'whole number', range, says });
const words = (says: string, range?: string): Omit<About, 'name'> => ({
  type: 'text',
  says,
  ...(range === undefined ? {} : { range }),
});
const jsonField = (says: string): Omit<About, 'name'> => ({ type: 'JSON', says });
const moment = (says: string): Omit<About, 'name'> => ({ type: 'whole number', unit: MS, says });

/** Every field of every row; the compiler sees to it that none is left out. */
const documented = {
  session: {
    row: 'a session',
    fields: {
      code: code('The session.'),
      kind: words('lab: people at a keyboard. run: agents without a screen.', 'lab, run'),
      seed: whole('What everything drawn in the session was seeded with.'),
      version: words('The version of homines that it was begun with.'),
      startedAt: moment('When it began.'),
    } satisfies Documented<SessionRow>,
  },
  participant: {
    row: 'a person',
    fields: {
      code: code('The person.'),
      session: code('The session.'),
      label: words('What the person was called; null where nobody said.'),
      treatment: words('The treatment that the person was assigned to, or null.'),
      joinedAt: moment('When the person joined.'),
    } satisfies Documented<ParticipantRow>,
  },
  match: {
    row: 'a match',
    fields: {
      code: code('The match, unique across databases.'),
      session: code('The session.'),
      game: words('The game.'),
      version: whole('The version of its rules.', 'from 1'),
      config: jsonField('All settings, defaults filled in.'),
      seed: whole('What everything drawn in the match was seeded with.'),
      language: words('The language that it was played in.'),
      wording: words('A hash of all the words that the players read.', '12 hexadecimal digits'),
      seats: jsonField(
        'Who sat where: label, kind (human, theory, standin, model, script), id, the name shown to the others, participant.',
      ),
      disclosed: { type: 'yes or no', range: 'true, false', says: 'Whether the seats knew who the others were.' },
      startedAt: moment('When it began.'),
      presentation: jsonField(
        'How its questions were put, where chance did not decide it: by how many places options were turned from their canonical order (rotation), which wording of the ask (phrasing); null elsewhere.',
      ),
    } satisfies Documented<MatchRow>,
  },
  tuning: {
    row: 'a tuned model that sat in these sessions, from some moment on',
    fields: {
      data: words('The hash of its training set.', '64 hexadecimal digits'),
      run: words('The run that it came out of.'),
      adapter: words('SHA-256 of its adapter, or null.', '64 hexadecimal digits'),
      provider: words('Who serves it.'),
      model: words('What it is called there.'),
      agent: words('Whose preference it learned.'),
      standing: words('What may be said of it: whether it is a tuned model.'),
      proven: { type: 'yes or no', range: 'true, false', says: 'Whether all proofs have passed.' },
      at: moment('From when on it was served so.'),
    } satisfies Documented<TuningRow>,
  },
  decision: {
    row: 'an answer',
    fields: {
      match: code('The match.'),
      turn: whole('How many times the rules had been applied before.'),
      seat: whole('The seat.'),
      key: words('Which question.'),
      position: whole('The place of the question among those of its turn.'),
      revision: whole('How often the person had gone back and answered this question before; the highest counts.'),
      role: words('The role that the seat had.'),
      round: whole('Round, period or item.', 'from 1'),
      practice: { type: 'yes or no', range: 'true, false', says: 'Whether the round was for practice.' },
      answer: words('The value of the option chosen, or the number.'),
      shownAt: moment('When the question was on the screen, or null.'),
      answeredAt: moment('When the answer was given.'),
      ms: { ...whole('Time from question to answer, or null.'), unit: 'milliseconds' },
      marks: jsonField('What was marked before the answer was final, or null.'),
      options: jsonField('The options in the order in which they were shown, or null.'),
      because: words("The agent's reasons, or null."),
      notes: jsonField('Notes that a model made for itself, or null.'),
      source: words(
        'chosen, repaired after a wrong answer, substituted by a stand-in for a model or by an agent for a person who was gone (event replaced), or forced: set from outside by a profile.',
        'chosen, repaired, substituted, forced',
      ),
      distribution: jsonField(
        'The probabilities that the answer was drawn from, where a model was asked for them: options, orders, mean, dialect, and the model that told them (served; servedToo where several did); or null.',
      ),
    } satisfies Documented<DecisionRow>,
  },
  call: {
    row: 'a call to a model',
    fields: {
      match: code('The match.'),
      turn: whole('Of the answer that was asked for.'),
      seat: whole('Of the answer that was asked for.'),
      key: words('Of the answer that was asked for.'),
      attempt: whole('Among the calls for this answer.'),
      provider: words('Who runs the model.'),
      model: words('The model.'),
      request: words('What was sent, without the key.'),
      response: words('What came back, as it came.'),
      outcome: words('How it ended.', 'answered, repaired, refused, invalid, timed out, failed'),
      tokensIn: { ...whole('As the server counted them, or null.'), unit: 'tokens' },
      tokensOut: { ...whole('As the server counted them, or null.'), unit: 'tokens' },
      cost: { type: 'number', unit: 'USD', says: 'Where the price is known, else null.' },
      ms: { ...whole('How long it took.'), unit: 'milliseconds' },
      at: moment('When the answer came.'),
      served: words('The model that answered, as its server calls it, or null.'),
      reading: words('How the answer was read, or null.', 'json, words, last sentence, probabilities'),
      leftOut: jsonField('Settings that were not sent, as the server refuses them.'),
      rotation: whole('By how many places the options were turned, where probabilities were asked for, or null.'),
    } satisfies Documented<CallRow>,
  },
  ending: {
    row: 'how a match ended; a match that may be resumed has none',
    fields: {
      match: code('The match.'),
      how: words('How it ended.', 'finished, left, unpaid, failed'),
      at: moment('When.'),
    } satisfies Documented<EndingRow>,
  },
  payoff: {
    row: 'what a seat earned',
    fields: {
      match: code('The match.'),
      seat: whole('The seat.'),
      points: { type: 'number', unit: 'points of the game', says: 'What the seat earned in the whole match.' },
    } satisfies Documented<PayoffRow>,
  },
  tally: {
    row: 'a show of hands for one answer, drawn and never tested; of the same question and answer the latest counts',
    fields: {
      session: code('The session.'),
      game: words('The game that the question is of.'),
      config: jsonField('Its settings, defaults filled in.'),
      key: words("Which question: the game's own, or one of the room's, which begins with room:."),
      answer: words('The value of the option.'),
      count: whole('How many hands were raised.'),
    } satisfies Documented<TallyRow>,
  },
  event: {
    row: 'anything else that happened',
    fields: {
      session: code('The session.'),
      match: code('The match, or null.'),
      participant: code('The person, or null.'),
      kind: words(`What happened: ${EVENT_KINDS.join(', ')}.`),
      body: jsonField('What there is to say of it; of named {"name": …}, of which the latest counts.'),
      at: moment('When.'),
    } satisfies Documented<EventRow>,
  },
};

const says = Object.fromEntries(
  Object.entries(documented).map(([table, { row, fields }]) => [
    table,
    { row, columns: Object.entries(fields).map(([name, about]): About => ({ name, ...about })) },
  ]),
) as unknown as Readonly<Record<LogRow['table'], { readonly row: string; readonly columns: readonly About[] }>>;
