#!/usr/bin/env node
/** homines, as it is called: says its version before anything else is read, which would take longer than the answer; else the program. */
import { codeOf } from './disk/file-errors.ts';
import { version } from './disk/version.ts';

const typed = process.argv.slice(2);
if (typed.length === 1 && typed[0] === '--version') {
  // A reader that has seen enough closes the pipe.
  process.stdout.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error;
  });
  process.stdout.write(`${version()}\n`);
} else {
  const { called } = await import('./commands/program.ts');
  await called(typed);
}
