/** Pages of real matches, for tests: a match is played in memory, and every page that one of its people sees is kept. */
import type { AnyGame, Answer } from '../../core/game.ts';
import { readConfig } from '../../core/settings.ts';
import type { OpenQuestion } from '../../lab/finished-match.ts';
import { newLiveMatch } from '../../lab/live-match.ts';
import { memoryStore } from '../../lab/memory-store.test-data.ts';
import { openParticipants } from '../../lab/participants.ts';
import { filledSeats, isGuessWho, roleAt, seatOf, type TableSetting } from '../../lab/table-setting.ts';
import type { Member, Place, PlaceShown, Scene } from '../../room/room.ts';

/** What a sample is played at: a game with what is said of its table. */
export type SampleTable = {
  readonly game: AnyGame;
  readonly preset?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly role?: string;
  readonly against?: readonly string[];
  readonly seed?: number;
};

export const sampleTable = ({
  game,
  preset,
  settings = {},
  role,
  against = ['moralis:0.5'],
  seed = 7,
}: SampleTable) => {
  const chosen = game.roles.find(({ name }) => name === role) ?? game.roles[0]!;
  const config = readConfig(game, { preset, more: { ...chosen.config, ...settings } });
  return {
    ...{ game, config, preset: preset ?? null, role: chosen.name, explain: 'each', seed },
    against: against[0] === 'guess' ? against : filledSeats(game, config, against),
  } satisfies TableSetting;
};

/** Somebody of a room. */
export const sampleMember = (language = 'en'): Member => ({
  ...{ code: 'abcdefgh', number: 12, label: null, treatment: null, language },
});

export const shownAt = (place: Place, more: Partial<PlaceShown> = {}): PlaceShown => ({
  ...{ member: sampleMember(), place, message: null },
  ...more,
});

/**
 * Every page of one person in the match at this table, in order: instructions, questions, waits, and the result. `says`: what
 * people answer. `of`: the seat of the person, where several people sit there; the one who chose the table otherwise.
 */
export async function matchPlaces(
  table: TableSetting,
  says: (question: OpenQuestion) => Answer,
  of: number = seatOf(table),
): Promise<readonly Place[]> {
  const store = memoryStore();
  let time = 1_800_000_000_000;
  const clock = (): number => (time += 1000);
  const match = await newLiveMatch(
    { store, clock },
    await openParticipants(store, '1', clock()),
    table,
    table.seed ?? 7,
  );
  const { seats, disclosed } = match.match;
  const names = match.seated.names[of]!;
  const { game, config } = table;
  const places: Place[] = [
    {
      kind: 'reading',
      id: 'read',
      game,
      table: { ...table, role: roleAt(table, of) },
      names,
      disclosed,
      seat: of,
      seats,
    },
  ];
  let last: Scene['last'] = null;
  let saved = 0;
  const end = await match.play({
    asked(question, turn) {
      const answer = says(question);
      if (question.seat === of) {
        const scene: Scene = {
          ...{ match: match.match.code, game, config, view: question.view, seat: of, names, seats, disclosed },
          ...{ last, turn, saved, replaced: [] },
        };
        const id = `${turn}-${question.decision.key}`;
        places.push({ kind: 'asked', id, question, scene, given: null, back: question.position > 0 });
        last = { decision: question.decision, answer };
        saved += 1;
        if (question.position === question.of - 1)
          places.push({
            kind: 'waiting',
            id: `wait ${turn}`,
            for: 'others',
            since: time,
            scene: { ...scene, last, saved },
          });
      }
      queueMicrotask(() => match.answer(question.seat, { answer, shownAt: clock() }));
    },
    thinking: () => undefined,
    said: () => undefined,
    answered: () => undefined,
  });
  if (end === null || 'unpaid' in end) throw new Error('the match did not come to its end');
  const finished = { ...end, seat: of };
  if (isGuessWho(table))
    places.push({ kind: 'guess', id: 'guess', finished, among: ['economicus', 'moralis:0.5', 'baseline'] });
  places.push({ kind: 'result', id: 'result', finished, explained: true, more: true, guessed: null });
  return places;
}

/** Answers that lead through any game: the first option, or the number in the middle. */
export const usualAnswer = ({ decision: { input } }: OpenQuestion): Answer =>
  input.kind === 'choice'
    ? input.options[0]!.value
    : Number((input.min + (input.max - input.min) / 2).toFixed(input.decimals));
