/** An export of a large database: seconds, bytes, memory, and how long the event loop was held, in milliseconds. Arguments: database, format, file. Prints JSON. */
import { statSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { exportTables } from '../../src/store/export.ts';
import { FORMATS } from '../../src/store/export/formats.ts';

const [db = '', name, out = ''] = process.argv.slice(2);
const format = FORMATS.find((one) => one === name);
/** What the histogram adds to every delay: it samples this often. */
const RESOLUTION = 1;

const held = monitorEventLoopDelay({ resolution: RESOLUTION });
held.enable();
const since = performance.now();
const cpu = process.cpuUsage();
const { decisions, tables, files } = await exportTables({ files: [db], out, format });
const seconds = (performance.now() - since) / 1000;
const used = process.cpuUsage(cpu);
held.disable();
console.log(
  JSON.stringify({
    decisions,
    /** Of all tables that the format has. */
    rows: tables.reduce((sum, table) => sum + table.rows, 0),
    seconds,
    bytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
    busy: (used.user + used.system) / 1e6,
    // Kilobytes, as the system counts what the process ever held at once.
    megabytes: process.resourceUsage().maxRSS / 1000,
    held: held.max / 1e6 - RESOLUTION,
  }),
);
