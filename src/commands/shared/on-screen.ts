/** Whether a screen can stand here: a terminal on both sides, and nobody who wants plain text. */
import { wantsPlain } from '../../terminal/wants-plain.ts';

/** Whether input and output are a terminal, and neither --plain nor a screen reader was asked for. */
export const onScreen = (): boolean => process.stdin.isTTY && process.stdout.isTTY && !wantsPlain();
