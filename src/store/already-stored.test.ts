import { join } from 'node:path';
import { folder } from '../../test/database/sample.ts';
import { storedAgainFacts } from '../../test/store/facts/stored-again.ts';

storedAgainFacts(async () => join(folder(), 'lab.sqlite'));
