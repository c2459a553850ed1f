/** `homines tune check FILE|DIR`: a set of ours is solved again; a chat file of somebody else is checked for form. */
import { statSync } from 'node:fs';
import { counted, listed } from '../../core/format.ts';
import { byHand } from '../../core/shell.ts';
import { UserError } from '../../core/user-error.ts';
import { version } from '../../disk/version.ts';
import { type ChatFile, readChatFile, rowsOfChat } from '../../tune/chat-file.ts';
import { proveLabels } from '../../tune/labels-proof.ts';
import { cardOf, previewOf } from '../../tune/set-card.ts';
import { readSetFile, readTrainingSet, rowBytes } from '../../tune/set-read.ts';
import { refuseFilled, writeSet } from '../../tune/set-written.ts';
import { print, printJson, printProblem } from '../shared/print.ts';
import { countLine } from '../shared/progress-bar.ts';
import { catchSignals } from '../shared/signals.ts';
import { wrap } from '../shared/text-columns.ts';

/** What `tune check` takes. */
export type CheckFlags = { readonly out?: string | undefined; readonly json?: boolean | undefined };

/** Gives 0 where what was checked can be trained on, 1 where it cannot, with the first faults. */
export async function check(flags: CheckFlags, given: string | undefined): Promise<number> {
  if (given === undefined)
    throw new UserError(
      `homines tune check needs the folder of a set or a chat file, as in "${byHand('tune check sets/economicus')}".`,
    );
  const found = statSync(given, { throwIfNoEntry: false });
  if (found === undefined)
    throw new UserError(`${given} is not there: name the folder of a training set, or a file of JSON lines.`);
  return found.isDirectory() ? checkSet(flags, given) : checkChat(flags, given);
}

async function checkSet({ out, json = false }: CheckFlags, folder: string): Promise<number> {
  if (out !== undefined)
    throw new UserError(`--out makes a set of a chat file; ${folder} is a set already: leave --out away.`);
  const set = readSetFile(folder);
  if (set.labels === 'not ours') {
    const { train, heldOut } = readTrainingSet(folder);
    if (json) return printJson({ folder, set, proof: null });
    print(
      wrap(
        `${folder}: ${counted(train.length, 'row')} to train on and ${heldOut.length} held out, whole and of the right form; labels not ours: nothing is known of the preference behind them, so there is nothing to solve again.`,
      ),
    );
    return 0;
  }
  const { signal, done, exitCode } = catchSignals();
  const line = countLine();
  try {
    const proof = await proveLabels(folder, (solved, of) => line.draw('solved again', solved, of), signal);
    line.clear();
    if (json) printJson({ folder, set, proof });
    else
      print(
        wrap(
          `labels ${proof.passed ? 'passed' : 'failed'}: ${proof.figure}.${proof.fault === undefined ? '' : ` ${proof.fault}`}`,
        ),
      );
    return proof.passed ? 0 : 1;
  } catch (error) {
    line.clear();
    if (!signal.aborted) throw error;
    printProblem('Stopped: nothing was changed.');
    return exitCode();
  } finally {
    done();
  }
}

function checkChat({ out, json = false }: CheckFlags, file: string): number {
  if (out !== undefined) refuseFilled(out);
  const chat = readChatFile(rowBytes(file));
  const { conversations, broken } = chat;
  const isSound = broken === 0 && conversations.length > 0;
  if (json) {
    const { conversations: _, letters, ...told } = chat;
    if (out === undefined || !isSound) {
      printJson({
        file,
        rows: conversations.length,
        letters: { least: letters[0], middle: letters[1], most: letters[2] },
        ...told,
        set: null,
      });
      return isSound ? 0 : 1;
    }
  } else print(chatWords(file, chat));
  if (out === undefined) return isSound ? 0 : 1;
  if (!isSound) {
    printProblem(`No set is made of ${file}: mend or take out the lines named above.`);
    return 1;
  }
  const rows = rowsOfChat(chat);
  if (rows.train.length === 0) throw new UserError(`${file} has too few lines to make a set of.`);
  const set = writeSet(
    out,
    {
      ...{ version: 1, agent: 'not ours', taste: null, control: false, labels: 'not ours', games: [], seed: 0 },
      ...{
        shares: { reasons: 0, decisions: 0, form: 0, disclosed: 0, contrast: 0 },
        margin: 0,
        lambda: null,
        leftOut: {},
      },
      rows: { train: rows.train.length, heldOut: rows.heldOut.length },
      ...{ homines: version(), licence: 'not known: whoever made the rows says' },
    },
    rows,
    (whole) => ({ card: cardOf(whole, rows.train, rows.heldOut, []), preview: previewOf(rows.train) }),
  );
  if (json) return printJson({ folder: out, set });
  print(
    wrap(
      `${out}: a set of ${counted(set.rows.train, 'row')} and ${set.rows.heldOut} held out, labels not ours; what is trained on it is never called a tuned model.`,
    ),
  );
  return 0;
}

function chatWords(
  file: string,
  { conversations, problems, broken, again, otherwise, letters, withSystem, manyTurns }: ChatFile,
): string {
  const [least, middle, most] = letters.map((one) => one.toLocaleString('en'));
  const facts = [
    `${least} to ${most} letters, ${middle} in the middle`,
    `${withSystem.toLocaleString('en')} with a system message`,
    `${manyTurns.toLocaleString('en')} of several turns`,
    `${again.toLocaleString('en')} that stand there before word for word`,
    `${otherwise.toLocaleString('en')} that answer a prompt otherwise than one before`,
  ];
  return [
    wrap(
      `${file}: ${counted(conversations.length, 'line')} of the right form${conversations.length === 0 ? '' : ` (${listed(facts)})`}, ${broken === 0 ? 'none' : broken.toLocaleString('en')} that cannot be trained on. Labels not ours: checked for form, and for nothing else.`,
    ),
    ...problems.map(({ line, problem }) => wrap(`line ${line}: ${problem}.`, 2)),
    ...(broken > problems.length ? [wrap(`and ${broken - problems.length} more.`, 2)] : []),
  ].join('\n');
}
