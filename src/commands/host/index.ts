/** `homines host [LESSON]`: a class in one command: a room on this computer that students join with their phones. */
import { isIP } from 'node:net';
import { UserError } from '../../core/user-error.ts';
import { readNumber } from '../../core/game.ts';
import { byHand } from '../../core/shell.ts';
import { readPolicy, LIVE_POLICIES } from '../../core/no-answer.ts';
import { DEFAULT_KAPPA } from '../../core/taste.ts';
import { onScreen } from '../../terminal/on-screen.ts';
import { maxCost } from '../lab.ts';
import { ask, db, preset, readName, seed, set, trust } from '../shared/flags.ts';
import { explainTyped } from '../shared/table-typed.ts';
import { many, on, text, verb as define } from '../shared/verb.ts';
import { PORT } from './network.ts';
import { PATIENCE_S, planTyped, saysWhat, USUAL_MOST } from './plan.ts';
import { MOST_ROSTER } from './roster.ts';
import { hostRoom } from './room.ts';

export const verb = define({
  name: 'host',
  word: '[LESSON]',
  says: 'A class on its own phones: opens a room on this computer; students join by a code, nothing to install, no internet needed.',
  flags: {
    game: many('GAME', 'a game that everybody plays, again for further ones, one after the other'),
    against: text(
      'AGENTS',
      `who plays against each student (default: moralis: its model if it is cast, else moralis:${DEFAULT_KAPPA}); guess: one of three, to be guessed`,
      (typed) => typed,
    ),
    pairs: on('students play with each other; an odd one plays the agent of --instead'),
    preset,
    set,
    role: text('ROLE', 'where each sits (default: drawn by lot where the game can)', (typed) => typed),
    explain: text('WHEN', 'explanations after each match, after the last (default), or never', explainTyped),
    name: text('NAME', 'what the class is called: makes it data; the same name goes on with the room', readName),
    roster: text('FILE', 'who may join: one label a line, or a table with label and treatment', (typed) => typed),
    together: on('everybody begins when you press s; else whoever joins plays at once'),
    patience: text('S', `seconds until somebody who is gone is replaced (default: ${PATIENCE_S})`, readPatience),
    instead: text(
      'AGENT',
      'who takes the seat of somebody who is gone, and plays an odd one (default: baseline); none: the match ends',
      (typed) => typed,
    ),
    most: text('N', `people in the room at most (default: ${USUAL_MOST})`, readMost),
    language: text('LANG', 'in which language students read, such as de (default: that of each phone)', readLanguage),
    open: on('open to the network at once; else this computer only, until you press o'),
    port: text('N', `the port (default: ${PORT}); 0: any that is free`, readPort),
    url: text('URL', 'what students open, where a proxy or a name of your own leads here', readUrl),
    proxies: text(
      'ADDRESSES',
      'proxies or load balancers of yours, by address, separated by commas: what they say of who asks is believed',
      readProxies,
    ),
    onFailure: text('WHAT', 'a model has no answer: stand-in (default), again, or unpaid', (typed) =>
      readPolicy(typed, LIVE_POLICIES),
    ),
    ask,
    maxCost,
    trust,
    seed,
    plain: on('the board line by line, for screen readers; words are typed'),
    db,
  },
  examples: [
    'homines host',
    'homines host known-or-unknown --name "Micro II, 24 Nov" --open',
    'homines host --game prisoners-dilemma --open',
    'homines host --game pricing-duopoly --pairs --set rounds=5 --name "Micro II"',
    'homines host --game prisoners-dilemma --game ultimatum --roster students.csv --language de',
  ],
  notes: [
    'Without a name it is a rehearsal. Ctrl-C asks once; the same command goes on with the room, also after a crash or on the next day with its name. Nothing that was answered is lost.',
    'The terminal is your board: start, pause, next stop, message, replace, end. l shows the links of the same board as a page for your phone, and of the projector page. Space reveals on the projector: people first, then agents, then published people.',
    'Labels are numbers or pseudonyms, never names. One or more of the players may be a computer program: the entrance says so where it is so, and that it was shown is stored.',
  ],
  async run(flags, word) {
    const typed = { ...flags, word };
    if (!saysWhat(typed) && flags.name === undefined && !onScreen())
      throw new UserError(
        `homines host needs a lesson or a game, as in "${byHand('host known-or-unknown')}" or "${byHand('host --game prisoners-dilemma')}"; in a terminal it asks.`,
      );
    return hostRoom({
      ...typed,
      plan: saysWhat(typed) ? await planTyped(typed) : null,
      port: flags.port ?? PORT,
    });
  },
});

function readPatience(typed: string): number {
  const seconds = readNumber(typed);
  if (seconds === null || seconds < 5 || seconds > 3600)
    throw new UserError(
      `Patience is a number of seconds from 5 to 3600, such as --patience ${PATIENCE_S}; got "${typed}".`,
    );
  return seconds;
}

function readMost(typed: string): number {
  const most = /^\d+$/.test(typed.trim()) ? Number(typed) : NaN;
  if (!(most >= 1 && most <= MOST_ROSTER))
    throw new UserError(`A room has 1 to ${MOST_ROSTER} people, such as --most ${USUAL_MOST}; got "${typed}".`);
  return most;
}

function readPort(typed: string): number {
  const port = /^\d+$/.test(typed.trim()) ? Number(typed) : NaN;
  if (!(port <= 65_535))
    throw new UserError(`A port is a whole number from 1 to 65535, such as --port ${PORT}, or 0; got "${typed}".`);
  return port;
}

function readLanguage(typed: string): string {
  const language = typed.trim().toLowerCase();
  if (!/^[a-z]{2}$/.test(language))
    throw new UserError(`A language is two letters, such as --language de; got "${typed}".`);
  return language;
}

function readProxies(typed: string): readonly string[] {
  const all = typed.split(',').map((one) => one.trim());
  const odd = all.find((one) => isIP(one) === 0);
  if (odd !== undefined)
    throw new UserError(`A proxy is named by its address, such as --proxies 10.0.0.5,10.0.0.6; got "${odd}".`);
  return all;
}

/** http or https, a name, and nothing behind it. */
function readUrl(typed: string): string {
  const url = URL.parse(typed.trim());
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search + url.hash + url.username !== ''
  )
    throw new UserError(
      `What students open is an address without a path, such as --url https://lab.example.org; got "${typed}".`,
    );
  return url.origin;
}
