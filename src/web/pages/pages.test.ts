/** Pages as HTML, without a browser: what each says of where one is, what its forms send, and that nothing typed becomes markup. */
import { describe, expect, it } from 'vitest';
import { SKIPPED } from '../../core/game.ts';
import { loadGame } from '../../disk/games.ts';
import type { Place } from '../../room/room.ts';
import { unclosed } from '../../../test/well-formed.ts';
import type { HowShown } from '../how.ts';
import { phonePages } from './index.ts';
import { matchPlaces, sampleMember, sampleTable, shownAt, usualAnswer } from './places.test-data.ts';

const EVIL = '<script>alert("x")</script>\'"&\u202e';
const how: HowShown = {
  ...{ code: 'K7QF', assets: { script: '/s.js', style: '/s.css' }, problem: null, typed: {}, past: false },
  ...{ whatIf: null, kappa: null },
};
const { placePage, placeMain, whatIfPart, debriefPart, codePage, entrancePage, sentencePage } = phonePages;

const [dilemma, duopoly, vehicles, german] = await Promise.all([
  loadGame('prisoners-dilemma'),
  loadGame('pricing-duopoly'),
  loadGame('autonomous-vehicles'),
  loadGame('prisoners-dilemma', 'de'),
]);
const of = <Kind extends Place['kind']>(places: readonly Place[], kind: Kind) =>
  places.filter((place): place is Place & { kind: Kind } => place.kind === kind);
const played = await matchPlaces(sampleTable({ game: dilemma }), usualAnswer);
const priced = await matchPlaces(sampleTable({ game: duopoly, settings: { rounds: 3 } }), usualAnswer);
const rated = await matchPlaces(sampleTable({ game: vehicles, against: [] }), usualAnswer);

/** What is not closed in its turn, where HTML's own short forms are written out. */
const broken = (html: string): readonly string[] =>
  unclosed(
    html
      .replace(/<(input|link|br)\b([^>]*)>/g, '<$1$2/>')
      .replace(/ (defer|hidden|checked|novalidate)(?=[ >/])/g, ' $1=""'),
  );

/** Values of the fields with this name, as they would be sent; radio buttons and boxes only where they are marked. */
const sent = (html: string, name: string): readonly string[] =>
  [...html.matchAll(/<input([^>]*)>/g)].flatMap(([, at = '']) => {
    if (!at.includes(` name="${name}"`)) return [];
    if (/type="(radio|checkbox)"/.test(at) && !/ checked\b/.test(at)) return [];
    return [/ value="([^"]*)"/.exec(at)?.[1] ?? ''];
  });

describe('every page', () => {
  const waits = (['start', 'partner', 'others', 'host', 'pause'] as const).map((reason): Place => ({
    kind: 'waiting',
    id: `w ${reason}`,
    for: reason,
    since: 0,
    scene: null,
  }));
  const ends: readonly Place[] = [
    { kind: 'unpaid', id: 'u1', why: 'model', more: true },
    { kind: 'unpaid', id: 'u2', why: 'gone', more: false },
    { kind: 'done', id: 'd', matches: 2 },
    { kind: 'ended', id: 'e' },
  ];

  it.each(['en', 'de'])('is well-formed, says which it is, and has nothing inline (%s)', (language) => {
    for (const place of [...played, ...priced, ...rated, ...waits, ...ends]) {
      const html = placePage(shownAt(place, { member: sampleMember(language), message: EVIL }), how);
      expect(broken(html)).toEqual([]);
      expect(html).toContain(`<html lang="${language}">`);
      expect(html).toContain(` data-page="${place.id}" data-kind="${place.kind}"`);
      expect(html).not.toMatch(/ style=| on[a-z]+=|<script(?! src="\/s.js" defer>)|javascript:|undefined|NaN|\[object/);
      expect(html.match(/<h1/g)).toHaveLength(1);
      expect(html.length).toBeLessThan(30_000);
    }
  });

  it('every form of a page names the page that it is on', () => {
    for (const place of [...played, ...priced, ...rated]) {
      const html = placeMain(shownAt(place), how);
      const forms = html.match(/<form.*?<\/form>/gs) ?? [];
      expect(forms.every((form) => sent(form, 'page').join() === place.id)).toBe(true);
      expect(forms.length > 0).toBe(place.kind !== 'waiting');
    }
  });
});

describe('a question', () => {
  it('has nothing preset, and offers what its input has', () => {
    const [choice] = of(played, 'asked');
    const html = placeMain(shownAt(choice!), how);
    expect(sent(html, 'answer')).toEqual([]);
    expect([...html.matchAll(/type="radio" name="answer" value="(\w)"/g)].map(([, value]) => value)).toEqual([
      'C',
      'D',
    ]);
    for (const place of of(rated, 'asked')) expect(sent(placeMain(shownAt(place), how), 'answer').join('')).toBe('');
  });

  it('shows again what was answered before going back, and what was typed and not taken', () => {
    const [choice] = of(played, 'asked');
    expect(sent(placeMain(shownAt({ ...choice!, given: 'D' }), how), 'answer')).toEqual(['D']);
    const rating = of(rated, 'asked').find(({ question }) => question.decision.input.kind === 'number')!;
    expect(sent(placeMain(shownAt({ ...rating, given: 35 }), how), 'answer')).toEqual(['35']);
    expect(sent(placeMain(shownAt({ ...rating, given: SKIPPED }), how), 'skip')).toEqual([SKIPPED]);
    const refused = placeMain(shownAt({ ...rating, given: 35 }), { ...how, problem: 'No.', typed: { answer: '1e9' } });
    expect(sent(refused, 'answer')).toEqual(['1e9']);
    expect(refused).toMatch(/aria-describedby="answer-note problem" aria-invalid="true"/);
    expect(refused).toContain('<p class="problem" id="problem" role="alert">No.</p>');
  });

  it('works the calculator out with a decimal comma, and keeps what was typed', () => {
    const place = of(priced, 'asked')[1]!;
    const shown = shownAt(place);
    expect(whatIfPart(shown, { ...how, whatIf: ['16,5', '15.5'] })).toContain('237');
    expect(whatIfPart(shown, { ...how, whatIf: ['16,5', EVIL] })).not.toContain('237');
    const page = placeMain(shown, { ...how, whatIf: ['16,5', EVIL] });
    expect(sent(page, 'whatif')[0]).toBe('16,5');
    expect(page).not.toContain('<script');
    expect(whatIfPart(shownAt(played[1]!), { ...how, whatIf: ['1'] })).toBeNull();
  });

  it('says that an agent plays on for somebody who went away', () => {
    const [choice] = of(played, 'asked');
    const scene = { ...choice!.scene, replaced: [1] };
    expect(placeMain(shownAt({ ...choice!, scene }), how).match(/class="note"/g)).toHaveLength(1);
  });
});

describe('a wait', () => {
  it('shows what was answered, marks nobody as on turn, and asks again without a script', () => {
    const [wait] = of(played, 'waiting');
    const html = placePage(shownAt(wait!), how);
    expect(html).toContain('cooperate</p>');
    expect(html).not.toContain('class="here"');
    expect(html).toMatch(/<noscript><meta http-equiv="refresh" content="\d+"><\/noscript>/);
    expect(placePage(shownAt(played[1]!), how)).not.toContain('http-equiv');
  });
});

describe('an explanation', () => {
  const [end] = of(played, 'result');

  it('is worked out when it is asked for, where it may be shown, and nowhere else', () => {
    expect(placeMain(shownAt(end!), how)).toMatch(/<div id="explained"[^>]*><\/div>/);
    expect(sent(placeMain(shownAt(end!), how), 'kappa')).toEqual(['0.5']);
    expect(placeMain(shownAt(end!), how)).toContain('<button class="plain" name="kappa" value="0.5">');
    expect(debriefPart(shownAt(end!), how)).toContain('economicus');
    const never = shownAt({ ...end!, explained: false });
    expect(placeMain(never, { ...how, kappa: 0.5 })).not.toMatch(/id="explained"|economicus/);
    expect(debriefPart(never, how)).toBeNull();
  });

  it('follows κ, and the slider stands where it was put', () => {
    const at = (kappa: number) => debriefPart(shownAt(end!), { ...how, kappa })!;
    expect(at(0)).not.toBe(at(1));
    expect(at(0.25)).toContain('0.25');
    expect(placeMain(shownAt(end!), { ...how, kappa: 0.25 })).toMatch(/type="range" id="kappa"[^>]* value="0.25"/);
  });

  it('says whom one guessed, and who it was', () => {
    const guessed = { guess: 'baseline', truth: 'moralis:0.5' };
    const html = placeMain(shownAt({ ...end!, guessed }), how);
    expect(html.indexOf('baseline')).toBeLessThan(html.indexOf('<section'));
  });
});

it('a page is of the language of its member: the game’s words and the page’s', async () => {
  const places = await matchPlaces(sampleTable({ game: german }), usualAnswer);
  const html = placePage(shownAt(places[1]!, { member: sampleMember('de') }), how);
  expect(html).toContain('Gefangenendilemma');
  expect(html).not.toMatch(/cooperate|Make it final|your turn/);
});

it('where a game is played in another language than its reader’s, all of its page is of the game’s', () => {
  const asked = played.find(({ kind }) => kind === 'asked')!;
  const html = placeMain(shownAt(asked, { member: sampleMember('de') }), how);
  expect(html).toContain('<main lang="en"');
  expect(html).toContain('Make it final');
  expect(html).not.toMatch(/Endgültig|Anleitung|gegenüber/i);
  expect(placeMain(shownAt(asked, { member: sampleMember('en') }), how)).toBe(html);
});

describe('what people type', () => {
  it('is nowhere markup', () => {
    const member = { ...sampleMember(), label: EVIL };
    const hands: Place = {
      ...{ kind: 'hands', id: EVIL, given: EVIL },
      asked: {
        ask: EVIL,
        table: 't',
        key: 'k',
        options: [
          { answer: EVIL, label: EVIL },
          { answer: 'b', label: 'b' },
        ],
      },
    };
    const before = { language: 'en', assets: how.assets };
    const typed = { answer: EVIL, guess: EVIL, confidence: EVIL };
    const pages = [
      placePage({ member, place: hands, message: EVIL }, { ...how, problem: EVIL, typed }),
      ...played.map((place) => placePage({ member, place, message: EVIL }, { ...how, problem: EVIL, typed })),
      codePage({ ...before, wrong: EVIL }),
      entrancePage({
        ...{ ...before, code: 'K7QF', label: 'needed', typed: EVIL, told: true, refused: 'label taken', again: true },
      }),
      sentencePage({
        ...{ ...before, what: 'one moment', code: EVIL, seconds: 5 },
        again: { action: '/K7QF/answer', fields: [['answer', EVIL]] },
      }),
    ];
    for (const html of pages) {
      expect(broken(html)).toEqual([]);
      expect(html.match(/<script/g)).toHaveLength(1);
      expect(html).not.toContain('\u202e');
    }
    expect(pages[0]).toContain('&lt;script&gt;');
  });
});

describe('before a seat', () => {
  const before = { language: 'en', assets: how.assets };
  const entrance = {
    ...before,
    code: 'K7QF',
    label: 'none',
    typed: '',
    told: true,
    refused: null,
    again: false,
  } as const;

  it('a seat is taken by a form that is posted, and says whether one was told of programs', () => {
    expect(entrancePage(entrance)).toContain('<form class="answer" method="post" action="/K7QF/join"');
    expect(sent(entrancePage(entrance), 'told')).toEqual(['1']);
    expect(sent(entrancePage({ ...entrance, told: false }), 'told')).toEqual([]);
    expect(sent(entrancePage(entrance), 'label')).toEqual([]);
    expect(sent(entrancePage({ ...entrance, label: 'needed', typed: 'p07' }), 'label')).toEqual(['p07']);
  });

  it('a refusal is one sentence beside the field that it is about', () => {
    const refused = entrancePage({ ...entrance, label: 'needed', typed: 'p07', refused: 'not on the roster' });
    expect(refused).toMatch(/id="label"[^>]*aria-describedby="label-note problem"/);
    expect(refused.match(/role="alert"/g)).toHaveLength(1);
  });

  it('what was handed in is handed in again by one button', () => {
    const fields = [
      ['page', 'p1'],
      ['answer', 'C'],
    ] as const;
    const html = sentencePage({
      ...before,
      what: 'one moment',
      code: 'K7QF',
      seconds: 5,
      again: { action: '/K7QF/answer', fields },
    });
    expect([sent(html, 'page'), sent(html, 'answer')]).toEqual([['p1'], ['C']]);
    expect(html).toContain('method="post" action="/K7QF/answer"');
  });
});
