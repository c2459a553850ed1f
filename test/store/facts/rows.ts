/** What rows are to any store: they come back as they were handed in, or not at all. `fresh` names an empty database. */
import fc from 'fast-check';
import { anyDistribution } from '../../any-distribution.ts';
import { describe, expect, it } from 'vitest';
import { newCode } from '../../../src/core/ids.ts';
import type { CallRow, DecisionRow, EventRow, LogRow } from '../../../src/core/log.ts';
import { openStore } from '../../../src/store/open.ts';
import { begun, decision, match, named, seats, session } from '../../database/sample.ts';

const stored = (row: DecisionRow): LogRow => ({ table: 'decision', row });

export function rowFacts(fresh: () => Promise<string>, runs: number): void {
  describe('rows come back as they were handed in', () => {
    it('for every table', async () => {
      const store = await openStore(await fresh());
      const mine = session();
      const person = { code: newCode(), session: mine.code, label: 'Ann', treatment: null, joinedAt: 5 };
      const played = match(mine.code, {
        seats: [{ ...seats[0]!, participant: person.code }, seats[1]!],
        disclosed: false,
      });
      const call: CallRow = {
        match: played.code,
        turn: 0,
        seat: 1,
        key: 'first',
        attempt: 0,
        provider: 'local',
        model: 'm',
        request: '{"a":1}',
        response: 'nothing',
        outcome: 'invalid',
        served: 'm-2026-01-01',
        reading: null,
        leftOut: ['temperature'],
        rotation: null,
        tokensIn: 3,
        tokensOut: null,
        cost: 0.25,
        ms: 12,
        at: 9,
      };
      const left: EventRow = {
        session: mine.code,
        match: played.code,
        participant: person.code,
        kind: 'left',
        body: null,
        at: 10,
      };
      await store.record([
        { table: 'session', row: mine },
        { table: 'participant', row: person },
        { table: 'match', row: played },
        stored(decision(played.code)),
        { table: 'call', row: call },
        { table: 'event', row: left },
        { table: 'ending', row: { match: played.code, how: 'finished', at: 1_700_000_009_000 } },
        { table: 'payoff', row: { match: played.code, seat: 0, points: 60 } },
        { table: 'payoff', row: { match: played.code, seat: 1, points: 20.25 } },
      ]);
      const payoffs = [
        { match: played.code, seat: 0, points: 60 },
        { match: played.code, seat: 1, points: 20.25 },
      ];
      const summary = { ...played, ending: 'finished', decisions: 1, payoffs, lastAt: 1_700_000_009_000 };
      expect(await store.participants(mine.code)).toEqual([person]);
      expect(await store.match(played.code)).toEqual(summary);
      expect(await store.matches({})).toEqual([summary]);
      expect(await store.decisions(played.code)).toEqual([decision(played.code)]);
      expect(await store.payoffs(played.code)).toEqual(payoffs);
      expect(await store.events(mine.code)).toEqual([left]);
      expect(await store.session(mine.code)).toEqual({
        ...mine,
        name: null,
        matches: 1,
        decisions: 1,
        people: 1,
        lastAt: decision(played.code).answeredAt,
      });
      store.close();
    });

    it('for any decision', async () => {
      const store = await openStore(await fresh());
      const { match: played, rows } = begun();
      await store.record(rows);
      const text = fc.string({ unit: 'grapheme' });
      const whole = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
      const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
      let turn = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            seat: fc.nat(9),
            key: text,
            position: fc.nat(),
            revision: fc.nat(),
            role: text,
            round: whole,
            practice: fc.boolean(),
            // Answers were read before: there is no minus zero among them.
            answer: fc.oneof(
              text,
              fc.constantFrom('12', '1.50', '', 'null', '1e3'),
              fc.double({ noNaN: true }).map((n) => n || 0),
              fc.integer(),
            ),
            shownAt: orNull(whole),
            answeredAt: whole,
            ms: orNull(whole),
            marks: orNull(fc.array(fc.tuple(fc.nat(), text))),
            options: orNull(fc.array(text)),
            because: orNull(text),
            notes: orNull(
              fc.dictionary(
                text.filter((key) => key !== '__proto__'),
                text,
                { noNullPrototype: true },
              ),
            ),
            source: fc.constantFrom('chosen', 'repaired', 'substituted', 'forced'),
            distribution: orNull(anyDistribution),
          }),
          async (given) => {
            const row: DecisionRow = { ...given, match: played.code, turn: turn++ };
            await store.record([stored(row)]);
            const back = (await store.decisions(played.code)).at(-1);
            // SQLite keeps no sign on zero; everything else is the same to the last bit.
            expect(back).toEqual(Object.is(row.answer, -0) ? { ...row, answer: 0 } : row);
          },
        ),
        { numRuns: runs },
      );
      store.close();
    });

    it('for numbers without end, which JSON has not', async () => {
      const store = await openStore(await fresh());
      const { match: played, rows } = begun();
      const given = [Infinity, -Infinity].map((answer, turn) => decision(played.code, { turn, answer }));
      await store.record([...rows, ...given.map(stored)]);
      expect(await store.decisions(played.code)).toEqual(given);
      store.close();
    });

    it('in the order in which they were answered, not by turn, seat or place', async () => {
      const store = await openStore(await fresh());
      const { match: played, rows } = begun();
      const given = [
        decision(played.code, { seat: 1 }),
        decision(played.code, { seat: 0 }),
        decision(played.code, { seat: 0, key: 'b', position: 1 }),
        decision(played.code, { seat: 0, revision: 1, answer: 'D' }),
      ];
      await store.record([...rows, ...given.map(stored)]);
      expect(await store.decisions(played.code)).toEqual(given);
      store.close();
    });
  });

  describe('what cannot be stored is an error and leaves nothing', () => {
    it.each<[string, (code: string) => LogRow]>([
      [
        'a payoff that is no number',
        (code) => ({ table: 'payoff', row: { match: code, seat: 0, points: Number.NaN } }),
      ],
      ['an answer that is no number', (code) => stored(decision(code, { answer: Number.NaN }))],
      ['a turn between two turns', (code) => stored(decision(code, { turn: 0.5 }))],
      ['a decision of a match that is not there', () => stored(decision('nowhere!'))],
      ['a match of a session that is not there', () => ({ table: 'match', row: match('nowhere!') })],
    ])('%s', async (_, bad) => {
      const store = await openStore(await fresh());
      const { match: played, rows } = begun();
      await store.record(rows);
      await expect(store.record([stored(decision(played.code)), bad(played.code)])).rejects.toThrow();
      expect(await store.decisions(played.code)).toEqual([]);
      await store.record([stored(decision(played.code))]);
      expect(await store.decisions(played.code)).toHaveLength(1);
      store.close();
    });

    it('a match whose transaction failed is not remembered', async () => {
      const store = await openStore(await fresh());
      const { match: played, rows } = begun();
      await expect(store.record([...rows, stored(decision('nowhere!'))])).rejects.toThrow('nowhere!');
      await expect(store.record([stored(decision(played.code))])).rejects.toThrow(played.code);
      await store.record([...rows, stored(decision(played.code))]);
      expect(await store.decisions(played.code)).toHaveLength(1);
      store.close();
    });
  });

  describe('summaries', () => {
    it('counts a session, knows its latest name and when it was last used', async () => {
      const store = await openStore(await fresh());
      const one = begun({ startedAt: 1 });
      const two = begun({ kind: 'run', startedAt: 2 });
      await store.record([...one.rows, ...two.rows]);
      await store.record([
        named(one.session.code, 'Monday'),
        stored(decision(two.match.code)),
        stored(decision(two.match.code, { turn: 1 })),
      ]);
      await store.record([named(one.session.code, 'Tuesday')]);
      const [first, second] = await store.sessions();
      expect(first).toMatchObject({
        code: one.session.code,
        name: 'Tuesday',
        matches: 1,
        decisions: 0,
        people: 0,
        lastAt: 1_700_000_004_000,
      });
      expect(second).toMatchObject({
        code: two.session.code,
        name: null,
        matches: 1,
        decisions: 2,
        lastAt: 1_700_000_003_500,
      });
      expect(await store.session(two.session.code)).toEqual(second);
      expect(await store.session('nowhere!')).toBeNull();
      expect(await store.match('nowhere!')).toBeNull();
      store.close();
    });

    it('filters matches and gives them in pieces', async () => {
      const store = await openStore(await fresh());
      const mine = session();
      const other = session();
      const ann = { code: newCode(), session: mine.code, label: null, treatment: null, joinedAt: 1 };
      const played = Array.from({ length: 7 }, (_, n) =>
        match(n === 6 ? other.code : mine.code, {
          game: n % 2 === 0 ? 'prisoners-dilemma' : 'pricing-duopoly',
          seats: n < 3 ? [{ ...seats[0]!, participant: ann.code }, seats[1]!] : seats,
        }),
      );
      await store.record([
        { table: 'session', row: mine },
        { table: 'session', row: other },
        { table: 'participant', row: ann },
        ...played.map((row): LogRow => ({ table: 'match', row })),
        { table: 'ending', row: { match: played[0]!.code, how: 'finished', at: 1 } },
      ]);
      const which = async (filter: Parameters<typeof store.matches>[0]) =>
        (await store.matches(filter)).map(({ code }) => played.findIndex((m) => m.code === code));
      expect(await which({})).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(await which({ session: mine.code })).toEqual([0, 1, 2, 3, 4, 5]);
      expect(await which({ session: mine.code, game: 'pricing-duopoly' })).toEqual([1, 3, 5]);
      expect(await which({ unfinished: true })).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await which({ participant: ann.code })).toEqual([0, 1, 2]);
      expect(await which({ participant: ann.code, unfinished: true, game: 'prisoners-dilemma' })).toEqual([2]);
      expect(await which({ limit: 2 })).toEqual([0, 1]);
      expect(await which({ session: mine.code, after: played[1]!.code, limit: 3 })).toEqual([2, 3, 4]);
      expect(await which({ after: played[6]!.code })).toEqual([]);
      store.close();
    });
  });
}
