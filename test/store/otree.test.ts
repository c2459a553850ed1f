/** An oTree export of real matches, read with the conventions of whatever reads oTree's files: gmoTree's patterns, pandas. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { courseSource } from '../../src/commands/shared/course-source.ts';
import { rng } from '../../src/core/rng.ts';
import { newCode } from '../../src/core/ids.ts';
import type { LogRow, MatchRow, SeatRow } from '../../src/core/log.ts';
import { loadGame } from '../../src/disk/games.ts';
import { exportTables } from '../../src/store/export.ts';
import { openStore } from '../../src/store/open.ts';
import { readCsv } from '../database/csv.ts';
import { stored } from '../database/lesson.ts';
import { decision, folder, match, named, session } from '../database/sample.ts';

const person: SeatRow = { label: 'human', kind: 'human', id: 'human', shown: 'you', participant: null };
const agent: SeatRow = { label: 'moralis', kind: 'theory', id: 'moralis:0.5', shown: 'moralis', participant: null };
const PRICES = [
  [14.5, 15],
  [16, 15.5],
  [17, 16],
] as const;

/** One session: Ann plays a market of three rounds to its end, Bob leaves his after one, Cem never comes. */
async function market() {
  const place = folder();
  const file = join(place, 'lab.sqlite');
  const game = await loadGame('pricing-duopoly');
  const config = game.config.parse({ rounds: 3 });
  const lab = session({ kind: 'lab' });
  const people = ['Ann', 'Bob', 'Cem'].map((label, i) => ({
    ...{ code: newCode(), session: lab.code, label, treatment: null },
    joinedAt: 1_700_000_000_000 + i,
  }));
  const played = people.slice(0, 2).map(({ code }): MatchRow =>
    match(lab.code, {
      ...{ game: game.name, version: game.version, config, seats: [{ ...person, participant: code }, agent] },
    }),
  );
  let state = game.setup(config, rng(11, 'setup'), 2);
  const earned = PRICES.map((prices, turn) => {
    const moves = game.pending(state).map((one) => ({ decision: one, answer: prices[one.seat]! }));
    state = game.apply(state, moves, rng(11, 'turn', turn));
    return game.payoffs(state)!;
  });
  const answers = ({ code }: MatchRow, rounds: number): readonly LogRow[] =>
    PRICES.slice(0, rounds).flatMap((prices, turn) =>
      prices.map((answer, seat) =>
        stored(
          decision(code, {
            ...{ turn, seat, key: 'price', role: 'first', round: turn + 1, answer, options: null, marks: null },
          }),
        ),
      ),
    );
  const store = await openStore(file);
  await store.record([
    { table: 'session', row: lab },
    named(lab.code, 'Micro II'),
    ...people.map((row): LogRow => ({ table: 'participant', row })),
    ...played.map((row): LogRow => ({ table: 'match', row })),
    ...answers(played[0]!, 3),
    ...answers(played[1]!, 1),
    { table: 'ending', row: { match: played[0]!.code, how: 'finished', at: 1_700_000_009_000 } },
    ...earned.at(-1)!.map((points, seat): LogRow => ({
      table: 'payoff',
      row: { match: played[0]!.code, seat, points },
    })),
  ]);
  store.close();
  const out = join(place, 'class');
  await exportTables({ files: [file], out: `${out}/`, format: 'otree', courseOf: await courseSource() });
  return { out, people, earned };
}

const table = (out: string, name: string) => {
  const found = readdirSync(out).find((one) => new RegExp(`^${name}-\\d{4}-\\d{2}-\\d{2}\\.csv$`).test(one));
  return readCsv(readFileSync(join(out, found!), 'utf8'));
};

it('has a row for every round from the beginning, with what each round paid', async () => {
  const { out, people, earned } = await market();
  const rows = table(out, 'pricing_duopoly');
  const of = (id: number) => rows.filter((row) => row['participant.id_in_session'] === `${id}`);
  // Three people and an agent at each of two tables, three rounds each: round 1 of all, then round 2, then round 3.
  expect(rows.map((row) => Number(row['subsession.round_number']))).toEqual(
    [1, 2, 3].flatMap((n) => Array.from({ length: 5 }, () => n)),
  );
  expect(of(1).map((row) => row['participant.code'])).toEqual([1, 2, 3].map(() => people[0]!.code));
  const points = earned.map((now, round) => now[0]! - (earned[round - 1]?.[0] ?? 0));
  of(1).forEach((row, round) => expect(Number(row['player.payoff'])).toBeCloseTo(points[round]!, 9));
  expect(Number(of(1)[0]!['participant.payoff'])).toBeCloseTo(earned[2]![0]!, 9);
  expect(of(2).map((row) => [row['player.price'], Number(row['player.payoff']) > 0])).toEqual([
    ['14.5', true],
    ['', false],
    ['', false],
  ]);
  expect(Number(of(2)[0]!['participant.payoff'])).toBeCloseTo(points[0]!, 9);
  expect(of(3).map((row) => [row['player.price'], row['player.payoff'], row['participant.visited']])).toEqual(
    [1, 2, 3].map(() => ['', '0.0', '0']),
  );
  // A question and a wait in each round: six screens, of which Ann has left all, Bob two, Cem none.
  expect(
    [1, 2, 3].map((id) => [of(id)[0]!['participant._index_in_pages'], of(id)[0]!['participant._max_page_index']]),
  ).toEqual([
    ['7', '6'],
    ['3', '6'],
    ['1', '6'],
  ]);
  const wide = table(out, 'all_apps_wide');
  expect(wide).toHaveLength(5);
  expect(wide[0]).toMatchObject({
    'session.config.name': 'pricing_duopoly',
    'session.config.participation_fee': '0.0',
    'session.config.real_world_currency_per_point': '1.0',
    'pricing_duopoly.3.player.price': '17',
  });
  expect(wide[1]).toMatchObject({ 'pricing_duopoly.2.player.price': '', 'pricing_duopoly.2.player.payoff': '0.0' });
});

const python = ['python3', '/usr/bin/python3'].find(
  (program) => spawnSync(program, ['-c', 'import pandas'], { timeout: 60_000 }).status === 0,
);
const all = process.env['HOMINES_TEST_ALL'] === '1';

it.skipIf(python === undefined && !all)('is read by pandas as oTree tables are', async () => {
  const { out } = await market();
  const script = join(out, '..', 'read.py');
  mkdirSync(join(out, '..'), { recursive: true });
  writeFileSync(script, PYTHON);
  const found: unknown = JSON.parse(execFileSync(python!, [script, out], { encoding: 'utf8' }));
  expect(found).toEqual({ files: 3, participants: 5, rounds: 3, wide: 15, waits: 8, pages: 8, joined: 5 });
});

/** Asserts what holds of every oTree export, and gives a few counts. */
const PYTHON = `
import glob, json, os, re, sys
import pandas as pd
folder = sys.argv[1]
files = [f for f in os.listdir(folder) if re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\\.csv", f)]
read = lambda stem: pd.read_csv(glob.glob(os.path.join(folder, stem + "-*.csv"))[0])
apps = {f[:-15] for f in files} - {"all_apps_wide", "PageTimes"}
wide, times = read("all_apps_wide"), read("PageTimes")
assert wide["participant.code"].is_unique and wide["participant.code"].str.fullmatch("[a-z0-9]{8}").all()
columns = [re.match(r"^(\\w+)\\.(\\d+)\\.(player|group|subsession)\\.", c) for c in wide.columns]
assert {m[1] for m in columns if m} == apps
for app in apps:
    rows = read(app)
    assert not rows.duplicated(["participant.code", "subsession.round_number"]).any()
    assert rows["player.payoff"].dtype == float and rows["player.payoff"].notna().all()
    assert (rows.groupby("participant.code")["subsession.round_number"].nunique() == rows["subsession.round_number"].max()).all()
    total = rows.groupby("participant.code")["player.payoff"].sum()
    paid = rows.groupby("participant.code")["participant.payoff"].first()
    assert ((total - paid).abs() < 1e-9).all()
    assert set(rows["participant.code"]) == set(wide["participant.code"])
    assert rows["participant._max_page_index"].notna().all()
    assert (rows[["subsession.round_number", "participant.id_in_session"]].apply(tuple, axis=1).is_monotonic_increasing)
assert set(times["participant_code"]) <= set(wide["participant.code"])
assert (times.groupby("participant_code")["page_index"].apply(list).map(lambda p: p == list(range(len(p))))).all()
print(json.dumps({
    "files": len(files), "participants": len(wide), "rounds": int(rows["subsession.round_number"].max()),
    "wide": sum(bool(m) and m[3] == "player" and c.endswith("payoff") for m, c in zip(columns, wide.columns)) * len(wide),
    "waits": int(times["is_wait_page"].sum()),
    "pages": int(((times["is_wait_page"] == 0) & (times["page_index"] > 0)).sum()), "joined": int((times["page_index"] == 0).sum()),
}))
`;
