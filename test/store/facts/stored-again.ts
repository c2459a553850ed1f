/** What becomes of rows that are stored again, or that two programs store. `fresh` names an empty database. */
import { expect, it } from 'vitest';
import { UserError } from '../../../src/core/user-error.ts';
import { openStore } from '../../../src/store/open.ts';
import { begun, decision, named } from '../../database/sample.ts';
import type { LogRow } from '../../../src/core/log.ts';

export function storedAgainFacts(fresh: () => Promise<string>): void {
  it('storing the same rows again changes nothing', async () => {
    const store = await openStore(await fresh());
    const { session, match, rows } = begun();
    const more: LogRow[] = [
      { table: 'decision', row: decision(match.code) },
      { table: 'ending', row: { match: match.code, how: 'finished', at: 4 } },
      { table: 'payoff', row: { match: match.code, seat: 0, points: 1 } },
      named(session.code, 'Monday'),
    ];
    for (let time = 0; time < 3; time++) {
      await store.record(rows);
      await store.record(more);
    }
    expect(await store.sessions()).toMatchObject([{ matches: 1, decisions: 1, name: 'Monday' }]);
    expect(await store.events(session.code)).toHaveLength(1);
    store.close();
  });

  it('a match that two programs play is refused to the second, and nothing is overwritten', async () => {
    const file = await fresh();
    const here = await openStore(file);
    const there = await openStore(file);
    const { match, rows } = begun();
    await here.record(rows);
    await here.record([{ table: 'decision', row: decision(match.code) }]);
    const other = decision(match.code, { answer: 'D', answeredAt: 1_700_000_003_501 });
    const refused = there.record([
      { table: 'decision', row: { ...other, seat: 1 } },
      { table: 'decision', row: other },
    ]);
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(`The match ${match.code} is being played elsewhere`);
    expect(await there.decisions(match.code)).toEqual([decision(match.code)]);

    await here.record([{ table: 'ending', row: { match: match.code, how: 'finished', at: 4 } }]);
    await expect(there.record([{ table: 'ending', row: { match: match.code, how: 'failed', at: 5 } }])).rejects.toThrow(
      'being played elsewhere',
    );
    expect(await there.match(match.code)).toMatchObject({ ending: 'finished' });
    here.close();
    there.close();
  });

  it('the same answer at another time is another answer', async () => {
    const store = await openStore(await fresh());
    const { match, rows } = begun();
    await store.record([...rows, { table: 'decision', row: decision(match.code) }]);
    await expect(store.record([{ table: 'decision', row: decision(match.code, { answeredAt: 1 }) }])).rejects.toThrow(
      'being played elsewhere',
    );
    store.close();
  });
}
