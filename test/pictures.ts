/**
 * Pictures of real screens: the built program runs in a pseudo-terminal, keys are pressed, and what stands on the
 * screen is drawn cell by cell. `npm run pictures` writes data/pictures/NAME.svg and NAME.txt,
 * and the pages of a hosted class as PNG.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadGame } from '../src/disk/games.ts';
import { plainOf, svgOf } from '../src/show/screen-file.ts';
import { openStore } from '../src/store/open.ts';
import { cooperating, keep, playClass } from './class.ts';
import { hostPictures } from './web/pictures.ts';
import { type Cell, type Colour, open, root, type Terminal } from './terminal.ts';

const folder = join(root, 'data', 'pictures');
const home = mkdtempSync(join(tmpdir(), 'homines-pictures-'));
mkdirSync(folder, { recursive: true });

await visit([], async (term, picture) => {
  await term.waitFor('economicus');
  picture('home');
});

await visit(['play', 'prisoners-dilemma', '--seed', '7'], async (term, picture) => {
  await begin(term);
  await term.waitFor(/Your move/);
  picture('dilemma');
  term.press('c');
  await term.waitFor(/\(.\) cooperate/);
  term.press('enter');
  await term.waitFor(/Enter/);
  await debrief(term);
  // Where one stands comes by itself, under the rest.
  await term.waitFor(/more lines/);
  picture('dilemma-debrief');
});

await visit(['play', 'autonomous-vehicles', '--set', 'first=buy', '--seed', '7'], async (term, picture) => {
  await begin(term);
  await term.waitFor(/car 1 of 8/);
  term.press('3', '5');
  await term.waitFor('35');
  picture('vehicles');
});

await visit(['play', 'pricing-duopoly', '--seed', '7', '--against', 'economicus'], async (term, picture) => {
  await begin(term);
  for (const [round, price] of ['16.0', '17.0', '18.0', '16.5', '15.5'].entries()) {
    await term.waitFor(`round ${round + 1}`);
    term.press(...price, 'enter');
  }
  await term.waitFor('round 6');
  term.press(...'16.5');
  await term.waitFor(/for round 6: +16\.5/);
  picture('duopoly');
});

await visit(['lesson', 'known-or-unknown'], async (term, picture) => {
  await term.waitFor(/r rehearse/);
  term.press('r');
  for (let stop = 1; stop < 7; stop++) {
    await term.waitFor(`stop ${stop} of 9`);
    term.press('right');
  }
  await term.waitFor('stop 7 of 9');
  term.press('enter');
  await term.waitFor('uncover published');
  term.press('enter');
  await term.waitFor('164 of 444');
  picture('lesson');
});

const made = join(home, 'made-up.sqlite');
await madeUpClass(made);
await visit(['compare', 'prisoners-dilemma', '--db', made], async (term, picture) => {
  await term.waitFor(/moves first[\s\S]*People: /);
  picture('compare');
});

for (const name of await hostPictures(folder)) console.log(`data/pictures/${name}.png`);

rmSync(home, { recursive: true, force: true });

/** A class of thirty that never was, and is called so: strategy method, roles drawn, against moralis. */
async function madeUpClass(file: string): Promise<void> {
  const store = await openStore(file);
  const plan = {
    game: await loadGame('prisoners-dilemma'),
    against: 'moralis:0.5',
    config: { method: 'strategy', roles: 'drawn' },
  };
  await keep(store, [
    await playClass({ ...plan, name: 'a made-up class', people: 30, choose: cooperating(0.6, 0.8, 0.2), seed: 7 }),
  ]);
  store.close();
}

/** Runs the program on a screen of the usual size, in a folder of its own. */
async function visit(
  args: readonly string[],
  tour: (term: Terminal, picture: (name: string) => void) => Promise<void>,
): Promise<void> {
  await using term = open({ args, cols: 80, rows: 24, cwd: home, db: join(home, 'lab.sqlite') });
  await tour(term, (name) => {
    const drawing = ansiOf(term.cells());
    writeFileSync(join(folder, `${name}.svg`), svgOf(drawing, 80, 24));
    writeFileSync(join(folder, `${name}.txt`), plainOf(drawing));
    console.log(`data/pictures/${name}.svg`);
  });
}

/** From wherever the program opens to the first question. */
async function begin(term: Terminal): Promise<void> {
  const screen = await term.waitFor(/Enter (begin|play)/);
  if (/Enter play/.test(screen)) {
    term.press('enter');
    await term.waitFor(/Enter begin/);
  }
  term.press('enter');
}

async function debrief(term: Terminal): Promise<void> {
  const screen = await term.waitFor(/what happened, and why|result/);
  if (!screen.includes('what happened, and why')) {
    term.press('enter');
    await term.waitFor('what happened, and why');
  }
}

/** The screen as the text of a terminal: what `svgOf` reads. */
function ansiOf(cells: readonly (readonly Cell[])[]): string {
  const lines = cells.map((row) => {
    let line = '';
    let style = '';
    for (const cell of row) {
      if (cell.width === 0) continue;
      const next = styleOf(cell);
      if (next !== style) line += `\x1b[0m${next}`;
      style = next;
      line += cell.text;
    }
    return `${line}\x1b[0m`;
  });
  return lines.join('\n');
}

function styleOf(cell: Cell): string {
  const on = [
    cell.bold && '1',
    cell.dim && '2',
    cell.italic && '3',
    cell.underline && '4',
    cell.inverse && '7',
    colourOf(cell.foreground, 38),
    colourOf(cell.background, 48),
  ];
  const codes = on.filter((code) => typeof code === 'string' && code !== '');
  return codes.length === 0 ? '' : `\x1b[${codes.join(';')}m`;
}

function colourOf(colour: Colour, base: 38 | 48): string {
  if (colour === null) return '';
  if ('rgb' in colour) return `${base};2;${colour.rgb >> 16};${(colour.rgb >> 8) & 255};${colour.rgb & 255}`;
  // The sixteen colours by their own codes, which every reader of such text knows.
  if (colour.palette < 8) return String(base - 8 + colour.palette);
  return colour.palette < 16 ? String(base + 52 + colour.palette - 8) : `${base};5;${colour.palette}`;
}
