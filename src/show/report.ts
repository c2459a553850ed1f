/** Sections as one HTML page. */
import { treatmentWords } from '../analysis/compare/blocks.ts';
import type { Comparison } from '../analysis/compare/document.ts';
import { type Made, type Section, sectionsOf } from '../analysis/report/sections.ts';
import { drawBars } from './charts.ts';
import { blocksAsHtml, escaped, page } from './html.ts';

/** The whole report. `breathe`: called between charts. */
export async function reportAsHtml(comparison: Comparison, made: Made, title: string): Promise<string> {
  const parts = [`<h1>${escaped(title)}</h1>`];
  const { finished, decisions } = comparison.counts;
  parts.push(
    `<p>${finished.toLocaleString('en')} finished matches, ${decisions.toLocaleString('en')} choices. Every figure carries its n and its 95 % interval; theory, stand-ins and published figures are lines, never samples.</p>`,
  );
  const said = comparison.treatments.flatMap((one) => one.conclusions.slice(0, 1).map((words) => `${treatmentWords(one)}. ${words}`));
  if (said.length > 0) parts.push(`<ul>${said.map((words) => `<li>${escaped(words)}</li>`).join('')}</ul>`);
  for (const section of sectionsOf(comparison, made)) parts.push(await sectionAsHtml(section));
  return page(title, parts.join('\n'), { made, comparison });
}

async function sectionAsHtml({ heading, parts }: Section): Promise<string> {
  const html: string[] = [`<section><h2>${escaped(heading)}</h2>`];
  for (const part of parts) {
    if (part.kind === 'blocks') html.push(await blocksAsHtml(part.blocks));
    else if (part.kind === 'quote') html.push(`<blockquote><p>${escaped(part.words)}</p></blockquote>`);
    else if (part.kind === 'heading') html.push(`<h3>${escaped(part.words)}</h3>`);
    else if (part.kind === 'strips')
      html.push(
        `<figure>${await drawBars(part.strips, escaped(part.caption))}<figcaption><p>${escaped(part.caption)}</p></figcaption></figure>`,
      );
    else if (part.kind === 'code') html.push(`<pre>${escaped(part.words)}</pre>`);
    else {
      const caption = await blocksAsHtml(part.caption.filter(Boolean).map((words) => ({ kind: 'text', text: words })));
      html.push(`<figure>${await blocksAsHtml([part.figure], part.caption[0] ?? '')}<figcaption>${caption}</figcaption></figure>`);
    }
  }
  return `${html.filter(Boolean).join('\n')}</section>`;
}
