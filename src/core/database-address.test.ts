import { expect, it } from 'vitest';
import { isAddress, readAddress, sameDatabase, shortName, withoutPassword } from './database-address.ts';
import { UserError } from './user-error.ts';

it.each([
  [
    'postgres://ann@db.example.org:5433/lab',
    { user: 'ann', host: 'db.example.org', port: 5433, database: 'lab', password: null },
  ],
  [
    'postgresql://ann:s%40cret@db/lab?sslmode=require',
    { user: 'ann', host: 'db', password: 's@cret', encryption: 'require' },
  ],
  ['postgres:///lab', { user: null, host: null, port: null, database: 'lab' }],
  [
    'postgres://ann@/lab?host=/var/run/postgresql&port=5433',
    { user: 'ann', host: '/var/run/postgresql', port: 5433, database: 'lab' },
  ],
  ['postgres://%2Ftmp%2Fsock/lab', { host: '/tmp/sock', database: 'lab' }],
  ['postgres://localhost', { host: 'localhost', database: null }],
  ['POSTGRES://ann:pw@[::1]/lab', { host: '::1', password: 'pw' }],
])('%s is read', (typed, parts) => {
  expect(isAddress(typed)).toBe(true);
  expect(readAddress(typed)).toMatchObject(parts);
});

it.each(['data/lab.sqlite', 'postgres.sqlite', 'postgres/lab', './postgres:/x', 'http://host/lab'])(
  '%s is a file',
  (name) => expect(isAddress(name)).toBe(false),
);

it.each([
  'postgres://ann:secret@db/lab',
  'postgres://ann:se:cr@et@db/lab',
  'postgres://:secret@db/lab?sslmode=require',
  'postgres://ann@db/lab?password=secret',
  'postgres://ann@db/lab?password=secret&sslmode=require',
  'postgres://ann@db/lab?sslmode=require&password=secret',
  '--db=postgres://ann:secret@db/lab',
  'two: postgres://a:secret@x/y and postgresql://b:secret@z/y',
])('no password is left in %s', (typed) => {
  expect(withoutPassword(typed)).not.toMatch(/sec?r?|cr@et/);
  expect(withoutPassword(typed)).toMatch(/postgres(ql)?:\/\//);
});

it.each([
  'postgres://ann:secret@db:99999/lab',
  'postgres://ann:secret@db/lab?sslmode=perhaps',
  'postgres://ann:secret@db/lab?options=-c%20x',
  'postgres://ann:secret@d b/lab',
  'postgres://ann:secret@db/lab/two',
  'postgres://ann:secret@db/%zz',
  'postgres://ann:sec/secret@db/lab',
  'postgres://ann:sec?secret@db/lab',
])('%s is refused in a sentence without the password', (typed) => {
  let said = '';
  try {
    readAddress(typed);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    said = String(error);
  }
  expect(said).toContain('ann@d');
  expect(said).not.toContain('secret');
});

it('two ways to write one address are one database', () => {
  expect(sameDatabase('postgres://ann:pw@localhost:5432/lab')).toBe(
    sameDatabase('postgresql://bob@/lab?host=localhost'),
  );
  expect(sameDatabase('postgres://ann@localhost/lab')).not.toBe(sameDatabase('postgres://ann@localhost/other'));
  expect([shortName('postgres://ann@db/lab?host=/x/y'), shortName('data/lab.sqlite')]).toEqual(['lab', 'lab.sqlite']);
});
