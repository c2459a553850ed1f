/** What is counted in a room from the rows that go by: answers of people, how long they took, calls to models. */
import type { CallRow, DecisionRow, LogRow } from '../core/log.ts';
import { NO_ANSWER_WORDS } from '../lab/models-log.ts';
import type { Ledger } from './ledger.ts';

/** So many times of one page are kept for its median. */
const TIMES = 300;
/** Of fewer there is no median. */
const FEW = 3;

export type RoomCounts = {
  /** Takes rows that are on disk. */
  take(rows: readonly LogRow[]): void;
  /** Answers of a person that another program has stored. */
  add(member: string, answers: number): void;
  /** Choices of people that are stored: of all, and of one. */
  saved(): number;
  answers(member: string): number;
  /** How long people took for this question, in the middle; null: too few have answered it. Milliseconds. */
  median(question: string): number | null;
  /** What went wrong with a model last, in a sentence. */
  failed(sentence: string): void;
  /** `asked`: calls that were sent, `failed`: those of them that brought no answer; `standIns`: answers in the place of a model. */
  models(): {
    readonly asked: number;
    readonly failed: number;
    readonly standIns: number;
    readonly cost: number | null;
    readonly last: string | null;
  };
};

/** The question of a row, whoever is asked it. */
export const questionOf = (stage: string, turn: number, key: string): string => `${stage} ${turn} ${key}`;

/** RoomCounts of the room of this ledger. */
export function newCounts(ledger: Pick<Ledger, 'matches'>): RoomCounts {
  const answers = new Map<string, number>();
  const times = new Map<string, number[]>();
  let saved = 0;
  const models = { asked: 0, failed: 0, standIns: 0 };
  let cost: number | null = 0;
  let last: string | null = null;

  const decided = ({ match: code, seat, turn, key, source, ms }: DecisionRow): void => {
    const match = ledger.matches.get(code);
    const row = match?.row.seats[seat];
    if (match === undefined || row === undefined) return;
    if (row.kind === 'model' && source === 'substituted') models.standIns += 1;
    if (row.participant === null || source === 'substituted') return;
    saved += 1;
    answers.set(row.participant, (answers.get(row.participant) ?? 0) + 1);
    if (ms === null) return;
    const question = questionOf(match.stage.key, turn, key);
    const all = times.get(question) ?? [];
    times.set(question, [...all.slice(1 - TIMES), ms]);
  };
  const called = ({ outcome, cost: usd, tokensIn, provider, model, request }: CallRow): void => {
    // What could not be sent has a row too, and an answer of the stand-in.
    if (request === '') return;
    models.asked += 1;
    if (usd !== null) cost = cost === null ? null : cost + usd;
    else if (tokensIn !== null) cost = null;
    if (outcome === 'answered' || outcome === 'repaired') return;
    models.failed += 1;
    last = `${provider}/${model} ${NO_ANSWER_WORDS[outcome]}.`;
  };
  return {
    take(rows) {
      for (const { table, row } of rows)
        if (table === 'decision') decided(row);
        else if (table === 'call') called(row);
    },
    add(member, more) {
      saved += more;
      answers.set(member, (answers.get(member) ?? 0) + more);
    },
    failed: (sentence) => void (last = sentence),
    saved: () => saved,
    answers: (member) => answers.get(member) ?? 0,
    median(question) {
      const all = times.get(question)?.toSorted((a, b) => a - b) ?? [];
      return all.length < FEW ? null : all[Math.floor(all.length / 2)]!;
    },
    models: () => ({ ...models, cost, last }),
  };
}
