/** The thread of a comparison as it starts: what it compiles is kept where the program's own is, which Node does for no thread unasked. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./thread-answers.ts');
