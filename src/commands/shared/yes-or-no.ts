/** A question that a person answers with yes or no, on the terminal from which the program was called. */
import { createInterface } from 'node:readline/promises';

/** Whether somebody is there who can be asked. */
export const canBeAsked = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** Whether the answer is yes; whoever closes the terminal or types Ctrl-C has said no. */
export async function saysYes(question: string): Promise<boolean> {
  const asker = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>((done) => asker.once('close', () => done('')));
  asker.once('SIGINT', () => asker.close());
  try {
    return /^y(es)?$/i.test((await Promise.race([asker.question(`${question} y/N `), closed])).trim());
  } finally {
    asker.close();
  }
}
