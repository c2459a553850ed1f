import { expect, it } from 'vitest';
import { EVENT_KINDS, eventRow, type StoredEvent } from './events.ts';
import { storedAs } from './stored-as.ts';

const stored = (kind: string, body: unknown, match: string | null = null): StoredEvent => ({
  session: 'aaaaaaaa',
  match,
  participant: null,
  kind,
  body,
  at: 1,
});

it('reads what is stored by kind', () => {
  expect(EVENT_KINDS).toEqual([
    ...['named', 'locked', 'seated', 'unlocked', 'planned', 'profiled', 'evaluated', 'off topic'],
    ...['battery', 'lesson', 'batch', 'batch read'],
    ...['hosted', 'joined', 'read on', 'hand', 'room', 'presence', 'room match', 'replaced'],
    ...['table', 'left', 'resumed', 'protocol', 'guess', 'profile match'],
  ]);
  expect(eventRow(stored('named', { name: 'class' }))).toMatchObject({ kind: 'named', body: { name: 'class' } });
  expect(eventRow(stored('left', null, 'bbbbbbbb'))).toEqual(stored('left', null, 'bbbbbbbb'));
});

it('fills what older versions did not write', () => {
  expect(eventRow(stored('batch', { id: 'b1' })).body).toEqual({ id: 'b1', model: '' });
});

it.each([
  ['a kind of a newer version', stored('consent', { form: 3 })],
  ['a body of another shape', stored('named', 'class')],
  ['an event of a match without its match', stored('left', null)],
  ['the name of the unreadable kind itself', stored('other', { kind: 'x' })],
])('keeps %s readable, and stores it as it was', (_, row) => {
  const read = eventRow(row);
  expect(read).toMatchObject({ kind: 'other', session: row.session, at: 1, body: { kind: row.kind, body: row.body } });
  expect(storedAs(read)).toEqual({ kind: row.kind, body: row.body });
});
