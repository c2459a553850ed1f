/** The tables that oTree's scripts read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { LogRow } from '../../core/log.ts';
import { exportTables } from '../export.ts';
import { openStore } from '../open.ts';
import { readCsv } from '../../../test/database/csv.ts';
import { lessonFile, stored } from '../../../test/database/lesson.ts';
import { decision, match } from '../../../test/database/sample.ts';

const read = (file: string) => readCsv(readFileSync(file, 'utf8'));
const namesIn = (file: string) => readFileSync(file, 'utf8').split(/\r?\n/, 1)[0]!.split(',');

/** The columns of oTree 5 and 6, in its own order: export.py, _get_table_fields. */
const PARTICIPANT = [
  'id_in_session',
  'code',
  'label',
  '_is_bot',
  '_index_in_pages',
  '_max_page_index',
  '_current_app_name',
  '_current_page_name',
  'time_started_utc',
  'visited',
  'mturk_worker_id',
  'mturk_assignment_id',
  'payoff',
].map((name) => `participant.${name}`);
const CODE = expect.stringMatching(/^[a-z0-9]{8}$/) as unknown;
const SESSION = ['code', 'label', 'mturk_HITId', 'mturk_HITGroupId', 'comment', 'is_demo'].map(
  (name) => `session.${name}`,
);

it('wide: one row a person, then one an agent, with every round of every game', async () => {
  const { place, file, people, matches, lab } = await lessonFile();
  const out = join(place, 'wide.csv');
  await exportTables({ files: [file], out, format: 'wide' });
  const names = namesIn(out);
  expect(names.slice(0, 13)).toEqual(PARTICIPANT);
  expect(names.slice(13, 22)).toEqual([
    ...SESSION,
    'session.config.name',
    'session.config.participation_fee',
    'session.config.real_world_currency_per_point',
  ]);
  // oTree's columns of every app first, ours behind all of them.
  expect(names.filter((name) => name.startsWith('prisoners_dilemma.1.'))).toEqual([
    'prisoners_dilemma.1.player.id_in_group',
    'prisoners_dilemma.1.player.role',
    'prisoners_dilemma.1.player.payoff',
    'prisoners_dilemma.1.player.first',
    'prisoners_dilemma.1.player.after_D',
    'prisoners_dilemma.1.group.id_in_subsession',
    'prisoners_dilemma.1.subsession.round_number',
    'prisoners_dilemma.1.group.match_code',
    'prisoners_dilemma.1.group.opponent_id',
    'prisoners_dilemma.1.group.match_status',
    'prisoners_dilemma.1.player.substituted',
    'prisoners_dilemma.1.player.told',
    'prisoners_dilemma.1.player.instead',
    'prisoners_dilemma.1.player.guess',
    'prisoners_dilemma.1.player.guess_confidence',
    'prisoners_dilemma.1.player.guess_truth',
  ]);
  const ours = names.indexOf('agent.kind');
  expect(names.slice(ours, ours + 6)).toEqual([
    'agent.kind',
    'agent.label',
    'agent.id',
    'agent.kappa',
    'participant.treatment',
    'agent.ask',
  ]);
  expect(names.findLastIndex((name) => name.endsWith('round_number'))).toBe(ours - 1);
  const rows = read(out);
  expect(
    rows.map((row) => [row['participant.id_in_session'], row['participant.code'], row['agent.kind'], row['agent.id']]),
  ).toEqual([
    ['1', people[0]!.code, 'human', 'human'],
    ['2', people[1]!.code, 'human', 'human'],
    ['3', CODE, 'theory', 'moralis:0.5'],
    ['4', CODE, 'model', 'local/base+moralis:0.25'],
    ['5', CODE, 'theory', 'moralis:0.5'],
  ]);
  expect(new Set(rows.map((row) => row['participant.code'])).size).toBe(5);
  expect(rows[0]).toMatchObject({
    'participant.label': 'Ann',
    'participant._is_bot': '0',
    // Of six answers one was taken back; behind five that are left one waited, but not where both state plans at once.
    'participant._index_in_pages': '11',
    'participant._max_page_index': '10',
    'participant._current_app_name': 'pricing_duopoly',
    'participant._current_page_name': 'price',
    'participant.time_started_utc': '2023-11-14 22:13:20.500000',
    'participant.payoff': '205.0',
    'participant.treatment': 'pooled',
    'session.code': lab.code,
    'session.label': 'Monday',
    'session.is_demo': '0',
    'session.config.prisoners_dilemma.T': '80',
    'session.config.pricing_duopoly.calculator': '1',
    'session.config.pricing_duopoly.a': '[2,2.5]',
    'prisoners_dilemma.1.player.first': 'D',
    'prisoners_dilemma.1.player.after_D': '',
    'prisoners_dilemma.1.player.payoff': '30.0',
    'prisoners_dilemma.1.group.match_code': matches.first,
    'prisoners_dilemma.1.group.opponent_id': 'moralis:0.5',
    'prisoners_dilemma_2.1.player.id_in_group': '2',
    'prisoners_dilemma_2.1.player.after_C': 'C',
    'prisoners_dilemma_2.1.player.payoff': '75.0',
    'pricing_duopoly_practice.1.player.price': '3',
    'pricing_duopoly_practice.1.player.payoff': '0.0',
    'pricing_duopoly.1.player.price': '14.5',
    'pricing_duopoly.1.player.payoff': '0.0',
    'pricing_duopoly.2.player.price': '15',
    'pricing_duopoly.2.player.payoff': '100.0',
  });
  // A match is in the app of whoever plays that game more often: Bob met Ann when it was her second.
  expect(rows[1]).toMatchObject({
    'participant._max_page_index': '',
    'participant.label': '=Bob, "the second" κ',
    'participant.treatment': '',
    'prisoners_dilemma.1.player.first': '',
    'prisoners_dilemma_2.1.player.first': 'C',
    'prisoners_dilemma_2.1.player.payoff': '75.0',
    'prisoners_dilemma_3.1.player.first': 'C',
    'prisoners_dilemma_3.1.player.payoff': '0.0',
    'pricing_duopoly.1.player.price': '',
    'session.config.pricing_duopoly.rounds': '',
  });
  // What a stand-in answered is not the model's, and a match that was left has not ended.
  expect(rows[0]).toMatchObject({
    'prisoners_dilemma.1.player.substituted': '0',
    'prisoners_dilemma.1.player.guess': 'script',
    'prisoners_dilemma.1.player.guess_confidence': '60',
    'prisoners_dilemma.1.player.guess_truth': 'script:C',
    'prisoners_dilemma.1.group.match_status': 'finished',
  });
  expect(rows[1]).toMatchObject({
    'prisoners_dilemma_3.1.player.substituted': '0',
    'prisoners_dilemma_3.1.group.match_status': '',
  });
  expect(rows[3]).toMatchObject({
    'pricing_duopoly.1.player.substituted': '0',
    'pricing_duopoly.2.player.substituted': '1',
    'agent.kappa': '0.25',
    'pricing_duopoly.1.player.price': '-1.25',
    'participant._is_bot': '1',
    'participant.payoff': '0.0',
  });
});

it('the table of all apps, one of each app, and page times, under the names that oTree gives them', async () => {
  const { place, file, people, matches } = await lessonFile();
  const before = new Date();
  const { files, tables } = await exportTables({ files: [file], out: join(place, 'lesson'), format: 'otree' });
  const date = /-(\d{4}-\d{2}-\d{2})\.csv$/.exec(files[0]!)![1]!;
  expect([before, new Date()].map((day) => day.getDate())).toContain(Number(date.slice(-2)));
  const at = (table: string) => join(place, 'lesson', `${table}-${date}.csv`);
  const apps = ['prisoners_dilemma', 'prisoners_dilemma_2', 'prisoners_dilemma_3', 'pricing_duopoly'];
  expect(new Set(files.slice(0, tables.length))).toEqual(
    new Set([...apps, 'pricing_duopoly_practice', 'all_apps_wide', 'PageTimes'].map(at)),
  );
  expect(namesIn(at('pricing_duopoly'))).toEqual([
    ...PARTICIPANT,
    'player.id_in_group',
    'player.role',
    'player.payoff',
    'player.price',
    'group.id_in_subsession',
    'subsession.round_number',
    ...SESSION,
    ...['rounds', 'practice', 'calculator', 'unit', 'a'].map((name) => `session.config.${name}`),
    'agent.kind',
    'agent.label',
    'agent.id',
    'agent.kappa',
    'participant.treatment',
    'agent.ask',
    'agent.expects',
    'group.match_code',
    'group.opponent_id',
    'group.match_status',
    'player.substituted',
    'player.told',
    'player.instead',
    'player.guess',
    'player.guess_confidence',
    'player.guess_truth',
  ]);
  // Round 1 of everybody, then round 2; people who never played this app have rows without answers.
  expect(
    read(at('pricing_duopoly')).map((row) => [
      row['participant.code'],
      row['subsession.round_number'],
      row['player.price'],
      row['player.payoff'],
    ]),
  ).toEqual([
    [people[0]!.code, '1', '14.5', '0.0'],
    [people[1]!.code, '1', '', '0.0'],
    [CODE, '1', '-1.25', '0.0'],
    [people[0]!.code, '2', '15', '100.0'],
    [people[1]!.code, '2', '', '0.0'],
    [CODE, '2', '16', '0.0'],
  ]);
  expect(
    apps
      .slice(0, 3)
      .flatMap((app) =>
        read(at(app)).map((row) => [
          row['participant.id_in_session'],
          row['group.match_code'],
          row['player.first'] ?? '',
          row['player.after_C'] ?? '',
        ]),
      ),
  ).toEqual([
    ['1', matches.first, 'D', ''],
    ['2', '', '', ''],
    ['3', matches.first, '', ''],
    ['1', matches.second, '', 'C'],
    ['2', matches.second, 'C', ''],
    ['1', '', '', ''],
    ['2', matches.left, 'C', ''],
    ['5', matches.left, '', ''],
  ]);
  const times = readFileSync(at('PageTimes'), 'utf8');
  expect(times.split('\n')[0]).toBe(
    'session_code,participant_id_in_session,participant_code,page_index,app_name,page_name,epoch_time_completed,round_number,timeout_happened,is_wait_page',
  );
  const pages = read(at('PageTimes'));
  expect(
    pages
      .filter((row) => row['participant_id_in_session'] === '1')
      .map((row) => [row['page_index'], row['app_name'], row['page_name'], row['is_wait_page']]),
  ).toEqual([
    ['0', '', 'InitializeParticipant', '0'],
    ['1', 'prisoners_dilemma', 'first', '0'],
    ['2', 'prisoners_dilemma', 'WaitForOthers', '1'],
    ['3', 'prisoners_dilemma_2', 'WaitForOthers', '1'],
    ['4', 'prisoners_dilemma_2', 'after_C', '0'],
    ['5', 'pricing_duopoly_practice', 'price', '0'],
    ['6', 'pricing_duopoly_practice', 'WaitForOthers', '1'],
    ['7', 'pricing_duopoly', 'price', '0'],
    ['8', 'pricing_duopoly', 'WaitForOthers', '1'],
    ['9', 'pricing_duopoly', 'price', '0'],
    ['10', 'pricing_duopoly', 'WaitForOthers', '1'],
  ]);
  expect(pages[1]!['epoch_time_completed']).toBe('1700000004');
  expect(
    pages
      .filter((row) => row['timeout_happened'] === '1')
      .map((row) => [row['participant_id_in_session'], row['page_index']]),
  ).toEqual([['4', '1']]);
  expect(readFileSync(at('pricing_duopoly'), 'utf8') + times).not.toMatch(/NaN|undefined|null/);
  // As Python's csv module ends lines; page times as oTree does.
  expect(readFileSync(at('all_apps_wide'), 'utf8')).toMatch(/[^\r]\r\n$/);
  expect(times).not.toContain('\r');
});

it('a guess stands on every row of the person who guessed, and of nobody else', async () => {
  const { place, file, people, matches } = await lessonFile();
  await exportTables({ files: [file], out: join(place, 'long.csv') });
  const guessed = read(join(place, 'long.csv')).filter((row) => row['guess'] !== '');
  expect(
    guessed.map((row) => [row['match.code'], row['participant.code'], row['guess.confidence'], row['guess.truth']]),
  ).toEqual([1, 2].map(() => [matches.first, people[0]!.code, '60', 'script:C']));
});

it('a game that nobody here knows has its tables, columns, questions and settings by itself', async () => {
  const { place, file, lab } = await lessonFile();
  const store = await openStore(file);
  const fourth = match(lab.code, { game: 'ultimatum', config: { pie: 10, framed: true } });
  const answered = { match: fourth.code, marks: null, options: null };
  await store.record([
    { table: 'match', row: fourth },
    stored(decision(fourth.code, { ...answered, key: 'offer', role: 'proposer', answer: 4 })),
    stored(decision(fourth.code, { ...answered, turn: 1, seat: 1, key: 'accept', role: 'responder', answer: 'yes' })),
    { table: 'ending', row: { match: fourth.code, how: 'finished', at: 1_700_000_009_000 } },
    ...[6, 4].map((points, seat): LogRow => ({ table: 'payoff', row: { match: fourth.code, seat, points } })),
  ]);
  store.close();
  await exportTables({ files: [file], out: join(place, 'wide.csv'), format: 'wide' });
  expect(read(join(place, 'wide.csv')).find((row) => row['ultimatum.1.player.offer'] !== '')).toMatchObject({
    'session.config.ultimatum.pie': '10',
    'session.config.ultimatum.framed': '1',
    'ultimatum.1.player.role': 'proposer',
    'ultimatum.1.player.offer': '4',
    'ultimatum.1.player.accept': '',
    'ultimatum.1.player.payoff': '6.0',
  });
  const { files } = await exportTables({ files: [file], out: join(place, 'apps.csv'), format: 'otree' });
  expect(
    read(files.find((one) => /ultimatum-[\d-]+\.csv$/.test(one))!).map((row) => [
      row['player.offer'],
      row['player.accept'],
      row['session.config.pie'],
    ]),
  ).toEqual([
    ['', '', ''],
    ['', '', ''],
    ['4', '', '10'],
    ['', 'yes', '10'],
  ]);
  const book = read(join(place, 'apps', 'codebook.csv'));
  for (const column of ['ultimatum: offer', 'ultimatum: accept', 'ultimatum: pie', 'ultimatum: framed'])
    expect(book.map((entry) => entry['column'])).toContain(column);
});
