/** The lab line by line: no alternate screen, no drawing; the same lab, the same rows. */
import { areListed, beginning } from '../../core/format.ts';
import { createInterface, type Interface } from 'node:readline';
import { shown } from '../../show/glyphs.ts';
import { wrapped } from '../../show/line.ts';
import type { LabController } from '../lab.ts';
import { isPending } from '../compare/view.ts';
import { viewOf } from './views.ts';

/** Reads and answers until the person quits or the input ends. */
export async function talk(
  lab: LabController,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<void> {
  const lines = linesOf(createInterface({ input, output, terminal: false }));
  // A terminal breaks words at its edge; in a pipe a line is as long as it is.
  const written = (words: string): string => {
    const columns = 'columns' in output && typeof output.columns === 'number' ? output.columns : 0;
    const letters = shown(words);
    return columns > 0 ? wrapped(letters, columns).join('\n') : letters;
  };
  const say = (words: string): void => void output.write(words === '' ? '' : `\n${written(words)}\n`);
  let over = false;
  void lab.over.then(() => (over = true));
  // While a model thinks nothing is asked: who is silent would seem to hang.
  let thinking = false;
  let reading = false;
  lab.state.subscribe(({ play, screen }) => {
    const reads = screen.at === 'compare' && isPending(screen.view);
    if (reads && !reading) say('Reading what was played.');
    reading = reads;
    const now = play !== null && play.thinking.length > 0 && (play.sent || play.queue.length === 0);
    if (now && !thinking) say(`${beginning(areListed(play.thinking.map(({ shown }) => shown)))} thinking.`);
    thinking = now;
  });
  for (;;) {
    await lab.settled();
    await lab.compared();
    if (lab.state.getState().screen.at === 'debrief') await lab.stood();
    if (over) return lines.close();
    const view = viewOf(lab.state.getState());
    if (view.clears) output.write('\x1b[2J\x1b[3J\x1b[H');
    const { notice } = lab.state.getState();
    say([...view.says, notice ?? ''].filter(Boolean).join('\n\n'));
    if (notice !== null) lab.state.setState({ notice: null });
    for (;;) {
      output.write(`\n${written(view.asks)}\n> `);
      const typed = await lines.next();
      if (typed === null) return lines.close();
      const taken = view.take(typed);
      if (typeof taken === 'string') {
        say(taken);
        continue;
      }
      const again = 'says' in taken;
      for (const action of again ? taken.actions : taken) lab.act(action);
      if (!again) break;
      say(taken.says);
    }
  }
}

/** Lines one after the other, however they arrive; null: there are no more. */
function linesOf(reader: Interface): { next(): Promise<string | null>; close(): void } {
  const waiting: ((line: string | null) => void)[] = [];
  const read: (string | null)[] = [];
  const hand = (line: string | null): void => {
    const taker = waiting.shift();
    if (taker) taker(line);
    else read.push(line);
  };
  reader.on('line', hand);
  reader.on('close', () => hand(null));
  return {
    next: () => (read.length > 0 ? Promise.resolve(read.shift()!) : new Promise((resolve) => waiting.push(resolve))),
    close: () => reader.close(),
  };
}
