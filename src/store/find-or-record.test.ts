import { join } from 'node:path';
import { folder } from '../../test/database/sample.ts';
import { findFacts } from '../../test/store/facts/find-or-record.ts';

findFacts(async () => join(folder(), 'lab of a class.sqlite'));
