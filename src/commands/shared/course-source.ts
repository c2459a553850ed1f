/** What the games say of the course of a match, for oTree's tables: every round from the beginning, and what each paid. */
import type { AnyGame, Answer, Decision } from '../../core/game.ts';
import { rng } from '../../core/rng.ts';
import { loadGames } from '../../disk/games.ts';
import { rulesOf } from '../../match/replay.ts';
import type { Course, CourseOf, CoursePage } from '../../store/export/course.ts';

/** Turns after which a match that never ends is left. */
const TURNS = 20_000;

/** Loads every game that is here; of a match of one that is gone, or of rules that are, it gives null. */
export async function courseSource(): Promise<CourseOf> {
  const games = new Map((await loadGames()).map((game) => [game.name, game]));
  return (match) => {
    const game = games.get(match.game);
    const rules = game === undefined ? null : rulesOf(game, match.version);
    try {
      return rules === null ? null : courseOf(rules, match);
    } catch {
      // Settings or answers of other rules: then nobody knows.
      return null;
    }
  };
}

/** Follows the stored answers as far as they go, and then one way to the end: the first option, the least number. */
function courseOf(game: AnyGame, match: Parameters<CourseOf>[0]): Course {
  const seats = match.seats.length;
  const given = new Map<string, Answer>();
  for (const { turn, seat, key, answer } of match.answers) given.set(`${turn} ${seat} ${key}`, answer);
  const pages = match.seats.map((): CoursePage[] => []);
  const points = match.seats.map(() => new Map<number, number>());
  let earned: readonly number[] = match.seats.map(() => 0);
  let counted = 1;
  let state = game.setup(match.config, rng(match.seed, 'setup'), seats);
  let reached = true;
  for (let turn = 0; turn < TURNS; turn++) {
    const decisions = game.pending(state);
    if (decisions.length === 0) break;
    pages.forEach((mine, seat) => addScreens(mine, decisions, seat));
    const moves = decisions.map((decision) => {
      const answer = given.get(`${turn} ${decision.seat} ${decision.key}`);
      reached &&= answer !== undefined;
      return { decision, answer: answer ?? somehow(decision) };
    });
    state = game.apply(state, moves, rng(match.seed, 'turn', turn));
    if (!reached) continue;
    const { round, practice } = decisions[0]!;
    if (!practice) counted = round;
    const now = game.payoffs(state);
    if (now === null) continue;
    points.forEach((mine, seat) => add(mine, counted, (now[seat] ?? 0) - (earned[seat] ?? 0)));
    earned = now;
  }
  // What a game says of points only when the match has ended belongs to the last round.
  points.forEach((mine, seat) => add(mine, counted, (match.payoffs[seat] ?? earned[seat] ?? 0) - (earned[seat] ?? 0)));
  return { pages, points };
}

/** The questions of a seat in a turn, and one screen of waiting where others are asked. */
function addScreens(mine: CoursePage[], decisions: readonly Decision[], seat: number): void {
  for (const { seat: asked, round, practice } of decisions)
    if (asked === seat) mine.push({ round, practice, waiting: false });
  const other = decisions.find((decision) => decision.seat !== seat);
  if (other !== undefined && mine.at(-1)?.waiting !== true)
    mine.push({ round: other.round, practice: other.practice, waiting: true });
}

/** Without the noise of the last bits of a double. */
const add = (points: Map<number, number>, round: number, more: number): void => {
  points.set(round, Number(((points.get(round) ?? 0) + more).toPrecision(15)));
};

const somehow = ({ input }: Decision): Answer => (input.kind === 'choice' ? input.options[0]!.value : input.min);
