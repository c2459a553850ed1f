/** Keeps texts of a million letters in a folder under one name and reads them, until it is killed. Arguments: the folder, a letter. */
import { fileCache } from '../../src/disk/file-cache.ts';

const [folder = '', letter = ''] = process.argv.slice(2);
const cache = fileCache(folder);
for (let n = 0; ; n++) {
  cache.keep('question', 'key', Buffer.from(letter.repeat(1_000_000)));
  const read = cache.read('question', 'key');
  const text = read === null ? '' : Buffer.from(read).toString('latin1');
  if (text !== '' && text !== text.slice(0, 1).repeat(1_000_000)) process.stdout.write('torn\n');
  else process.stdout.write('.');
}
