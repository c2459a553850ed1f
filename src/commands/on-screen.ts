/** Whether a screen can stand here: a terminal on both sides, and nobody who wants plain text. */
import { wantsPlain } from '../terminal/wants-plain.ts';

export const onScreen = (): boolean => process.stdin.isTTY && process.stdout.isTTY && !wantsPlain();
