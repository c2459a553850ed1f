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
const namesIn = (file: string) => readFileSync(file, 'utf8').split('\n', 1)[0]!.split(',');

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
const SESSION = ['code', 'label', 'mturk_HITId', 'mturk_HITGroupId', 'comment', 'is_demo'].map(
  (name) => `session.${name}`,
);

it('wide: one row a person, then one an agent, with every round of every game', async () => {
  const { place, file, people, matches, lab } = await lessonFile();
  const out = join(place, 'wide.csv');
  await exportTables({ files: [file], out, format: 'wide' });
  const names = namesIn(out);
  expect(names.slice(0, 13)).toEqual(PARTICIPANT);
  expect(names.slice(13, 18)).toEqual([
    'agent.kind',
    'agent.label',
    'agent.id',
    'agent.kappa',
    'participant.treatment',
  ]);
  expect(names.slice(18, 24)).toEqual(SESSION);
  expect(names.filter((name) => name.startsWith('prisoners-dilemma.1.'))).toEqual([
    'prisoners-dilemma.1.player.id_in_group',
    'prisoners-dilemma.1.player.role',
    'prisoners-dilemma.1.player.payoff',
    'prisoners-dilemma.1.player.first',
    'prisoners-dilemma.1.player.after_D',
    'prisoners-dilemma.1.group.id_in_subsession',
    'prisoners-dilemma.1.subsession.round_number',
    'prisoners-dilemma.1.group.match_code',
    'prisoners-dilemma.1.group.opponent_id',
    'prisoners-dilemma.1.group.match_status',
    'prisoners-dilemma.1.player.substituted',
  ]);
  const rows = read(out);
  expect(
    rows.map((row) => [row['participant.id_in_session'], row['participant.code'], row['agent.kind'], row['agent.id']]),
  ).toEqual([
    ['1', people[0]!.code, 'human', 'human'],
    ['2', people[1]!.code, 'human', 'human'],
    ['3', '', 'theory', 'moralis:0.5'],
    ['4', '', 'model', 'local/base+moralis:0.25'],
    ['5', '', 'theory', 'moralis:0.5'],
  ]);
  expect(rows[0]).toMatchObject({
    'participant.label': 'Ann',
    'participant._is_bot': '0',
    // Of six answers one was taken back.
    'participant._index_in_pages': '5',
    'participant._max_page_index': '5',
    'participant._current_app_name': 'pricing-duopoly',
    'participant._current_page_name': 'price',
    'participant.time_started_utc': '2023-11-14 22:13:20.500000',
    'participant.payoff': '205',
    'participant.treatment': 'pooled',
    'session.code': lab.code,
    'session.label': 'Monday',
    'session.is_demo': '0',
    'session.config.prisoners-dilemma.T': '80',
    'session.config.pricing-duopoly.calculator': '1',
    'session.config.pricing-duopoly.a': '[2,2.5]',
    'prisoners-dilemma.1.player.first': 'D',
    'prisoners-dilemma.1.player.after_D': '',
    'prisoners-dilemma.1.player.payoff': '30',
    'prisoners-dilemma.1.group.match_code': matches.first,
    'prisoners-dilemma.1.group.opponent_id': 'moralis:0.5',
    'prisoners-dilemma-2.1.player.id_in_group': '2',
    'prisoners-dilemma-2.1.player.after_C': 'C',
    'prisoners-dilemma-2.1.player.payoff': '75',
    'pricing-duopoly-practice.1.player.price': '3',
    'pricing-duopoly-practice.1.player.payoff': '',
    'pricing-duopoly.1.player.price': '14.5',
    'pricing-duopoly.1.player.payoff': '',
    'pricing-duopoly.2.player.price': '15',
    'pricing-duopoly.2.player.payoff': '100',
  });
  expect(rows[1]).toMatchObject({
    'participant._max_page_index': '',
    'participant.label': '=Bob, "the second" κ',
    'participant.treatment': '',
    'prisoners-dilemma.1.player.first': 'C',
    'prisoners-dilemma-2.1.player.first': 'C',
    'prisoners-dilemma-2.1.player.payoff': '',
    'pricing-duopoly.1.player.price': '',
    'session.config.pricing-duopoly.rounds': '',
  });
  // What a stand-in answered is not the model's, and a match that was left has not ended.
  expect(rows[0]).toMatchObject({
    'prisoners-dilemma.1.player.substituted': '0',
    'prisoners-dilemma.1.group.match_status': 'finished',
  });
  expect(rows[1]).toMatchObject({
    'prisoners-dilemma-2.1.player.substituted': '0',
    'prisoners-dilemma-2.1.group.match_status': '',
  });
  expect(rows[3]).toMatchObject({
    'pricing-duopoly.1.player.substituted': '0',
    'pricing-duopoly.2.player.substituted': '1',
    'agent.kappa': '0.25',
    'pricing-duopoly.1.player.price': '-1.25',
    'participant._is_bot': '1',
    'participant.payoff': '',
  });
});

it('one table a game, one row a player and round, with the page times', async () => {
  const { place, file, people, matches } = await lessonFile();
  const { files } = await exportTables({ files: [file], out: join(place, 'lesson.csv'), format: 'otree' });
  const at = (table: string) => join(place, `lesson.${table}.csv`);
  expect(new Set(files.slice(0, 4))).toEqual(
    new Set(['page-times', 'pricing-duopoly', 'pricing-duopoly-practice', 'prisoners-dilemma'].map(at)),
  );
  expect(namesIn(at('pricing-duopoly'))).toEqual([
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
    'group.match_code',
    'group.opponent_id',
    'group.match_status',
    'player.substituted',
  ]);
  const prices = read(at('pricing-duopoly'));
  expect(
    prices.map((row) => [
      row['participant.code'],
      row['subsession.round_number'],
      row['player.price'],
      row['player.payoff'],
    ]),
  ).toEqual([
    [people[0]!.code, '1', '14.5', ''],
    [people[0]!.code, '2', '15', '100'],
    ['', '1', '-1.25', ''],
    ['', '2', '16', ''],
  ]);
  const dilemmas = read(at('prisoners-dilemma'));
  expect(
    dilemmas.map((row) => [
      row['participant.id_in_session'],
      row['group.match_code'],
      row['player.first'],
      row['player.after_C'],
      row['group.match_status'],
    ]),
  ).toEqual([
    ['1', matches.first, 'D', '', 'finished'],
    ['1', matches.second, '', 'C', 'finished'],
    ['2', matches.second, 'C', '', 'finished'],
    ['2', matches.left, 'C', '', ''],
    ['3', matches.first, '', '', 'finished'],
  ]);
  const times = readFileSync(at('page-times'), 'utf8');
  expect(times.split('\n')[0]).toBe(
    'session_code,participant_id_in_session,participant_code,page_index,app_name,page_name,epoch_time_completed,round_number,timeout_happened,is_wait_page',
  );
  const pages = read(at('page-times'));
  expect(
    pages
      .filter((row) => row['participant_id_in_session'] === '1')
      .map((row) => [row['page_index'], row['app_name'], row['page_name']]),
  ).toEqual([
    ['0', '', 'InitializeParticipant'],
    ['1', 'prisoners-dilemma', 'first'],
    ['2', 'prisoners-dilemma-2', 'after_C'],
    ['3', 'pricing-duopoly', 'price'],
    ['4', 'pricing-duopoly', 'price'],
    ['5', 'pricing-duopoly', 'price'],
  ]);
  expect(pages[1]!['epoch_time_completed']).toBe('1700000004');
  expect(
    pages
      .filter((row) => row['timeout_happened'] === '1')
      .map((row) => [row['participant_id_in_session'], row['page_index']]),
  ).toEqual([['4', '1']]);
  expect(readFileSync(at('pricing-duopoly'), 'utf8') + times).not.toMatch(/NaN|undefined|null/);
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
    'ultimatum.1.player.payoff': '6',
  });
  await exportTables({ files: [file], out: join(place, 'apps.csv'), format: 'otree' });
  expect(
    read(join(place, 'apps.ultimatum.csv')).map((row) => [
      row['player.offer'],
      row['player.accept'],
      row['session.config.pie'],
    ]),
  ).toEqual([
    ['4', '', '10'],
    ['', 'yes', '10'],
  ]);
  const book = read(join(place, 'apps.codebook.csv'));
  for (const column of ['ultimatum: offer', 'ultimatum: accept', 'ultimatum: pie', 'ultimatum: framed'])
    expect(book.map((entry) => entry['column'])).toContain(column);
});
