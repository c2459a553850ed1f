/**
 * A database of one million choices, rows written as the lab would have: people and models in dilemmas, pairs of people in
 * markets, in several sessions. Arguments: the file; how many millions, 1 where none is named.
 */
import { game as dilemma } from '../../games/prisoners-dilemma/index.ts';
import { game as duopoly } from '../../games/pricing-duopoly/index.ts';
import { matchCode, newCode } from '../../src/core/ids.ts';
import type { AnyGame } from '../../src/core/game.ts';
import type { DecisionRow, LogRow, SeatRow } from '../../src/core/log.ts';
import { rng } from '../../src/core/rng.ts';
import { openStore } from '../../src/store/open.ts';

const SESSIONS = 10;
const MILLIONS = Number(process.argv[3] ?? 1);
const DILEMMAS = 30_000 * MILLIONS;
const MARKETS = 2_000 * MILLIONS;
const ROUNDS = 10;

const store = await openStore(process.argv[2]!);
const chance = rng(1);
const at = 1_764_000_000_000;
let rows: LogRow[] = [];
const flush = async (least = 0): Promise<void> => {
  if (rows.length < least) return;
  await store.record(rows);
  rows = [];
};

const seat = (kind: 'human' | 'model' | 'theory', id: string, participant: string | null = null): SeatRow => ({
  label: id.split(/[:/]/)[0]!,
  kind,
  id,
  shown: id,
  participant,
});
const decision = (match: string, given: Partial<DecisionRow>): LogRow => ({
  table: 'decision',
  row: {
    ...{ match, turn: 0, seat: 0, key: '', position: 0, revision: 0, role: '', round: 1, practice: false, answer: 0 },
    ...{
      shownAt: at,
      answeredAt: at + 1000,
      ms: 1000,
      marks: null,
      options: null,
      because: null,
      notes: null,
      source: 'chosen',
      distribution: null,
    },
    ...given,
  },
});

function begin(game: AnyGame, config: unknown, session: string, seats: readonly SeatRow[]): string {
  const code = matchCode();
  rows.push({
    table: 'match',
    row: {
      code,
      session,
      game: game.name,
      version: game.version,
      config,
      seed: chance.below(2 ** 30),
      language: 'en',
      wording: 'bench',
      seats,
      disclosed: true,
      startedAt: at,
      presentation: null,
    },
  });
  return code;
}
const end = (match: string): void => void rows.push({ table: 'ending', row: { match, how: 'finished', at } });
const person = (session: string): string => {
  // As matches: codes drawn one by one would meet among so many.
  const code = matchCode();
  rows.push({ table: 'participant', row: { code, session, label: null, treatment: null, joinedAt: at } });
  return code;
};

const gentle = dilemma.config.parse({});
const market = duopoly.config.parse({ rounds: ROUNDS });
for (let n = 0; n < SESSIONS; n++) {
  const model = n >= SESSIONS - 2;
  const session = newCode();
  rows.push({
    table: 'session',
    row: { code: session, kind: model ? 'run' : 'lab', seed: n, version: 'bench', startedAt: at },
  });
  rows.push({
    table: 'event',
    row: { session, match: null, participant: null, kind: 'named', body: { name: `session ${n}` }, at },
  });
  for (let m = 0; m < DILEMMAS; m++) {
    const me = model ? seat('model', `local/model-${n}`) : seat('human', 'human', person(session));
    const match = begin(dilemma, gentle, session, [me, seat('theory', 'moralis:0.5')]);
    const first = chance.unit() < 0.4 + n / 50 ? 'C' : 'D';
    rows.push(decision(match, { key: 'first', role: 'first', answer: first }));
    rows.push(
      decision(match, { turn: 1, seat: 1, key: first === 'C' ? 'after_C' : 'after_D', role: 'second', answer: first }),
    );
    end(match);
    await flush(4000);
  }
  for (let m = 0; m < MARKETS; m++) {
    const match = begin(duopoly, market, session, [
      seat('human', 'human', person(session)),
      seat('human', 'human', person(session)),
    ]);
    for (let turn = 0; turn < ROUNDS; turn++)
      for (const place of [0, 1])
        rows.push(
          decision(match, {
            turn,
            round: turn + 1,
            seat: place,
            key: 'price',
            answer: Math.round(chance.normal(160 + n, 8)) / 10,
          }),
        );
    end(match);
    await flush(4000);
  }
}
await flush();
store.close();
