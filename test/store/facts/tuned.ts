/** What a store keeps of tuned models. `fresh` names an empty database. */
import { expect, it } from 'vitest';
import type { TuningRow } from '../../../src/core/log.ts';
import { begun } from '../../database/sample.ts';
import { openStore } from '../../../src/store/open.ts';

/** A tuned model, as it is seated. */
export const tunedRow: TuningRow = {
  ...{ data: 'd', run: 'econ', adapter: null, provider: 'tuned', model: 'econ', agent: 'economicus' },
  ...{ standing: 'not a tuned model: alive failed', proven: false, at: 1 },
};

export function tunedFacts(fresh: () => Promise<string>): void {
  it('keeps where a tuned model came from, and finds the sessions in which it sat, however it was asked', async () => {
    const store = await openStore(await fresh());
    const codes: string[] = [];
    for (const id of [
      'tuned/econ',
      'tuned/econ?ask=decision',
      'tuned/econ+moralis:0.5',
      'tuned/econ-2',
      'tuned/e*on',
    ]) {
      const { session, match, rows } = begun();
      codes.push(session.code);
      const seats = match.seats.map((seat, at) => (at === 0 ? { ...seat, id } : seat));
      await store.record(rows.map((one) => (one.table === 'match' ? { ...one, row: { ...one.row, seats } } : one)));
    }
    await store.record([{ table: 'tuning', row: tunedRow }]);
    await store.record([{ table: 'tuning', row: { ...tunedRow, adapter: 'a'.repeat(64), proven: true, at: 2 } }]);
    expect(await store.tunings()).toEqual([tunedRow, { ...tunedRow, adapter: 'a'.repeat(64), proven: true, at: 2 }]);
    expect(await store.sessionsOfModel('tuned/econ', 0, Number.MAX_SAFE_INTEGER)).toEqual(codes.slice(0, 3));
    expect(await store.sessionsOfModel('tuned/econ', 0, 1)).toEqual([]);
    store.close();
  });
}
