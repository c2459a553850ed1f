/**
 * What a verb of the command line is: its flags, each with a reader, and `run`, which gives the exit code. Every flag
 * has an environment twin (`--max-cost`, HOMINES_MAX_COST; its key is maxCost), stands in `--help`, and is refused in one
 * sentence.
 */
import { type Command, Option } from 'commander';
import { flagName } from './flag-name.ts';
import { wrap } from './text-columns.ts';
import { nearestName, UserError, unknown } from '../../core/user-error.ts';
import { byHand } from '../../core/shell.ts';

type Switch = { readonly kind: 'switch'; readonly says: string };
type Text<T> = {
  readonly kind: 'text';
  readonly value: string;
  readonly says: string;
  /** What stands for a value that is left out; absent: it cannot be. */
  readonly bare?: string;
  read(text: string): T;
};
type List = { readonly kind: 'list'; readonly value: string; readonly says: string };
type Many = { readonly kind: 'many'; readonly value: string; readonly says: string };
type Flags = Readonly<Record<string, Switch | Text<unknown> | List | Many>>;

/** What `run` is given; what is not typed is undefined. */
type Given<F extends Flags> = {
  readonly [Key in keyof F]: F[Key] extends Text<infer T>
    ? T | undefined
    : F[Key] extends Switch
      ? boolean | undefined
      : readonly string[] | undefined;
};

/** `--json`: there or not. */
export const on = (says: string): Switch => ({ kind: 'switch', says });
/** `--kappa K`: one value, read by `read`, which refuses what it cannot take. */
export const text = <T>(value: string, says: string, read: (text: string) => T): Text<T> => ({
  kind: 'text',
  value,
  says,
  read,
});
/** `--resume [SESSION]`: its value may be left out, which is as if `bare` had been typed. */
export const maybe = <T>(value: string, bare: string, says: string, read: (text: string) => T): Text<T> => ({
  ...text(value, says, read),
  bare,
});
/** `--set T=80 R=75`: several values, the flag once or again. */
export const list = (value: string, says: string): List => ({ kind: 'list', value, says });
/** `--db FILE --db FILE`: one value each time, taken as it is typed. */
export const many = (value: string, says: string): Many => ({ kind: 'many', value, says });

type Definition<F extends Flags> = {
  /** The verb as typed; absent for bare `homines`. */
  readonly name?: string;
  /** The words that may follow it: 'GAME', '[GAME]' where it may be left out, '[WHAT] [NAME]' where there are two, '[AGENT…]' where there are any number. */
  readonly word?: string;
  readonly says: string;
  readonly flags: F;
  readonly examples: readonly string[];
  /** More paragraphs of `--help`. */
  readonly notes?: readonly string[];
  run(flags: Given<F>, word: string | undefined, ...more: readonly string[]): Promise<number>;
};

/** A verb that has been defined: gives a command of commander its flags, and calls `done` with the exit code. */
export type Verb = (command: Command, done: (code: number) => void) => void;

/** Makes a verb of its definition. */
export const verb =
  <F extends Flags>({ name, word, says, flags, examples, notes = [], run }: Definition<F>): Verb =>
  (command, done) => {
    command.description(says).usage([word, '[options]'].filter(Boolean).join(' '));
    for (const [key, flag] of Object.entries(flags)) command.addOption(option(key, flag));
    command.addHelpText('after', help(examples, notes));
    // What is left over is refused here: commander's own words do not say what to do.
    command.allowUnknownOption().allowExcessArguments();
    command.action(async () => {
      const { args } = command;
      const flagged = args.find((arg) => arg.startsWith('-'));
      const most = word?.includes('…') ? Infinity : (word?.split(' ').length ?? 0);
      const stray = args.filter((arg) => !arg.startsWith('-'))[most];
      const full = ['homines', ...(name === undefined ? [] : [name])].join(' ');
      if (name === undefined && stray !== undefined && stray === args[0])
        throw unknown('command', stray, verbsOf(command));
      if (flagged !== undefined) throw unknownOption(command, full, flagged);
      if (stray !== undefined)
        throw new UserError(
          `${full} does not know what to do with "${stray}": see ${byHand([name, '--help'].filter(Boolean).join(' '))}.`,
        );
      done(await run({ ...typedBefore<F>(command.parent, flags), ...command.opts<Given<F>>() }, ...firstOf(args)));
    });
  };

/** What was typed before the verb: `homines --db FILE compare`. There a flag has one value. */
const typedBefore = <F extends Flags>(parent: Command | null, flags: F): Given<F> => {
  const given = parent?.opts<Given<F>>();
  const listed = Object.entries(given ?? {}).map(([key, value]) => [
    key,
    flags[key]?.kind === 'many' ? [value] : value,
  ]);
  return Object.fromEntries(listed);
};

const firstOf = (args: readonly string[]): readonly [string | undefined, ...string[]] => [args[0], ...args.slice(1)];

const verbsOf = (command: Command): readonly string[] => command.commands.map((one) => one.name());

function option(key: string, flag: Flags[string]): Option {
  const name = flagName(key);
  const twin = `HOMINES_${name.replaceAll('-', '_').toUpperCase()}`;
  const unset = flag.kind === 'switch' ? /^(0|no|false|off)?$/i : /^$/;
  if (unset.test(process.env[twin] ?? '')) delete process.env[twin];
  switch (flag.kind) {
    case 'switch':
      return new Option(`--${name}`, flag.says).env(twin);
    case 'text':
      return new Option(`--${name} ${flag.bare === undefined ? `<${flag.value}>` : `[${flag.value}]`}`, flag.says)
        .argParser((typed: string) => readFrom(twin, name, typed, flag.read))
        .preset(flag.bare)
        .env(twin);
    case 'list': {
      const add = (typed: string, before: readonly string[] = []) => [...before, ...typed.split(/\s+/).filter(Boolean)];
      return new Option(`--${name} <${flag.value}...>`, flag.says).argParser(add).env(twin);
    }
    case 'many':
      return new Option(`--${name} <${flag.value}>`, flag.says)
        .argParser((typed: string, before: readonly string[] = []) => [...before, typed])
        .env(twin);
  }
}

/** Reads a value; a refusal says where it came from if that was the environment. */
function readFrom<T>(twin: string, key: string, typed: string, read: (typed: string) => T): T {
  try {
    return read(typed);
  } catch (error) {
    if (!(error instanceof UserError) || wasTyped(key)) throw error;
    throw new UserError(
      `${error.message.replace(/\.$/, '')}, which ${twin} says in the environment or in a .env file.`,
    );
  }
}

/** Whether an option was typed, and does not come from the environment. `key`: its name, max-cost. */
export const wasTyped = (key: string): boolean =>
  process.argv.some((arg) => arg === `--${key}` || arg.startsWith(`--${key}=`));

function unknownOption(command: Command, full: string, given: string): UserError {
  const known = command.options.map((one) => one.long ?? one.flags);
  const nearest = nearestName(given.replace(/=.*/, ''), known);
  return new UserError(
    `${full} has no option "${given}"; it takes ${[...known, '--help'].join(', ')}.${nearest === null ? '' : ` Did you mean "${nearest}"?`}`,
  );
}

function help(examples: readonly string[], notes: readonly string[]): string {
  const lines = examples.map((line) => `  ${byHand(line.replace(/^homines ?/, ''))}`).join('\n');
  return [`\nExamples:\n${lines}`, ...notes.map((note) => wrap(note))].join('\n\n');
}
