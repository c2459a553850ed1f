/** A lesson as it is kept: two people with codes, agents of every kind, an answer taken back, practice, calls to a model, an answer by a stand-in, a match left half-way. */
import { join } from 'node:path';
import { newCode } from '../../src/core/ids.ts';
import type { CallRow, DecisionRow, MatchRow, LogRow, SeatRow } from '../../src/core/log.ts';
import { openStore } from '../../src/store/open.ts';
import { decision, folder, match, named, session } from './sample.ts';

const START = 1_700_000_000_000;
const ann: SeatRow = { label: 'human', kind: 'human', id: 'human', shown: 'Ann', participant: null };
const theory: SeatRow = { label: 'moralis', kind: 'theory', id: 'moralis:0.5', shown: 'moralis', participant: null };
const model: SeatRow = {
  label: 'economicus',
  kind: 'model',
  id: 'local/base+moralis:0.25',
  shown: 'economicus',
  participant: null,
};
const plain = { marks: null, options: null } as const;

export const stored = (row: DecisionRow): LogRow => ({ table: 'decision', row });

export function lesson() {
  const lab = session({ kind: 'lab', startedAt: START });
  const people = ['Ann', '=Bob, "the\nsecond" κ'].map((label, i) => ({
    code: newCode(),
    session: lab.code,
    label,
    treatment: i === 0 ? 'pooled' : null,
    joinedAt: START + 500 + i,
  }));
  const [one, two] = [people[0]!.code, people[1]!.code];
  const games: readonly MatchRow[] = [
    match(lab.code, { seats: [{ ...ann, participant: one }, theory], seed: 2 ** 40 }),
    match(lab.code, {
      seats: [
        { ...ann, participant: two },
        { ...ann, participant: one },
      ],
    }),
    match(lab.code, {
      game: 'pricing-duopoly',
      config: { rounds: 2, practice: 1, calculator: true, unit: 'points', a: [2, 2.5] },
      seats: [{ ...ann, participant: one }, model],
    }),
    match(lab.code, { seats: [{ ...ann, participant: two }, theory] }),
  ];
  const [first, second, prices, left] = games.map(({ code }) => code) as [string, string, string, string];
  const price = (
    round: number,
    seat: number,
    practice: boolean,
    answer: number,
    turn: number,
    more: Partial<DecisionRow> = {},
  ): LogRow =>
    stored(
      decision(prices, {
        turn,
        seat,
        key: 'price',
        role: 'seller',
        round,
        practice,
        answer,
        ...plain,
        answeredAt: START + 20_000 + 1000 * turn,
        ...more,
      }),
    );
  const call = (attempt: number, more: Partial<CallRow> = {}): LogRow => ({
    table: 'call',
    row: {
      match: prices,
      turn: 0,
      seat: 1,
      key: 'price',
      attempt,
      provider: 'local',
      model: 'base',
      request: JSON.stringify({ model: 'base', messages: [{ role: 'user', content: 'Your price?' }] }),
      response: '{"choices":[]}',
      outcome: 'answered',
      ...{ served: 'base-q4', reading: 'json' as const, leftOut: [], rotation: null },
      tokensIn: 10,
      tokensOut: 2,
      cost: null,
      ms: 300,
      at: START + 19_000 + attempt,
      ...more,
    },
  });
  const rows: readonly LogRow[] = [
    { table: 'session', row: lab },
    named(lab.code, 'Monday'),
    ...people.map((row): LogRow => ({ table: 'participant', row })),
    ...['C', 'D'].map((answer, i): LogRow => ({
      table: 'tally',
      row: { session: lab.code, game: 'prisoners-dilemma', config: { rounds: 1 }, key: 'first', answer, count: 12 - i },
    })),
    ...games.map((row): LogRow => ({ table: 'match', row })),
    stored(decision(first, { because: 'he said:\r\n"go", and I went' })),
    stored(decision(first, { revision: 1, answer: 'D', answeredAt: START + 4000 })),
    stored(
      decision(first, {
        turn: 1,
        seat: 1,
        key: 'after_D',
        role: 'second',
        answer: 'D',
        shownAt: null,
        ms: null,
        ...plain,
      }),
    ),
    { table: 'ending', row: { match: first, how: 'finished', at: START + 5000 } },
    { table: 'payoff', row: { match: first, seat: 0, points: 30 } },
    { table: 'payoff', row: { match: first, seat: 1, points: 30.5 } },
    stored(decision(second)),
    stored(decision(second, { turn: 1, seat: 1, key: 'after_C', role: 'second' })),
    { table: 'ending', row: { match: second, how: 'finished', at: START + 6000 } },
    { table: 'payoff', row: { match: second, seat: 0, points: 75 } },
    { table: 'payoff', row: { match: second, seat: 1, points: 75 } },
    price(1, 0, true, 3, 0),
    call(0, { outcome: 'invalid' }),
    call(1, { tokensIn: 30, tokensOut: 4, cost: 0.25, outcome: 'timed out' }),
    price(1, 1, true, 4, 0),
    price(1, 0, false, 14.5, 1),
    price(1, 1, false, -1.25, 1),
    price(2, 0, false, 15, 2),
    price(2, 1, false, 16, 2, { source: 'substituted' }),
    { table: 'ending', row: { match: prices, how: 'finished', at: START + 30_000 } },
    { table: 'payoff', row: { match: prices, seat: 0, points: 100 } },
    stored(decision(left)),
    {
      table: 'event',
      row: { session: lab.code, match: left, participant: null, kind: 'left', body: null, at: START + 7000 },
    },
    {
      table: 'event',
      row: {
        session: lab.code,
        match: first,
        participant: one,
        kind: 'guess',
        body: { guess: 'script', confidence: 60, truth: 'script:C' },
        at: START + 5500,
      },
    },
  ];
  return { lab, people, matches: { first, second, prices, left }, rows };
}

/** A file with one lesson in it. */
export async function lessonFile() {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const made = lesson();
  const store = await openStore(file);
  await store.record(made.rows);
  store.close();
  return { place, file, ...made };
}
