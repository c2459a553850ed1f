/** The program: reads what was typed, picks a verb, gives its exit code, says in one line what failed. */
import { Command, CommanderError } from 'commander';
import { settleHere } from '../disk/called-here.ts';
import { keepCompiled } from './shared/compile-cache.ts';
import { wordFailure } from './shared/failure.ts';
import { lab } from './lab.ts';
import { print, printProblem } from './shared/print.ts';
import type { Verb } from './shared/verb.ts';
import { version } from '../disk/version.ts';

/** What there is, one file or folder a verb, loaded when it is called; what verbs share is in commands/shared. */
const verbs: Readonly<Record<string, readonly [says: string, load: () => Promise<{ readonly verb: Verb }>]>> = {
  play: ['play a game against an agent or another person', () => import('./play.ts')],
  battery: ['go through eighteen protocols, one after another', () => import('./battery.ts')],
  lesson: ['lessons ready for a class, with hand-outs', () => import('./lesson.ts')],
  host: ['a class on its own phones: a room that students join', () => import('./host/index.ts')],
  games: ['what there is to play: settings, presets, predictions, sources', () => import('./games.ts')],
  theory: ['what economicus and moralis do in a game, and why', () => import('./theory.ts')],
  run: ['let agents play each other, without a screen', () => import('./run/index.ts')],
  profile: ['what an agent does, against theory and a reported pattern', () => import('./profile/index.ts')],
  replay: ['play stored matches again and compare', () => import('./replay.ts')],
  sessions: ['what is in the database', () => import('./sessions.ts')],
  compare: ['people, models and theory side by side', () => import('./compare.ts')],
  report: ['the comparison as one HTML file, without network', () => import('./report.ts')],
  export: ['write the choices as a table, one row a decision', () => import('./export.ts')],
  backup: ['copy the database, while the lab runs too', () => import('./backup.ts')],
  agents: ['who can sit down; add, test and cast language models', () => import('./agents/index.ts')],
  tune: ['from a utility to a model that plays: sets, proofs, training', () => import('./tune/index.ts')],
  doctor: ['check this computer, and say what to do', () => import('./doctor/index.ts')],
};

async function main(typed: readonly string[]): Promise<void> {
  settleHere();
  keepCompiled();
  const program = new Command('homines').version(version(), '--version', 'print the version');
  program
    .enablePositionalOptions()
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, writeOut: (help) => print(help.trimEnd()) });
  lab(program, finish);
  for (const [name, [says, load]] of Object.entries(verbs)) {
    const command = program.command(name).description(says).copyInheritedSettings(program);
    if (typed.includes(name)) (await load()).verb(command, finish);
  }
  await program.parseAsync(typed, { from: 'user' });
}
const finish = (code: number): void => void (process.exitCode = code);

/** Does what was typed; what fails is said in a sentence, and ends with its exit code. */
export async function called(typed: readonly string[]): Promise<void> {
  try {
    await main(typed);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const { sentence, code } = wordFailure(error);
    printProblem(sentence);
    finish(code);
  }
}
