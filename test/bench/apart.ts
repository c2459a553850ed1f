/**
 * A large database compared from cold by whoever has something else to do: seconds, and how long the event loop was held,
 * in milliseconds. Argument: the database. Prints JSON.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { compareInThread } from '../../src/comparing/comparison-thread.ts';

/** What the histogram adds to every delay: it samples this often. */
const RESOLUTION = 1;

const held = monitorEventLoopDelay({ resolution: RESOLUTION });
held.enable();
const since = performance.now();
const open = await compareInThread([process.argv[2]!], { session: null, rehearsals: false, game: null });
const comparison = await open.update('session', true);
const bytes = JSON.stringify(comparison).length;
const seconds = (performance.now() - since) / 1000;
held.disable();
open.close();
console.log(
  JSON.stringify({ decisions: comparison.counts.decisions, seconds, held: held.max / 1e6 - RESOLUTION, bytes }),
);
