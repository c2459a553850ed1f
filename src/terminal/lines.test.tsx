import { renderToString } from 'ink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { blocksAsText } from '../core/blocks.ts';
import { drawBlocks } from '../show/draw.ts';
import { textOf } from '../show/line.ts';
import { plainOf } from '../show/screen-file.ts';
import { everything, firstMover, prices, rounds } from '../show/samples.test-data.ts';
import { marksFor } from '../show/marks.ts';
import { Lines } from './lines.tsx';

afterEach(() => vi.unstubAllEnvs());
const seen = marksFor(['human', 'economicus'], ['you', 'economicus'], false);

describe('blocks on a terminal', () => {
  it('are printed as they were drawn', () => {
    vi.stubEnv('HOMINES_ASCII', '0');
    for (const width of [56, 76, 116]) {
      const lines = drawBlocks(everything, width, undefined, seen, false);
      const printed = plainOf(renderToString(<Lines lines={lines} />, { columns: width + 4 }));
      expect(printed.trimEnd().split('\n')).toEqual(lines.map(textOf).join('\n').trimEnd().split('\n'));
    }
  });

  it('keep to their height', () => {
    vi.stubEnv('HOMINES_ASCII', '0');
    const lines = drawBlocks([firstMover, { kind: 'row', blocks: [prices, rounds] }], 56, 20, seen);
    const printed = renderToString(<Lines lines={lines} />, { columns: 60 });
    expect(printed.split('\n').length).toBeLessThanOrEqual(20);
    expect(printed).toContain('earlier');
  });

  it('have a plain reading without drawing', () => {
    expect(blocksAsText(everything)).not.toMatch(/[─│┌╒├╌]/);
    expect(blocksAsText([firstMover])).toContain('you cooperate, moralis defects: you get 20, moralis gets 80');
  });
});
