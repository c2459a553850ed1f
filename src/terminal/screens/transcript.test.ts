import { expect, test } from 'vitest';
import { match } from '../../../test/database/sample.ts';
import type { CallRow } from '../../core/log.ts';
import { textOfAll, widthOf } from '../../show/line.ts';
import { callsShown, shortened } from './transcript.ts';

const size = { columns: 80, rows: 24 };

function shownOf(response: string, answer: string) {
  const row: CallRow = {
    ...{ match: 'm', turn: 0, seat: 1, key: 'first', attempt: 0, provider: 'local', model: 'small\x1b[31m' },
    ...{ request: '{}', response, outcome: 'answered', tokensIn: 1, tokensOut: 1, cost: null, ms: 1, at: 1 },
    ...{ served: null, reading: null, leftOut: [], rotation: null },
  };
  const spoken = { prompt: [{ role: 'user', text: 'Your move?' }], answer, reasons: null };
  const row_ = { ...match('session'), ending: null, decisions: 0, payoffs: [], lastAt: 0 };
  return callsShown({ calls: [{ row, spoken, drawn: null }], match: row_, call: 0, first: 0 }, size);
}

test.each(['a', '日', 'e\u0301', '\n', '\r', '\x1b[31mx', ' a'])(
  'a megabyte of %j is shown at once at every key, with how much more there is',
  (piece) => {
    const long = piece.repeat(Math.floor(1_000_000 / piece.length));
    const began = performance.now();
    for (let key = 0; key < 3; key++) {
      const lines = shownOf(long, long).lines(76, 19);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(76);
    }
    // Three calls, looked at anew: it was 25 s for one.
    expect(performance.now() - began).toBeLessThan(10_000);
    if (piece.trim() !== '') expect(shortened(long)).toMatch(/ … 99[\d,]+ more characters$/);
  },
);

test('the answer stands first, and nothing of the bytes commands a terminal', () => {
  const text = textOfAll(shownOf('{"raw":"\\u001b[31m\x9b"}', 'red \x1b]0;T\x07\x1b[31mRED').lines(76, 19));
  expect(text.indexOf('red RED')).toBeLessThan(text.indexOf('Your move?'));
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
});
