/** Holds a code of a database until it is killed, or says that it cannot: node holder.ts DATABASE CODE. */
import { openStore } from '../../src/store/open.ts';

const [, , database = '', code = ''] = process.argv;
const store = await openStore(database);
console.log((await store.hold(code)) === null ? 'refused' : 'held');
setInterval(() => undefined, 1000);
