/**
 * Robots in a process of their own: so many join a room at once, wait for each other before every question, and answer it in
 * the same moment. Argument: JSON. Prints JSON, times in milliseconds.
 */
import { z } from 'zod';
import { byLot } from '../robots/policy.ts';
import { processorTimeOf } from '../robots/hosted.ts';
import { Robot } from '../robots/robot.ts';
import { quantile } from './figures.ts';

const plan = z
  .object({
    /** Doors of the same room: robot by robot in turn. */
    origins: z.array(z.string()),
    room: z.string(),
    robots: z.number(),
    /** Questions that are answered in step; what comes after is played as it comes. */
    rounds: z.number(),
    /** All within so many milliseconds; 0: in the same moment. */
    within: z.number().default(0),
    seed: z.number().default(1),
    /** The process whose processor time is read while they answer. */
    pid: z.number().optional(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

const robots = Array.from(
  { length: plan.robots },
  (_, i) =>
    new Robot({
      origin: plan.origins[i % plan.origins.length] ?? '',
      room: plan.room,
      number: i + 1,
      policy: byLot(plan.seed, i + 1),
      way: 'scripts',
    }),
);
const began = performance.now();
await Promise.all(robots.map((robot) => robot.join()));
const joined = performance.now() - began;

/** Seconds of the host's processor time in which answers were given. */
let busy = 0;
const busyNow = (): number => (plan.pid === undefined ? null : processorTimeOf(plan.pid)) ?? NaN;
const answered: number[] = [];
const next: number[] = [];
for (let round = 0; round < plan.rounds; round++) {
  await Promise.all(robots.map((robot) => robot.play(({ kind }) => kind === 'asked')));
  const [since, busySince] = [performance.now(), busyNow()];
  await Promise.all(
    robots.map(async (robot, i) => {
      const at = (plan.within * i) / robots.length;
      if (at > 0) await new Promise((late) => setTimeout(late, at));
      const sent = performance.now();
      await robot.act();
      answered.push(performance.now() - sent);
      // With a partner the next page comes when both have answered.
      await robot.play(({ kind }) => kind !== 'waiting');
      next.push(performance.now() - (plan.within === 0 ? since : sent));
    }),
  );
  busy += busyNow() - busySince;
}
await Promise.all(robots.map((robot) => robot.play()));
const spread = (all: readonly number[]) => ({
  p50: quantile(all, 0.5),
  p90: quantile(all, 0.9),
  p95: quantile(all, 0.95),
  p99: quantile(all, 0.99),
  most: Math.max(...all),
});
console.log(
  JSON.stringify({
    joins: {
      all: joined,
      ...spread(robots.flatMap(({ waited }) => waited.filter((one) => one.for === 'join').map(({ ms }) => ms))),
    },
    answer: spread(answered),
    next: spread(next),
    processor: Number.isNaN(busy) ? null : (1000 * busy) / answered.length,
    acknowledged: robots.flatMap(({ acknowledged }) => acknowledged.filter(({ verb }) => verb === 'answer')).length,
    faults: robots.flatMap(({ faults }) => faults),
  }),
);
for (const robot of robots) robot.stop();
