import { tunedLab } from './tuned-lab.ts';
const args = process.argv.slice(2);
const t = performance.now();
const lab = await tunedLab(JSON.parse(args[0] ?? '{}'));
console.log(lab.folder, performance.now() - t);
setTimeout(() => process.exit(0), 3_000_000);
