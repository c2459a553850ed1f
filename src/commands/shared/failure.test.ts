import { afterEach, describe, expect, it, vi } from 'vitest';
import { CommanderError } from 'commander';
import { wordFailure } from './failure.ts';
import { UserError } from '../../core/user-error.ts';

afterEach(() => vi.unstubAllEnvs());

describe('what is said when something fails', () => {
  it("a refusal is its own sentence: the user's to mend", () => {
    expect(wordFailure(new UserError('Choose 0 to 10; got "11".'))).toEqual({
      sentence: 'Choose 0 to 10; got "11".',
      code: 2,
    });
  });

  it('a flag without its value', () => {
    const error = new CommanderError(
      1,
      'commander.optionMissingArgument',
      "error: option '--seed <N>' argument missing",
    );
    expect(wordFailure(error)).toEqual({ sentence: '--seed needs a value after it: write --seed <N>.', code: 2 });
  });

  it('a name that is too long for the system is whoever typed it to shorten, in one line', () => {
    const error = Object.assign(new Error(`ENAMETOOLONG: name too long, stat '${'x'.repeat(300)}'`), {
      code: 'ENAMETOOLONG',
    });
    const { sentence, code } = wordFailure(error);
    expect(code).toBe(2);
    expect(sentence).toMatch(/^The name x{40}… is too long [^.]*\.$/);
  });

  it('anything else is our mistake, in one line, with the stack only when asked', () => {
    const error = new Error('first\n  second');
    const { sentence, code } = wordFailure(error);
    expect(sentence).toMatch(
      /^homines failed: first second \(this is our mistake, not yours: .*HOMINES_DEBUG=1 shows where\)$/,
    );
    expect(code).toBe(1);
    vi.stubEnv('HOMINES_DEBUG', '1');
    expect(wordFailure(error).sentence).toContain('failure.test.ts');
    expect(wordFailure('text')).toMatchObject({ code: 1 });
  });
});
