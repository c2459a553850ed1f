/** Sections as one HTML page: what was found and where it stands, then the sections with numbered pictures. */
import type { Comparison } from '../analysis/compare/document.ts';
import { choiceWords } from '../analysis/compare/observations.ts';
import type { Picture } from '../analysis/report/figures.ts';
import { type Provenance, type Section, sectionsOf } from '../analysis/report/sections.ts';
import { nextTurn } from '../core/breather.ts';
import { counted, upper } from '../core/format.ts';
import { drawBars } from './chart-bars.ts';
import { drawScale } from './chart-scale.ts';
import { drawPointsChart } from './chart-points.ts';
import { drawPanel } from './chart-series.ts';
import { escaped } from './charts.ts';
import { blocksAsHtml, marked, page } from './html.ts';

/** The whole report. The event loop gets a turn after each chart. */
export async function reportAsHtml(comparison: Comparison, made: Provenance, title: string): Promise<string> {
  const { finished } = comparison.counts;
  const sections = sectionsOf(comparison, made);
  const parts = [
    `<h1>${escaped(title)}</h1>`,
    `<p>${counted(finished, 'finished match', 'finished matches')}, ${choiceWords(comparison.counts)}; made on ${escaped(made.at)} with homines ${escaped(made.version)}. Every mean stands with its n and, where observations differ, its 95 % interval; theory, stand-ins and published figures are lines, never samples.</p>`,
    ...(comparison.treatments.length === 0
      ? comparison.notes.map((note) => `<p><strong>${escaped(note)}</strong></p>`)
      : []),
    await sectionsAsHtml(sections),
  ];
  return page(title, parts.join('\n'), { made, comparison });
}

const anchor = (at: number): string => `part-${at + 1}`;

/** A longer conclusion is read where its picture is. */
const LONGEST = 260;

const contents = (sections: readonly Section[]): string =>
  `<nav aria-label="Contents"><ol>${sections
    .map(({ heading, found }, at) => {
      const said = found === undefined || found.length > LONGEST ? '' : `<span>${escaped(upper(found))}</span>`;
      return `<li><a href="#${anchor(at)}">${escaped(heading)}</a>${said}</li>`;
    })
    .join('')}</ol></nav>`;

/** Sections under each other, their pictures numbered through. */
export async function sectionsAsHtml(sections: readonly Section[]): Promise<string> {
  const pictures = { count: 0 };
  const parts: string[] = [contents(sections)];
  for (const [at, section] of sections.entries()) parts.push(await sectionAsHtml(section, anchor(at), pictures));
  return parts.join('\n');
}

async function sectionAsHtml({ heading, parts }: Section, id: string, pictures: { count: number }): Promise<string> {
  const html: string[] = [`<section aria-labelledby="${id}"><h2 id="${id}">${escaped(heading)}</h2>`];
  for (const part of parts) {
    if (part.kind === 'blocks') html.push(blocksAsHtml(part.blocks));
    else if (part.kind === 'quote')
      html.push(`<blockquote>${part.paragraphs.map((words) => `<p>${escaped(words)}</p>`).join('\n')}</blockquote>`);
    else if (part.kind === 'heading') html.push(`<h3>${escaped(part.words)}</h3>`);
    else if (part.kind === 'code') html.push(`<pre>${escaped(part.words)}</pre>`);
    else html.push(await pictureAsHtml(part.picture, heading, (pictures.count += 1)));
  }
  return `${html.filter(Boolean).join('\n')}</section>`;
}

async function pictureAsHtml(picture: Picture, heading: string, number: number): Promise<string> {
  const title = `Figure ${number}, ${heading}`;
  const charts: string[] = [];
  const add = async (chart: Promise<string>): Promise<void> => {
    charts.push(await chart);
    await nextTurn();
  };
  switch (picture.kind) {
    case 'scale':
      for (const block of picture.pieces) await add(drawScale(block, picture.head, title, picture.open));
      break;
    case 'paths':
      for (const panel of picture.panels) await add(drawPanel(panel, title));
      break;
    case 'points':
      await add(drawPointsChart(picture.block, title));
      break;
    case 'strips':
      for (const strips of picture.pieces) await add(drawBars(strips, title));
      break;
  }
  const [first = '', ...rest] = picture.caption;
  const caption = [
    `<p><strong>Figure ${number}.</strong> ${marked(first)}</p>`,
    ...rest.map((words) => `<p>${marked(words)}</p>`),
  ];
  return `<figure>${charts.join('\n')}<figcaption>${caption.join('\n')}</figcaption></figure>`;
}
