import { expect } from 'chai';
import { can, type GroupAction, groupActions, groupRole, type Standing } from './group-role.js';

const standings = ['creator', 'member', 'outsider'] as const satisfies readonly Standing[];

/** The whole matrix, so that a change of any cell is seen here. */
const matrix = `
                      creator member outsider
read-roster           yes     yes    -
send-message          yes     yes    -
add                   yes     yes    -
kick                  yes     -      -
quit                  yes     yes    -
transfer              yes     -      -
dismiss               yes     -      -
rename                yes     -      -
set-portrait          yes     -      -
set-bulletin          yes     -      -
set-own-display-name  yes     yes    -
`;

const cell = (allowed: boolean, width: number): string => (allowed ? 'yes' : '-').padEnd(width);

function printed(): string {
  const heading = `${' '.repeat(22)}${standings.join(' ')}`;
  const rows = (Object.keys(groupActions) as GroupAction[]).map((action) => {
    const cells = standings.map((standing) => cell(can(standing, action), standing.length));
    return `${action.padEnd(22)}${cells.join(' ')}`.trimEnd();
  });
  return `\n${[heading, ...rows].join('\n')}\n`;
}

describe('who may do what in a group', () => {
  it('is this', () => {
    expect(printed()).to.equal(matrix);
  });

  it('has the numbers of the wire', () => {
    expect(groupRole).to.deep.equal({ creator: 0, member: 1 });
  });
});
