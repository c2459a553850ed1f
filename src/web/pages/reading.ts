/** The instructions of a match that begins when they were read. */
import { text } from '../../core/blocks.ts';
import { fill } from '../../core/template.ts';
import { titleIn } from '../../core/title.ts';
import { isGuessWho } from '../../lab/table-setting.ts';
import { programsTold } from '../../match/disclosure.ts';
import { escaped } from '../../page/charts.ts';
import type { Place } from '../../room/room.ts';
import type { HowShown } from '../how.ts';
import type { PageWords } from '../words.en.ts';
import { pageBlocks } from './blocks.ts';
import { goForm, type PageBody, versusHtml } from './frame.ts';
import { seenFrom } from './who-is-who.ts';

/** The page of whoever reads them. */
export function readingBody(place: Place & { kind: 'reading' }, { code }: HowShown, words: PageWords): PageBody {
  const { game, table, names, disclosed, seat, seats } = place;
  const said = words.reading;
  const seen = seenFrom(seats, disclosed, names, seat);
  const minutes = Math.max(1, Math.round(game.minutes(table.config)));
  const versus = versusHtml({ game, config: table.config, seen, me: seat, seats: seats.length }, words);
  const blocks = [
    ...game.instructions(table.config, table.role, names, programsTold(seats, disclosed)),
    ...(isGuessWho(table) ? [text(said.guess)] : []),
  ];
  return {
    top: {
      title: titleIn(game, table.config),
      lines: [
        [escaped(said.title), versus].filter(Boolean).join(' · '),
        escaped(minutes === 1 ? said.minute : fill(said.minutes, { minutes })),
      ],
      tab: `${said.title} · ${titleIn(game, table.config)}`,
    },
    body: `<section class="rules">${pageBlocks(blocks, seen, words)}</section>\n${goForm(code, 'on', place.id, said.begin, 'final')}`,
  };
}
