/** What stands on home: games, who can be guessed, the battery, lessons and the past, told from facts alone. */
import { counted } from '../../core/format.ts';
import { EIGHTEEN, READING } from '../../lab/battery/size.ts';
import type { HomeFacts } from '../../lab/home-facts.ts';
import type { UnfinishedMatch } from '../../lab/unfinished.ts';
import { ago } from './times.ts';

/** What an entry opens: the table of a game, or something by its name. */
export type Opens =
  | { readonly what: 'game' | 'guess' | 'lesson'; readonly game: string }
  | { readonly what: 'battery' | 'lessons' | 'compare' | 'sessions' }
  | { readonly what: 'continue'; readonly match: string };

export type HomeItem = {
  readonly name: string;
  readonly says: string;
  readonly right: string;
  readonly opens: Opens;
};

/** `matches`: so many were begun in this session; `unfinished`: the one that can go on. */
export type Past = { readonly matches: number; readonly unfinished: UnfinishedMatch | null };

/** The list of home, of the facts of every game that is here. */
export function homeList(games: readonly HomeFacts[], { matches, unfinished }: Past): readonly HomeItem[] {
  const item = (name: string, says: string, right: string, opens: Opens): HomeItem => ({ name, says, right, opens });
  const items = games.map(({ name, title, summary, minutes }) =>
    item(title, summary, about(minutes), { what: 'game', game: name }),
  );
  const guess = games.find(({ guessed }) => guessed);
  if (guess)
    items.push(
      item('Guess who', 'Play one of three programs, then guess which', about(2), { what: 'guess', game: guess.name }),
    );
  // One is enough here: in a session with a name every game that has a lesson begins with it.
  const taught = games.find(({ lesson }) => lesson !== null);
  if (taught)
    items.push(
      item('Class lesson', `${taught.title} as a class needs it`, about(taught.lesson ?? 0), {
        ...{ what: 'lesson', game: taught.name },
      }),
    );
  const parts = games.flatMap(({ battery }) => battery ?? []);
  if (parts.reduce((sum, { protocols }) => sum + protocols, 0) === EIGHTEEN)
    items.push(
      item(
        'Battery',
        'Eighteen protocols, one after another',
        about(parts.reduce((sum, { minutes }) => sum + minutes, READING)),
        { what: 'battery' },
      ),
    );
  items.push(
    item('Lessons', 'Ready for a class: stops, questions to ask, a hand-out', '', { what: 'lessons' }),
    item('Compare', 'People, agents, published results', matches === 0 ? '' : counted(matches, 'match', 'matches'), {
      what: 'compare',
    }),
    item('Sessions', 'Look again, continue, name, start afresh', '', { what: 'sessions' }),
  );
  if (!unfinished) return items;
  const { match, choices, people, protocol } = unfinished;
  const title =
    protocol !== null
      ? `Battery ${protocol.place} of ${protocol.of}`
      : (games.find(({ name }) => name === match.game)?.title ?? match.game);
  const who = people.length > 3 ? counted(people.length, 'person', 'people') : people.join(', ');
  return [
    item('Continue', `${title}, ${who}: ${counted(choices, 'choice')} kept`, `left ${ago(match.lastAt)}`, {
      ...{ what: 'continue', match: match.code },
    }),
    ...items,
  ];
}

/** Whole minutes, 1 or more. */
const about = (minutes: number): string => `${Math.max(1, Math.round(minutes))} min`;
