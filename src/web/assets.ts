/** What pages load beside themselves: one script and one style, each under an address that holds its hash, packed once. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isSource, programFolder } from '../disk/program-folder.ts';
import { readTextFile } from '../disk/text-file.ts';
import type { PageAssets } from './how.ts';

export type Asset = {
  readonly type: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly packed: Uint8Array<ArrayBuffer>;
};

/** The assets by their addresses, and the addresses by what they are. */
export type Assets = { readonly of: PageAssets; readonly at: ReadonlyMap<string, Asset> };

/** The text of a script for browsers: from the sources in a checkout, else as it was built. Throws where the program is not whole. */
export function browserScript(name: string): string {
  const file = isSource ? join('src', 'web', 'browser', name) : join('dist', 'web', name);
  const text = readTextFile(join(programFolder, file));
  if (text === null) throw new Error(`${file} is missing`);
  return text;
}

/** A file as an asset with its address, which changes with every change of it. */
export function asset(name: string, text: string): readonly [address: string, asset: Asset] {
  const plain = new Uint8Array(Buffer.from(text));
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 12);
  const type = name.endsWith('.js') ? 'text/javascript; charset=utf-8' : 'text/css; charset=utf-8';
  return [`/assets/${hash}/${name}`, { type, plain, packed: new Uint8Array(gzipSync(plain, { level: 9 })) }];
}

/** The script and the style of the participants' pages. */
export function pageAssets(script: string, style: string): Assets {
  const one = asset('door.js', script);
  const other = asset('style.css', style);
  return { of: { script: one[0], style: other[0] }, at: new Map([one, other]) };
}
