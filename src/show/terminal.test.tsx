import { renderToString } from 'ink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { drawBlocks } from './draw.ts';
import { textOf } from './line.ts';
import { everything, firstMover, prices, rounds } from './samples.test-data.ts';
import { seenBy } from './seen.ts';
import { Blocks, linear } from './terminal.tsx';
import { plainOf } from './save.ts';

afterEach(() => vi.unstubAllEnvs());
const seen = seenBy(['human', 'economicus'], ['you', 'economicus'], false);

describe('Blocks', () => {
  it('prints the lines as they were drawn', () => {
    vi.stubEnv('HOMINES_ASCII', '0');
    for (const width of [56, 76, 116]) {
      const printed = plainOf(
        renderToString(<Blocks blocks={everything} width={width} seen={seen} />, { columns: width + 4 }),
      );
      const drawn = drawBlocks(everything, width, undefined, seen, false).map(textOf);
      expect(printed.trimEnd().split('\n')).toEqual(drawn.join('\n').trimEnd().split('\n'));
    }
  });

  it('keeps to its height', () => {
    vi.stubEnv('HOMINES_ASCII', '0');
    const printed = renderToString(
      <Blocks blocks={[firstMover, { kind: 'row', blocks: [prices, rounds] }]} width={56} height={20} seen={seen} />,
      { columns: 60 },
    );
    expect(printed.split('\n').length).toBeLessThanOrEqual(20);
    expect(printed).toContain('earlier');
  });

  it('has a plain reading without drawing', () => {
    expect(linear(everything)).not.toMatch(/[─│┌╒├╌]/);
    expect(linear([firstMover])).toContain('you cooperate, moralis defects: you get 20, moralis gets 80');
  });
});
