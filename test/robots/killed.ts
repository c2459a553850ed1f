/** A class whose host is killed again and again in the middle, as by power cuts, and started again each time. */
import { rng } from '../../src/core/rng.ts';
import { hostRoom } from './hosted.ts';
import { acknowledgedOf, answersOf, exported, membersIn } from './kept.ts';
import { byLot } from './policy.ts';
import { Robot } from './robot.ts';

export type Killed = {
  /** Choices that were acknowledged, and those of them that the log does not have. */
  readonly acknowledged: number;
  readonly lost: readonly string[];
  /** Questions that were answered more than once in the log. */
  readonly twice: readonly string[];
  /** Answers of people, and matches. */
  readonly kept: number;
  readonly matches: number;
  /** After each kill: from the new program's address until everybody had a page, in milliseconds. */
  readonly back: readonly number[];
  readonly faults: readonly string[];
};

/** `robots` in pairs play `rounds` rounds of the dilemma while their host is killed `kills` times. */
export async function killedClass({
  folder,
  robots: count,
  rounds,
  kills,
  seed,
}: {
  readonly folder: string;
  readonly robots: number;
  readonly rounds: number;
  readonly kills: number;
  readonly seed: number;
}): Promise<Killed> {
  const db = `${folder}/killed.sqlite`;
  const table = ['--game', 'prisoners-dilemma', '--pairs', '--set', `rounds=${rounds}`, '--name', 'Killed', '--db', db];
  let hosted = await hostRoom([...table, '--port', '0'], { cwd: folder });
  const again = [...table, '--port', String(hosted.port)];
  const chance = rng(seed, 'kills');
  const robots = Array.from(
    { length: count },
    (_, i) =>
      new Robot({
        ...{ origin: hosted.origin, room: hosted.room, number: i + 1, policy: byLot(seed, i) },
        way: i % 2 === 0 ? 'scripts' : 'plain',
        thinks: () => 100 + chance.below(1500),
      }),
  );
  const back: number[] = [];
  try {
    await Promise.all(robots.map((robot) => robot.join()));
    const played = Promise.all(robots.map((robot) => robot.play()));
    for (let kill = 0; kill < kills; kill++) {
      await new Promise((late) => setTimeout(late, 100 + chance.below(1200)));
      await hosted.kill();
      hosted = await hostRoom(again, { cwd: folder });
      const since = performance.now();
      await Promise.all(robots.map((robot) => robot.seesItsPage()));
      back.push(performance.now() - since);
    }
    await played;
    await hosted.stop();
    const [rows, members] = [await exported(db, folder), await membersIn(db)];
    const kept = answersOf(rows);
    const named = kept.map(({ participant, page, answer }) => [`${participant} ${page}`, answer] as const);
    const answers = new Map(named);
    const acknowledged = acknowledgedOf(robots, members);
    return {
      acknowledged: acknowledged.length,
      lost: acknowledged
        .filter(({ participant, page, answer }) => answers.get(`${participant} ${page}`) !== answer)
        .map(({ participant, page, answer }) => `${participant} ${page} ${answer}`),
      twice: named.map(([name]) => name).filter((name, i, all) => all.indexOf(name) !== i),
      kept: kept.length,
      matches: new Set(rows.map((row) => row['match.code'])).size,
      back,
      faults: robots.flatMap(({ faults }) => faults),
    };
  } finally {
    for (const robot of robots) robot.stop();
    await hosted.kill();
  }
}
