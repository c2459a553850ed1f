/** The second thread that reads a large log. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadGames } from '../disk/games.ts';
import { openLog } from '../store/log-reader.ts';
import type { SecondReading } from './second-reader.ts';
import { readSecond } from './second-reading.ts';

const reading: SecondReading = workerData;
const games = await loadGames();
const log = await openLog(reading.file);
await readSecond(log, games, reading, (reply) => parentPort?.postMessage(reply));
log.close();
