/** What stands round every page of a member: the host's message, the game's name and where in it one is, and who one is. */
import type { AnyGame, Heading, Seat } from '../../core/game.ts';
import { fill } from '../../core/template.ts';
import { titleIn } from '../../core/title.ts';
import type { Finished } from '../../lab/finished-match.ts';
import { escaped } from '../../page/charts.ts';
import type { PlaceShown } from '../../room/room.ts';
import { type HowShown, saidTag } from '../how.ts';
import { pageWords } from '../words.ts';
import type { PageWords } from '../words.en.ts';
import { attributes, hidden } from './document.ts';
import { pageLanguage } from './page-language.ts';
import { type SeenFrom, signHtml } from './who-is-who.ts';

/** What the top of a page says. */
export type PageTop = {
  readonly title: string;
  /** Lines under it, as HTML. */
  readonly lines?: readonly string[];
  /** What the browser's tab says; the title where it is not said. */
  readonly tab?: string;
};

/** A page between its frame: what its top says, and HTML under it. */
export type PageBody = { readonly top: PageTop; readonly body: string };

/** The `<main>` of a member's page. */
export function mainHtml(shown: PlaceShown, how: HowShown, { top, body }: PageBody): string {
  const { place, message } = shown;
  const language = pageLanguage(shown);
  const { frame } = pageWords(language);
  const about = attributes({
    lang: language,
    ...{ 'data-page': place.id, 'data-kind': place.kind, 'data-said': saidTag(message) },
    'data-title': top.tab ?? top.title,
  });
  const said = message === null ? '' : `<strong>${escaped(frame.message)}</strong> ${escaped(message)}`;
  const past = how.past ? `<p class="note" role="status">${escaped(frame.past)}</p>` : '';
  const lines = (top.lines ?? []).filter(Boolean).map((line) => `<p>${line}</p>`);
  return `<main${about}>
<p id="said" role="status">${said}</p>
${past}<header><h1 tabindex="-1">${escaped(top.title)}</h1>${lines.join('')}</header>
${body}
</main>`;
}

/** Under every page of a member: who one is in this room. */
export function footerHtml({ member }: PlaceShown, { code }: HowShown): string {
  const { frame } = pageWords(member.language);
  const { number, label } = member;
  const you = label === null ? fill(frame.you, { number, code }) : fill(frame.youLabel, { number, code, label });
  return `<footer><p>${escaped(you)}</p></footer>`;
}

/** The top of a page of a match: the game, who sits opposite, and where in it one is. */
export function matchTop(
  {
    game,
    config,
    seen,
    me,
    seats,
  }: {
    readonly game: AnyGame;
    readonly config: unknown;
    readonly seen: SeenFrom;
    readonly me: Seat;
    readonly seats: number;
  },
  { about, where }: Heading,
  words: PageWords,
): PageTop {
  const title = titleIn(game, config);
  const versus = versusHtml({ game, config, seen, me, seats }, words);
  const first = [escaped(about), versus].filter(Boolean).join(' · ');
  return { title, lines: [first, escaped(where)], tab: [where, title].filter(Boolean).join(' · ') };
}

/** The top of a page about a match that is over: what the page is, and the game. */
export function overTop(title: string, { game, config }: Pick<Finished, 'game' | 'config'>): PageTop {
  const played = titleIn(game, config);
  return { title, lines: [escaped(played)], tab: `${title} · ${played}` };
}

/** "against ▲ moralis"; of more than two others how many; '' where everybody answers alone. */
export function versusHtml(
  { game, config, seen, me, seats }: Parameters<typeof matchTop>[0],
  { frame }: PageWords,
): string {
  if (game.seats(config).least < 2) return '';
  const others = Array.from({ length: seats }, (_, seat) => seat).filter((seat) => seat !== me);
  if (others.length > 2) return escaped(fill(frame.others, { count: others.length }));
  const names = others
    .map((seat) => `${signHtml(seen.label({ seat }))}${escaped(seen.name({ seat }))}`)
    .join(escaped(frame.and));
  return fill(escaped(others.length === 1 ? frame.against : frame.with), { names });
}

/** A form that only goes on (or back) from a page. */
export const goForm = (code: string, verb: 'on' | 'back', page: string, does: string, kind: string): string =>
  `<form method="post" action="/${escaped(code)}/${verb}">${hidden('page', page)}<button class="${kind}">${escaped(does)}</button></form>`;

/** What is answered on this page: the widgets, what was wrong with what they said, and the button that makes it final. */
export const answerForm = (
  code: string,
  verb: 'answer' | 'guess' | 'hand',
  page: string,
  { widgets, problem, note = '', does }: AnswerForm,
): string =>
  `<form class="answer" method="post" action="/${escaped(code)}/${verb}" autocomplete="off" novalidate>${hidden('page', page)}
${widgets}
${problemHtml(problem)}${note}<button class="final">${escaped(does)}</button>
</form>`;

/** `widgets` and `note`, which stands over the button: as HTML. */
type AnswerForm = {
  readonly widgets: string;
  readonly problem: string | null;
  readonly note?: string;
  readonly does: string;
};

/** A sentence about what was sent, beside what it is about. */
export const problemHtml = (problem: string | null): string =>
  problem === null ? '' : `<p class="problem" id="problem" role="alert">${escaped(problem)}</p>`;
