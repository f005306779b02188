// What the docs say in tables is what the code has in tables.
import assert from 'node:assert/strict';
import { read, tableIn, tablesIn } from './files.mjs';

const core = await import('../../packages/core/dist/index.js');
const { domainErrors } = await import('../../packages/adapter-koa/dist/error-to-http.js');
const { requestErrors } = await import('../../packages/adapter-koa/dist/request-error.js');
const { environmentSchema } = await import('../../packages/server/dist/environment.js');

const states = {
  '–': 'absent',
  10: 'requesting',
  11: 'requested',
  20: 'agreed',
  21: 'ignored',
  30: 'deleted',
};

describe('docs/wire/friends.md', () => {
  it('has the table that invitations are decided by', () => {
    const outcomes = {
      sent: 'send',
      'sent after 3 days': 'send-after-requested',
      'sent after 1 day': 'send-after-ignored',
      accepted: 'accept',
      resumed: 'resume',
      nothing: 'nothing',
      400: 'friends',
    };
    const rows = tableIn('docs/wire/friends.md', '| mine \\ theirs | – | 10 | 11 | 20 | 21 | 30 |');
    const theirs = ['–', 10, 11, 20, 21, 30];
    const documented = Object.fromEntries(
      rows.map(([mine, ...cells]) => [
        states[mine],
        Object.fromEntries(cells.map((cell, index) => [states[theirs[index]], outcomes[cell]])),
      ]),
    );
    assert.deepEqual(documented, core.invitations);
  });

  it('has the table that requests are answered by', () => {
    const rows = tableIn('docs/wire/friends.md', '| my row | agree | ignore | delete | set_display_name |');
    const documented = (column) =>
      Object.fromEntries(
        rows.map((cells) => [states[cells[0]], cells[column] === '404' ? 'refused' : 'answered']),
      );
    const decided = (command) =>
      Object.fromEntries(
        Object.entries(core.answers[command]).map(([state, answer]) => [
          state,
          answer === 'refused' ? 'refused' : 'answered',
        ]),
      );
    assert.deepEqual(documented(1), decided('agree'));
    assert.deepEqual(documented(2), decided('ignore'));
  });
});

describe('docs/wire/groups.md', () => {
  const rows = tableIn('docs/wire/groups.md', '| | creator | member | outsider |');
  const mayDo = (row) =>
    ['creator', 'member', 'outsider'].filter((_, index) => row[index + 1].startsWith('yes'));
  const actions = {
    'read-info': '`GET /group/:id`',
    'read-roster': '`GET /group/:id/members`',
    'send-message': '`POST /misc/send_message` ([misc.md](misc.md))',
    'set-own-display-name': 'set_display_name',
    rename: 'rename, set_portrait_uri, set_bulletin',
    'set-portrait': 'rename, set_portrait_uri, set_bulletin',
    'set-bulletin': 'rename, set_portrait_uri, set_bulletin',
  };

  for (const [action, standings] of Object.entries(core.groupActions))
    it(`says who may ${action}`, () => {
      const row = rows.find(([name]) => name === (actions[action] ?? action));
      assert.ok(row, `there is no row for ${action}`);
      assert.deepEqual(mayDo(row), standings);
    });
});

describe('docs/wire/errors.md', () => {
  const rows = read('docs/wire/errors.md')
    .split('\n')
    .filter((line) => /^\| `[a-z-]+` \| \d/.test(line));

  it('has every error, with its status, its code and its text, and no other', () => {
    const expected = Object.entries({ ...requestErrors, ...domainErrors }).map(
      ([name, { status, code, text }]) =>
        code === undefined
          ? `| \`${name}\` | ${status} |  | \`${text}\` |`
          : `| \`${name}\` | ${status} | \`{"code":${code}}\` | \`${text}\` |`,
    );
    assert.deepEqual(rows.toSorted(), expected.toSorted());
  });
});

describe('docs/wire/ids.md', () => {
  const keys = ['11EdDIaqpcim', '1a2b3c4d5e'];
  const rows = tableIn('docs/wire/ids.md', '| id | `11EdDIaqpcim` | `1a2b3c4d5e` |');

  for (const [index, key] of keys.entries())
    it(`has ids as the key ${key} makes them`, () => {
      const codec = core.n3dIdCodec(key);
      assert.deepEqual(
        rows.map(([id]) => codec.encode(Number(id))),
        rows.map((cells) => cells[index + 1]),
      );
    });
});

describe('docs/guides/deploy.md', () => {
  it('has every setting, and no other', () => {
    const tables = tablesIn('docs/guides/deploy.md', '| variable | default | |');
    const documented = tables.flat().flatMap(([names]) => names.replaceAll('`', '').split(', '));
    assert.deepEqual(documented.toSorted(), Object.keys(environmentSchema.shape).toSorted());
  });
});
