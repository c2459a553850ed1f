import { describe, expect, it } from 'vitest';
import { plainOf, svgOf } from './screen-file.ts';

const frame =
  '\x1b[1m Price duopoly\x1b[22m        round 6\n\x1b[2m───\x1b[22m\n 18.0 │ \x1b[38;2;184;100;26m●\x1b[39m & <rival>   \n\n';

describe('plainOf', () => {
  it('is the words, lines ending where they end', () => {
    expect(plainOf(frame)).toBe(' Price duopoly        round 6\n───\n 18.0 │ ● & <rival>\n');
    expect(plainOf('\x1b]8;;http://x\x07link\x1b]8;;\x07\x1b[2J\x1b[1;1Hdone')).toBe('linkdone\n');
  });
});

describe('svgOf', () => {
  const svg = svgOf(frame, 60, 20);

  it('is well-formed and says what it shows', () => {
    expect(svg).toContain('<title>Price duopoly · round 6</title>');
    expect(svg).toContain('&amp; &lt;rival&gt;');
    expect(svg).not.toMatch(/\x1b|\[\d+m/);
    expect(svg.match(/<text /g)!.length).toBe(svg.match(/<\/text>/g)!.length);
  });

  it('is as wide as the screen and as high as its words', () => {
    expect(svg).toContain('width="572"');
    expect(svg).toContain(`height="${3 * 17.5 + 32}"`);
  });

  it('keeps colours, bold, and the column of every stretch', () => {
    expect(svg).toContain('fill="#b8641a"');
    expect(svg).toContain('font-weight="bold"');
    const mark = /<text x="(\d+)"[^>]*>●/.exec(svg)!;
    expect(Number(mark[1])).toBe(16 + 8 * 9);
  });

  it('counts two columns for letters of double width', () => {
    const wide = svgOf('田中さん  12', 60, 20);
    expect(wide).toContain(`x="${16 + 10 * 9}"`);
  });

  it('reads the sixteen colours, the table of 256, and inverse', () => {
    const many = svgOf('\x1b[31mred\x1b[0m \x1b[38;5;208morange\x1b[0m \x1b[7minverse\x1b[27m', 60, 20);
    expect(many).toContain('fill="#a8322a"');
    expect(many).toContain('fill="#ff8700"');
    expect(many).toMatch(/<rect x="\d+" y="\d+" width="63"/);
  });
});
