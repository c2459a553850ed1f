/** Bare `homines`: the lab. */
import type { Introduction } from '../lab/participants.ts';
import type { BatterySetting } from '../lab/battery/setting.ts';
import type { TableSetting } from '../lab/table-setting.ts';
import type { PreparedLesson } from '../lessons/prepared-lesson.ts';
import type { KeptServer } from '../trainer/kept-server.ts';
import { readNumber } from '../core/game.ts';
import { UserError } from '../core/user-error.ts';
import { db, DEFAULT_DB, trust } from './shared/flags.ts';
import { maybe, on, text, verb as define } from './shared/verb.ts';
import { byHand } from '../core/shell.ts';

const plain = on('questions and answers line by line, for screen readers');

/** USD that a session's calls may cost unless --max-cost says otherwise. */
const LIVE_CAP = 1;

function readCap(typed: string): number {
  const usd = readNumber(typed);
  if (usd === null || usd <= 0)
    throw new UserError(
      `The cap on what a session's calls may cost is USD above 0, such as --max-cost 5; got "${typed}".`,
    );
  return usd;
}

export const maxCost = text(
  'USD',
  `language models: no further call once a session has cost this much (default: ${LIVE_CAP})`,
  readCap,
);

export const locked = maybe(
  'WORD',
  '',
  'participants get the keyboard: one table, its questions only, no way out without this word (left out: it is asked for first)',
  (typed) => typed,
);

export const lab = define({
  says: 'A lab in this terminal: people play economic games against economicus, moralis and baseline, and every choice is kept. Without a command it opens the lab.',
  flags: { plain, locked, maxCost, trust, db },
  examples: [
    'homines',
    'homines play prisoners-dilemma --against economicus',
    'homines run prisoners-dilemma --seats economicus,moralis:0.5 --matches 1000',
    'homines theory pricing-duopoly --kappa 0.25 --json',
  ],
  notes: [
    'Every option has a twin in the environment: --db FILE is HOMINES_DB=FILE. The .env file of this folder is read too, as far as it can do no harm; what is typed wins.',
    'Exit codes: 0 done · 1 our mistake, or what was checked does not agree · 2 something to mend, said in one sentence · 130 stopped by Ctrl-C.',
    'HOMINES_DEBUG=1 shows where a mistake of ours happened; HOMINES_ASCII=1 draws without special characters; NO_COLOR=1 without colours; HOMINES_PROGRESS=0 tells a pipe nothing of how far work is.',
  ],
  run: (flags) => open({ ...flags, start: null }),
});

/** Where the lab opens, and for whom: what is left out is as if it had not been typed. */
export type LabOpening = {
  /** A table that is set already; null: the home screen. */
  readonly start: TableSetting | null;
  /** Whether it opens where that table is set, so that it can be changed first; else at its instructions. */
  readonly atSetUp?: boolean;
  /** A battery that is wanted. */
  readonly battery?: BatterySetting;
  /** A lesson that is to begin; absent: none is. */
  readonly lesson?: PreparedLesson;
  /** The name of the session that goes on, or begins. */
  readonly session?: string | undefined;
  /** Who sits down, from the person who chose the table on. */
  readonly people?: readonly Introduction[];
  /** Participants get the keyboard: the word that opens the lab again, '' where it is asked for first. */
  readonly locked?: string | undefined;
  readonly plain?: boolean | undefined;
  readonly maxCost?: number | undefined;
  /** Whether what the folder names is trusted. */
  readonly trust?: boolean | undefined;
  readonly db?: string | undefined;
};

/** Throws a UserError where there is no terminal that the lab could be drawn on. */
export function refuseNoTerminal(): void {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new UserError(
      `The lab needs a terminal, and ${process.stdin.isTTY ? 'its output' : 'its input'} is none here: open one and try again, or let agents play without a screen with "${byHand('run')}".`,
    );
}

/** Opens the lab on this terminal. Gives the exit code; throws a UserError where there is no terminal, or no such person. */
export async function open(opening: LabOpening): Promise<number> {
  const {
    start,
    atSetUp = false,
    battery = null,
    lesson,
    session,
    people = [],
    locked: word,
    plain: linear = false,
    db: file = DEFAULT_DB,
    maxCost: cap = LIVE_CAP,
    trust = false,
  } = opening;
  refuseNoTerminal();
  if (linear) process.env['INK_SCREEN_READER'] = 'true';
  const [{ openStore }, { openLab }, { liveModels }, { version }, { keepLineage }, { keptServer }, { rentedNotice }] =
    await Promise.all([
      import('../store/open.ts'),
      import('../terminal/open.tsx'),
      import('./shared/live-models.ts'),
      import('../disk/version.ts'),
      import('./shared/lineage.ts'),
      import('../trainer/kept-server.ts'),
      import('./shared/rented-words.ts'),
    ]);
  const store = await openStore(file);
  try {
    await keepLineage(store, process.cwd());
    const house = liveModels({ store, folder: process.cwd(), env: process.env, cap, trust });
    return await openLab({
      store,
      version: version(),
      start,
      atSetUp,
      battery,
      session: session ?? null,
      people,
      locked: word ?? null,
      ...(lesson === undefined ? {} : { lesson }),
      house,
      notice: noticed([rentedNotice(process.cwd()), stillServed(keptServer(process.cwd()))]),
      compare: async (session) => (await import('./compare.ts')).compareFrom(file)(session),
    });
  } finally {
    store.close();
  }
}

/** What is to be known at the start, in one piece; null: nothing. */
function noticed(sentences: readonly (string | null)[]): string | null {
  const said = sentences.filter((one) => one !== null);
  return said.length === 0 ? null : said.join(' ');
}

/** A server that was kept when its command ended, in a sentence; null: none runs. */
function stillServed(kept: KeptServer | null): string | null {
  if (kept === null) return null;
  const [first] = kept.models;
  return `The server of tuned/${first?.name ?? ''} still runs: "${byHand('tune serve --stop')}" ends it.`;
}
