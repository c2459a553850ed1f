/** Holds a code of a database until it is killed, or says that it cannot: node holder.ts FILE CODE. */
import { hold } from '../../src/store/hold.ts';

const [, , file = '', code = ''] = process.argv;
console.log(hold(file, code) === null ? 'refused' : 'held');
setInterval(() => undefined, 1000);
