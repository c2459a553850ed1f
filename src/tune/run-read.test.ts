import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { lastRun } from './last-run.ts';
import type { TuningRun } from './run-folder.ts';
import { adapterDigest, appendEvents, NotWritten, readEvents, runNamed } from './run-read.ts';

/** A disk that takes so many bytes more, and of a write as many as still fit. */
const disk = vi.hoisted(() => ({ free: Infinity }));
vi.mock('node:fs', async (real) => {
  const fs = await real<typeof import('node:fs')>();
  const written: typeof writeSync = (handle: number, bytes: NodeJS.ArrayBufferView | string, from?: unknown) => {
    if (disk.free === 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    const all =
      typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const left = all.subarray(typeof from === 'number' ? from : 0).subarray(0, disk.free);
    disk.free -= left.length;
    return fs.writeSync(handle, left);
  };
  return { ...fs, writeSync: written };
});

const run: TuningRun = {
  ...{ version: 1, name: 'ego', createdAt: 1, homines: '0.1.0' },
  base: { given: 'small', kind: 'folder', path: '/models/small', name: 'small' },
  data: { hash: 'a', agent: 'economicus', control: false, labels: 'ours', train: 8, heldOut: 4 },
  options: {
    ...{ epochs: 1, lr: 0.001, rank: 16, layers: 'all', batch: 8, steps: null, seed: 1, maxLength: null },
    ...{ looks: 2, asked: 4, patience: null, thinking: false, device: 'cpu' },
  },
};

let lab = '';
const folder = (name: string): string => join(lab, 'tunes', name);
beforeAll(() => {
  lab = mkdtempSync(join(tmpdir(), 'homines-runs-'));
  mkdirSync(folder('ego'), { recursive: true });
  writeFileSync(join(folder('ego'), 'run.json'), JSON.stringify(run));
});
afterAll(() => rmSync(lab, { recursive: true, force: true }));

describe('a run', () => {
  it('is found by its name, and by the path of its folder', () => {
    expect(runNamed(lab, 'ego').run.name).toBe('ego');
    expect(runNamed(lab, 'tunes/ego/').folder).toBe(folder('ego'));
    expect(lastRun(lab).folder).toBe(folder('ego'));
  });

  it('whose folder is called otherwise is refused, with both names: it would be seated as another', () => {
    cpSync(folder('ego'), folder('copy'), { recursive: true });
    expect(() => runNamed(lab, 'copy')).toThrow(/copy holds the run ego.*rename/);
    expect(() => runNamed(lab, './tunes/copy')).toThrow(/holds the run ego/);
    rmSync(folder('copy'), { recursive: true });
  });

  it('has the digest of the adapter that lies there, whatever its events say', () => {
    expect(adapterDigest(folder('ego'))).toBeNull();
    mkdirSync(join(folder('ego'), 'adapter'));
    const weights = Buffer.alloc(3 * 2 ** 20 + 7, 5);
    writeFileSync(join(folder('ego'), 'adapter', 'adapter_model.safetensors'), weights);
    expect(adapterDigest(folder('ego'))).toBe(createHash('sha256').update(weights).digest('hex'));
  });
});

describe('what has happened in a run', () => {
  it('is written whole or said not to be, where the disk gets full in its midst, and what follows is read', () => {
    appendEvents(folder('ego'), [{ kind: 'ordering', at: 1 }], true);
    disk.free = 10;
    expect(() => appendEvents(folder('ego'), [{ kind: 'ordered', at: 2, job: 'job-1' }], true)).toThrow(NotWritten);
    disk.free = Infinity;
    appendEvents(folder('ego'), [{ kind: 'ordered', at: 3, job: 'job-1' }], true);
    expect(readEvents(folder('ego')).map(({ at }) => at)).toEqual([1, 3]);
  });
});
