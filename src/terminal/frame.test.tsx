import { renderToString, Text } from 'ink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { columnsOf } from '../show/line.ts';
import { plainOf } from '../show/screen-file.ts';
import { bodySize } from './body-size.ts';
import { Frame, titleLine } from './frame.tsx';

beforeEach(() => vi.stubEnv('HOMINES_ASCII', '0'));
afterEach(() => vi.unstubAllEnvs());
const keys = [
  { keys: 'Enter', does: 'play', help: '' },
  { keys: 'h', does: 'help', help: '' },
  { keys: 'q', does: 'quit', help: '' },
];
const draw = (columns: number, rows: number, lines = 3, notice: string | null = null): readonly string[] =>
  plainOf(
    renderToString(
      <Frame
        title="Price duopoly · against ● economicus"
        right="round 6 of 10"
        keys={keys}
        columns={columns}
        rows={rows}
        notice={notice}
      >
        {Array.from({ length: lines }, (_, i) => (
          <Text key={i}>{`body ${i}`}</Text>
        ))}
      </Frame>,
      { columns },
    ),
  )
    .trimEnd()
    .split('\n');

describe('Frame', () => {
  it.each([
    [60, 20],
    [80, 24],
    [120, 40],
  ])('is one row lower than %i×%i, title and keys whole, however long the body', (columns, rows) => {
    for (const lines of [3, 100]) {
      const frame = draw(columns, rows, lines);
      expect(frame).toHaveLength(rows - 1);
      expect(frame[0]).toMatch(/^ Price duopoly · against ● economicus +round 6 of 10$/);
      expect(frame[1]).toMatch(/^─+$/);
      expect(frame[2]).toBe('   body 0');
      expect(frame.at(-2)).toMatch(/^─+$/);
      expect(frame.at(-1)).toBe(' Enter play   h help   q quit');
      for (const line of frame) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
    }
    expect(bodySize(columns, rows).height).toBe(rows - 5);
  });

  it('uses a wide window: rules and figures over all of it', () => {
    const frame = draw(200, 50);
    expect(columnsOf(frame[1]!)).toBe(200);
    expect(bodySize(200, 50).width).toBe(196);
    expect(frame[2]).toBe('   body 0');
  });

  it.each([60, 80])('shows a long notice whole, and keeps title, keys and height, at %i columns', (columns) => {
    const notice =
      'lab.sqlite holds only rehearsals (a session without a name): give a session its name in the lab, or export them with --all.';
    const lines = draw(columns, 20, 30, notice);
    expect(lines).toHaveLength(19);
    expect(lines.join(' ').replaceAll(/[─ ]+/g, ' ')).toContain(notice);
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
  });

  it('sets a notice into the lower rule', () => {
    expect(draw(60, 20, 3, 'saved as homines-1.svg and .txt').at(-2)).toMatch(
      /^── saved as homines-1.svg and .txt ─+$/,
    );
  });

  it('asks politely for a larger window', () => {
    expect(draw(59, 20).join(' ')).toContain('Please make this window larger');
    expect(draw(60, 19).join(' ')).toContain('it has 60 by 19');
    for (const [columns, rows] of [
      [20, 4],
      [5, 2],
    ] as const)
      expect(draw(columns, rows).length).toBeLessThanOrEqual(rows);
  });
});

describe('titleLine', () => {
  it('cuts the title with a sign, never the place', () => {
    const line = titleLine(
      'A title that is far too long for this window · against ▲ moralis',
      'you: k3f9 · round 1 of 1',
      60,
    );
    expect(columnsOf(line)).toBe(60);
    expect(line).toContain('…');
    expect(line).toContain('you: k3f9 · round 1 of 1');
  });
});
