/** Bare `homines`: the lab. */
import { readNumber } from '../core/game.ts';
import { UserError } from '../core/user-error.ts';
import { db, DEFAULT_DB, trust } from './shared/flags.ts';
import type { LabOpening } from './shared/lab-opening.ts';
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

/** Throws a UserError where there is no terminal that the lab could be drawn on. */
export function refuseNoTerminal(): void {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new UserError(
      `The lab needs a terminal, and ${process.stdin.isTTY ? 'its output' : 'its input'} is none here: open one and try again, or let agents play without a screen with "${byHand('run')}".`,
    );
}

/** Opens the lab on this terminal. Gives the exit code; throws a UserError where there is no terminal, or no such person. */
export async function open({
  plain,
  db: file = DEFAULT_DB,
  maxCost: cap = LIVE_CAP,
  ...rest
}: LabOpening): Promise<number> {
  refuseNoTerminal();
  if (plain === true) process.env['INK_SCREEN_READER'] = 'true';
  const { openHere } = await import('./shared/lab-here.ts');
  return openHere({ ...rest, db: file, maxCost: cap });
}
