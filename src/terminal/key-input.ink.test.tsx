import { Writable } from 'node:stream';
import { render, Text, useInput } from 'ink';
import { type ReactNode, useState } from 'react';
import { expect, it } from 'vitest';
import { KeyInput } from './key-input.ts';

/** A screen that becomes another screen at the first key: what was typed fast must reach the second one. */
function Two({ heard }: { readonly heard: string[] }): ReactNode {
  const [second, turn] = useState(false);
  return second ? <Second heard={heard} /> : <First heard={heard} done={() => turn(true)} />;
}

function First({ heard, done }: { readonly heard: string[]; done(): void }): ReactNode {
  useInput((input) => {
    heard.push(`first ${input}`);
    done();
  });
  return <Text>first</Text>;
}

function Second({ heard }: { readonly heard: string[] }): ReactNode {
  useInput((input, key) => {
    heard.push(key.return ? 'Enter' : key.backspace ? 'Backspace' : key.upArrow ? 'Up' : key.escape ? 'Escape' : input);
  });
  return <Text>second</Text>;
}

it('Ink hears every key of one chunk, on the screen that stands when its turn comes', async () => {
  const heard: string[] = [];
  const keys = new KeyInput();
  const out = Object.assign(new Writable({ write: (_chunk, _encoding, done) => done() }), {
    isTTY: true,
    columns: 80,
    rows: 24,
  });
  const app = render(<Two heard={heard} />, {
    stdin: keys as unknown as NodeJS.ReadStream,
    stdout: out as unknown as NodeJS.WriteStream,
    interactive: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  keys.feed('x\r5\x7f\x7f\x1b[A\x1b[200~16,5\x1b[201~');
  const wanted = ['first x', 'Enter', '5', 'Backspace', 'Backspace', 'Up', '16,5'];
  for (let waited = 0; heard.length < wanted.length && waited < 60_000; waited += 10)
    await new Promise((done) => setTimeout(done, 10));
  app.unmount();
  keys.close();
  expect(heard).toEqual(wanted);
});
