/**
 * The figures of hosting alone: `node test/bench/hosting-alone.ts`, or some of them: `… classes 30`, `… kills 20`, `… ten`, `… stalls`,
 * `… two 600`.
 */
import { killing, stalling, tenClasses, twoHosts } from './hosting-hard.ts';
import { hosting, type HostingRow } from './hosting.ts';

const say: HostingRow = (what, figure, goal, met) =>
  console.log(`${met ? '  ' : '! '}${what}: ${figure} (goal ${goal})`);
const [what = 'all', ...numbers] = process.argv.slice(2);
const sizes = numbers.map(Number);
if (['all', 'classes'].includes(what)) await hosting(say, sizes.length > 0 ? sizes : undefined);
if (['all', 'kills'].includes(what)) await killing(say, sizes[0]);
if (['all', 'ten'].includes(what)) await tenClasses(say);
if (['all', 'stalls'].includes(what)) await stalling(say);
if (['all', 'two'].includes(what)) await twoHosts(say, sizes[0]);
process.exit();
