/** `homines tune`: from a utility to a model that plays. One file a part; this one says which there are and what each takes. */
import { UserError, unknown } from '../../core/user-error.ts';
import { readNumber } from '../../core/game.ts';
import { SERVERS, type ServerName } from '../../trainer/server-names.ts';
import { readTrainedAgent } from '../../tune/trained-agent.ts';
import { db, json, seed } from '../shared/flags.ts';
import { maybe, on, text, verb as define, wasTyped } from '../shared/verb.ts';
import { byHand } from '../../core/shell.ts';

/** The parts, and the options of each beside --json; what another part takes is refused. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  data: [
    ...['agent', 'games', 'rows', 'held-out', 'seed', 'out', 'reasons', 'decisions', 'form', 'contrast', 'lambda'],
    ...['margin', 'control'],
  ],
  report: ['out', 'quick', 'again', 'control', 'db'],
  serve: ['port', 'server', 'keep', 'stop'],
};

export const verb = define({
  name: 'tune',
  word: '[WHAT] [NAME…]',
  says: 'From a utility to a model that plays: a training set, its proofs, training on this machine, and what came out.',
  flags: {
    agent: text(
      'AGENT',
      'data: whose answers: economicus, moralis:κ, or JSON with kappa, alpha, beta',
      readTrainedAgent,
    ),
    games: text('A,B', 'data: from which games (default: all that may be in a set)', namesIn),
    rows: text('N', 'data: rows to train on (default: 1000)', countOf('--rows', 100_000)),
    heldOut: text('N', 'data: rows that are held out, of other settings (default: 200)', countOf('--held-out', 20_000)),
    seed,
    out: text('DIR', 'data: the folder of the set, new or empty', (typed) => typed.trim()),
    reasons: text(
      'SHARE',
      'data: of the choices, answers in JSON with worked reasons (default: 0.25)',
      shareOf('--reasons'),
    ),
    decisions: text(
      'SHARE',
      'data: of the choices, typed decisions answered by a letter, in every order (default: 0.25)',
      shareOf('--decisions'),
    ),
    form: text(
      'SHARE',
      'data: of all rows, plain questions that keep other answers alive (default: 0.1)',
      shareOf('--form'),
    ),
    contrast: text(
      'SHARE',
      'data: of the choices, those on which the two types disagree, as far as there are (default: 0.5)',
      shareOf('--contrast'),
    ),
    lambda: text(
      'L',
      'data: soft labels: rows repeated by the logit rule, with this noise in points, as typed decisions',
      readLambda,
    ),
    margin: text(
      'SHARE',
      'data: leave out what wins by less than this share of the span of points (default: 0.03)',
      shareOf('--margin'),
    ),
    quick: on('report: about ten minutes on a processor: fewer questions, and prices and vehicles by decision only'),
    again: on('report: only what was measured already; nothing is asked and nothing is served'),
    control: maybe(
      'RUN',
      '',
      'data: the same answers, shuffled within node and label; report: the run that was trained on such (default: found by its data)',
      (typed) => typed.trim(),
    ),
    db,
    port: text('N', 'serve: the port on this computer (default: the one of before, else any that is free)', readPort),
    server: text(
      'NAME',
      'serve: transformers, vllm or llama.cpp (default: vllm where there is a card and the environment has it, else transformers; vllm and llama.cpp were not tried by us)',
      readServer,
    ),
    keep: on('serve: the server goes on when this command has ended'),
    stop: on('serve: end the server that was kept'),
    json,
  },
  examples: [
    'homines tune data --agent economicus --rows 320 --out sets/economicus',
    'homines tune data --agent moralis:1 --games trust --out sets/kantian',
  ],
  notes: [
    'data makes a training set: settings are sampled, never those of an evaluation, questions are worded as the lab words them, and answers are solved from the utility.',
  ],
  async run(flags, what, ...names) {
    if (what === undefined)
      throw new UserError(
        `homines tune needs a part: ${Object.keys(PARTS).join(', ')}, as in "${byHand('tune data --help')}".`,
      );
    refuseOthers(what);
    switch (what) {
      case 'data':
        return (await import('./data.ts')).data(flags);
      case 'report':
        return (await import('./report.ts')).report(flags, names[0]);
      case 'serve':
        return (await import('./serve.ts')).serve(flags, names);
      default:
        throw unknown('part of homines tune', what, Object.keys(PARTS));
    }
  },
});

/** Refuses an option that was typed and that this part does not take. */
function refuseOthers(what: string): void {
  const takes = PARTS[what];
  if (takes === undefined) return;
  const stray = [...new Set(Object.values(PARTS).flat())].find((one) => !takes.includes(one) && wasTyped(one));
  if (stray !== undefined)
    throw new UserError(
      `homines tune ${what} takes no --${stray}; it takes ${takes.map((one) => `--${one}`).join(', ') || 'no option but --json'}.`,
    );
}

/** Names separated by commas. */
function namesIn(typed: string): readonly string[] {
  const names = typed
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0)
    throw new UserError(`Games are names separated by commas, such as --games trust,ultimatum; got "${typed}".`);
  return [...new Set(names)];
}

/** Reads a share from 0 to 1. */
function shareOf(flag: string): (typed: string) => number {
  return (typed) => {
    const share = readNumber(typed);
    if (share === null || share < 0 || share > 1)
      throw new UserError(`${flag} is a share from 0 to 1, such as ${flag} 0.25; got "${typed}".`);
    return share;
  };
}

/** The noise of the logit rule, in points. */
function readLambda(typed: string): number {
  const lambda = readNumber(typed);
  if (lambda === null || lambda < 0.01 || lambda > 10_000)
    throw new UserError(`λ is a number of points from 0.01 to 10,000, such as --lambda 5; got "${typed}".`);
  return lambda;
}

/** Reads a whole number from 1 to the most that there may be. */
function countOf(flag: string, most: number): (typed: string) => number {
  return (typed) => {
    const count = readNumber(typed);
    if (count === null || !Number.isInteger(count) || count < 1 || count > most)
      throw new UserError(`${flag} is a whole number from 1 to ${most.toLocaleString('en')}; got "${typed}".`);
    return count;
  };
}

function readPort(typed: string): number {
  const port = readNumber(typed);
  if (port === null || !Number.isInteger(port) || port < 1024 || port > 65_535)
    throw new UserError(`A port is a whole number from 1024 to 65535, such as --port 8642; got "${typed}".`);
  return port;
}

function readServer(typed: string): ServerName {
  const found = SERVERS.find((one) => one === typed.trim().toLowerCase());
  if (found === undefined) throw unknown('server', typed, SERVERS);
  return found;
}
