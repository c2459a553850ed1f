/** `homines run` against servers of ours, and what it left in the database. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { CallRow, DecisionRow, MatchSummary } from '../../src/core/log.ts';
import type { LogReader } from '../../src/core/log-reader.ts';
import { openLog } from '../../src/store/log-reader.ts';
import { trusted } from '../config-folder.ts';
import { begin, type Ended, homines as inWarm } from '../program.ts';

/** A key that must be found nowhere. */
export const CANARY = 'sk-canary-8f3kd02mfa91xq';

const counts = z.object({
  answered: z.number(),
  repaired: z.number(),
  refused: z.number(),
  invalid: z.number(),
  'timed out': z.number(),
  failed: z.number(),
});
const seats = z.array(z.object({ agent: z.string(), kind: z.string(), meanPayoff: z.number().nullable() }));

/** What `run --json` prints where models sit. */
export const told = z.object({
  matches: z.number(),
  decisions: z.number(),
  seconds: z.number(),
  session: z.string(),
  seed: z.number(),
  seats,
  wanted: z.number(),
  failed: z.number(),
  open: z.number(),
  stopped: z.string().nullable(),
  outcomes: counts,
  calls: z.number(),
  tokens: z.object({ in: z.number(), out: z.number() }),
  cost: z.number().nullable(),
  counted: z.number().optional(),
  why: z.record(z.string(), z.number()),
  resumed: z.boolean(),
  card: z.object({
    matches: z.number(),
    calls: z.number(),
    interval: z.object({ n: z.number(), half: z.number() }),
    tokens: z.object({ in: z.number(), out: z.number() }),
    price: z.number().nullable(),
    minutes: z.number(),
    orders: z.looseObject({ how: z.string() }).nullable(),
    warnings: z.array(z.string()),
  }),
});

export type Place = {
  readonly folder: string;
  readonly db: string;
  /** Runs homines with this server; every text that came out is searched for the key. */
  homines(line: string, env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** The same, read from its JSON. */
  run(line: string, env?: Readonly<Record<string, string>>): Promise<Ended & { readonly json: z.infer<typeof told> }>;
  /** Begun and left alone. */
  begin(line: string, env?: Readonly<Record<string, string>>): ReturnType<typeof begin>;
  calls(): Promise<readonly CallRow[]>;
  decisions(): Promise<readonly DecisionRow[]>;
  matches(): Promise<readonly MatchSummary[]>;
  /** Files of the folder in which the key stands. */
  leaks(): readonly string[];
  remove(): void;
};

/** A folder with a database, and the address of a server. */
export function place(address: string, lab?: unknown): Place {
  const folder = mkdtempSync(join(tmpdir(), 'homines-model-'));
  const db = join(folder, 'lab.sqlite');
  if (lab !== undefined) writeFileSync(join(folder, 'homines.config.json'), JSON.stringify(lab));
  trusted(lab);
  const at = (env: Readonly<Record<string, string>> = {}) => ({
    cwd: folder,
    env: { OPENAI_BASE_URL: address, OPENAI_API_KEY: CANARY, HOMINES_DB: db, ...env },
  });
  const words = (line: string): readonly string[] => line.split(' ').filter(Boolean);
  const homines: Place['homines'] = async (line, env) => {
    const ended = await inWarm(words(line), at(env));
    writeFileSync(join(folder, `said-${readdirSync(folder).length}.txt`), ended.out + ended.err);
    return ended;
  };
  const reading = async <T>(read: (store: LogReader) => Promise<T>): Promise<T> => {
    const store = await openLog(db);
    try {
      return await read(store);
    } finally {
      store.close();
    }
  };
  const ofEach = <T>(read: (store: LogReader, match: string) => Promise<readonly T[]>) =>
    reading(async (store) => {
      const all: T[] = [];
      for (const { code } of await store.matches({})) all.push(...(await read(store, code)));
      return all;
    });
  return {
    folder,
    db,
    homines,
    async run(line, env) {
      const ended = await homines(`${line} --json`, env);
      if (ended.out === '') throw new Error(`nothing was printed; exit code ${ended.code}; ${ended.err}`);
      return { ...ended, json: told.parse(JSON.parse(ended.out)) };
    },
    begin: (line, env) => begin(words(line), at(env)),
    calls: () => ofEach((store, match) => store.calls(match)),
    decisions: () => ofEach((store, match) => store.decisions(match)),
    matches: () => reading((store) => store.matches({})),
    leaks: () => readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(CANARY)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A place beside a server of ours: both are gone at the end of a test. */
export function placeOf<S extends { readonly address: string; close(): Promise<void> }>(
  server: S,
  lab?: unknown,
): Place & AsyncDisposable & { readonly server: S } {
  const here = place(server.address, lab);
  return {
    ...here,
    server,
    async [Symbol.asyncDispose]() {
      await server.close();
      here.remove();
    },
  };
}
