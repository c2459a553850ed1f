/** A thread that makes pieces of an export, one after the other, as it is asked for them. */
import { parentPort, workerData } from 'node:worker_threads';
import { snapshotOf } from '../../core/log-reader.ts';
import { UserError } from '../../core/user-error.ts';
import { openLogs } from '../log-reader.ts';
import { cellText } from './csv.ts';
import { type PieceFormatName, pieceFormats } from './formats.ts';
import { buffersOf, giveBack } from './pages.ts';
import { pieceMaker, SLICE, type Slice } from './pieces.ts';
import { queue } from './queue.ts';
import type { SessionStretch } from './stretches.ts';

/** What it is to read, and how it is to be written. Plain data. */
export type HelperRequest = {
  readonly files: readonly string[];
  readonly format: PieceFormatName;
  readonly excel: boolean;
};

/** What it is asked: to read the databases as they are now, to make a piece, to go on with that. */
export type HelperAsked =
  | { readonly ask: 'begin' }
  | { readonly ask: 'piece'; readonly piece: readonly SessionStretch[]; readonly pages: readonly Uint8Array[] }
  | { readonly ask: 'on' };

/** What it says. */
export type HelperReply<More> =
  | { readonly begun: true }
  | { readonly slice: Slice<More> }
  | { readonly refused: string }
  | { readonly failed: string; readonly stack: string };

const port = parentPort!;
const messages = queue<HelperAsked>();
port.on('message', messages.put);
const say = (said: HelperReply<unknown>, bytes: readonly Uint8Array[] = []): void =>
  port.postMessage(said, buffersOf(bytes));

try {
  const { files, format, excel }: HelperRequest = workerData;
  const logs = await openLogs(files);
  let asked = await messages.next();
  while (asked.ask === 'begin')
    asked = await snapshotOf(logs, async (now) => {
      const slicesOf = pieceMaker(pieceFormats[format], now, cellText(excel), SLICE.elsewhere, async () => undefined);
      say({ begun: true });
      for (;;) {
        const next = await messages.next();
        if (next.ask !== 'piece') return next;
        giveBack(next.pages);
        for await (const slice of slicesOf(next.piece)) {
          say({ slice }, slice.bytes);
          if (slice.end === null) await messages.next();
        }
      }
    });
} catch (error) {
  if (error instanceof UserError) say({ refused: error.message });
  else say({ failed: String(error), stack: error instanceof Error ? (error.stack ?? '') : '' });
}
port.close();
