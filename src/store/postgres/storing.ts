/**
 * How rows get into the tables of PostgreSQL: functions of the first step, so that a commit is one statement, done or not done
 * whatever becomes of the connection. A released step is never edited; a change replaces a function in a new step.
 *
 * `store` takes rows by table, as JSON, in the order in which they are to be numbered; rows name those they belong to by code, and
 * one that is not there is refused by the table. **Order**: from its first row on until all see them whoever stores holds one lock
 * of the database, so the numbers of rows grow in the order of commits, whichever program makes them: whoever has read up to a
 * number has missed nothing below it. **Once**: rows without a key of their own come with a token, which is there once.
 */

/** Locks in the space of pairs, which has nothing to do with that of holds (one number): "homi", and what it is for. */
export const LOCKS = { order: '1752132969, 1', tables: '1752132969, 2' } as const;

type Tables = readonly (readonly [table: string, columns: string])[];

/**
 * The tables of this step in the order in which their rows go in, with the columns of their rows as they come. `of TABLE`: the
 * code of a row there, which is not there where it is refused; `or TABLE`: the same, or none.
 */
const given: Tables = [
  ['session', 'code text, kind text, seed bigint, version text, started_at bigint'],
  ['participant', 'code text, session of session, label text, treatment text, joined_at bigint'],
  [
    'match',
    `code text, session of session, game text, version bigint, config text, seed bigint, language text, wording text, seats text,
     disclosed boolean, started_at bigint, rotation bigint, phrasing bigint`,
  ],
  [
    'decision',
    `match of match, turn bigint, seat bigint, key text, position bigint, revision bigint, role text, round bigint,
     practice boolean, answer text, answer_number double precision, shown_at bigint, answered_at bigint, ms bigint, marks text,
     options text, because text, notes text, source text, distribution text`,
  ],
  [
    'call',
    `match of match, turn bigint, seat bigint, key text, attempt bigint, provider text, model text, request text, response text,
     outcome text, tokens_in bigint, tokens_out bigint, cost double precision, ms bigint, at bigint, served text, reading text,
     left_out text, rotation bigint`,
  ],
  ['ending', 'match of match, how text, at bigint'],
  ['payoff', 'match of match, seat bigint, points double precision'],
  [
    'tally',
    'session of session, game text, config text, key text, answer text, answer_number double precision, count bigint',
  ],
  ['event', 'session of session, match or match, participant or participant, kind text, body text, at bigint'],
  [
    'tuning',
    `data text, run text, adapter text, provider text, model text, agent text, standing text, proven boolean, at bigint`,
  ],
];

/** Puts the rows of a table in. No row has the number -1. */
function insertion([table, listed]: Tables[number]): string {
  const columns = listed.split(/,\s+/).map((column) => {
    const [, name = '', how = '', type = ''] = /^(\w+) (of|or)? ?(.+)$/.exec(column) ?? [];
    const number = `${type}_.id`;
    return how === ''
      ? { name, typed: column, value: `r.${name}`, join: '' }
      : {
          name,
          typed: `${name} text`,
          value: how === 'of' ? number : `case when r.${name} is not null then coalesce(${number}, -1) end`,
          join: `left join ${type} ${type}_ on ${type}_.code = r.${name}`,
        };
  });
  const names = columns.map(({ name }) => name).join(', ');
  return `
      if given -> '${table}' is not null then
        insert into ${table} (${names})
        select ${columns.map(({ value }) => value).join(', ')}
        from rows from (json_to_recordset(given -> '${table}') as (${columns.map(({ typed }) => typed).join(', ')}))
          with ordinality as r (${names}, place)
        ${columns.map(({ join }) => join).join(' ')}
        order by r.place;
      end if;`;
}

export const storing = `
  create table token (id uuid primary key);

  create function store(given json) returns void language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(1752132969, 1);
      insert into token select value::uuid from json_array_elements_text(coalesce(given -> 'token', '[]'));${given.map(insertion).join('')}
    end
  $$;

  create function session_called(wanted text, given json) returns text language plpgsql as $$
    declare found text;
    begin
      perform pg_advisory_xact_lock(1752132969, 1);
      select s.code into found from session s
        where s.kind = 'lab'
          and (select e.body from event e where e.session = s.id and e.kind = 'named' order by e.id desc limit 1) = wanted
        order by s.id desc limit 1;
      if found is null then
        perform store(given);
      end if;
      return found;
    end
  $$;

  create function participant_called(of text, wanted text, given json) returns text language plpgsql as $$
    declare found text;
    begin
      perform pg_advisory_xact_lock(1752132969, 1);
      select p.code into found from participant p join session s on s.id = p.session
        where s.code = of and p.label = wanted order by p.id limit 1;
      if found is null then
        perform store(given);
      end if;
      return found;
    end
  $$;
`;
