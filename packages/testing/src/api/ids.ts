import { expect } from 'chai';
import { befriend, createGroup, type Kit } from './kit.js';

/** Ids on the wire (docs/wire/ids.md). */
export function idsArea({ describe, it, host, guest, someone, people, rowOf, strangerId }: Kit): void {
  const swapCase = (id: string) =>
    id.replace(/[a-z]/i, (letter) =>
      letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
    );

  /** None of them is the id of anyone, though most come close. */
  const broken = (id: string, row: number): Record<string, string> => ({
    'a row number': String(row),
    'an id cut short': id.slice(0, -1),
    'an id with a character too many': `${id}0`,
    'an id with its last character twice': id + id.slice(-1),
    'an id in another case': swapCase(id),
    'an id with a blank': `${id} `,
    'another alphabet': 'абвгдежзи',
  });
  const kinds = Object.keys(broken('', 0));

  it('users and groups have one kind of id: text of letters and digits', async () => {
    const [ann, bob] = await people('Ann', 'Bob');
    const group = await createGroup(ann, bob);
    for (const id of [ann.id, bob.id, group]) expect(id).to.match(/^[0-9a-zA-Z]{6,9}$/);
    expect(rowOf(ann.id)).to.be.below(rowOf(bob.id));
  });

  it('known rows have the ids that the key gives them', async () => {
    const entries = await guest().get('/misc/demo_square').result<{ id: string }[]>();
    expect(entries.map(({ id }) => id)).to.deep.equal(
      [10, 15, 10_000, 1, 2, 3, 4].map((row) => host().idCodec.encode(row)),
    );
  });

  describe('in a path', () => {
    for (const kind of kinds)
      it(`${kind} is an unknown user or group, not an error`, async () => {
        const ann = await someone();
        const id = encodeURIComponent(broken(ann.id, rowOf(ann.id))[kind] ?? '');
        await ann.get(`/user/${id}`).refuses(404, 'Unknown user.');
        await ann.get(`/group/${id}`).refuses(404, 'Unknown group.');
        await ann.get(`/group/${id}/members`).refuses(404, 'Unknown group.');
        await ann.get(`/friendship/${id}/profile`).refuses(403, /^Current user is not friend of user .*\.$/);
      });

    it('fixed: an id has one spelling, no alias reaches the user', async () => {
      const ann = await someone();
      const alias = ann.id + ann.id.slice(-1);
      await ann.get(`/user/${alias}`).refuses(404, 'Unknown user.');
      await ann.post('/friendship/delete', { friendId: alias }).refuses(400, 'Empty friendId.');
    });
  });

  describe('in a body', () => {
    for (const kind of kinds)
      it(`${kind} counts as empty`, async () => {
        const ann = await someone();
        const friendId = broken(ann.id, rowOf(ann.id))[kind];
        await ann.post('/friendship/invite', { friendId, message: 'Hello' }).refuses(400, 'Empty friendId.');
      });

    it('a well-formed id of nobody is read', async () => {
      const ann = await someone();
      await ann
        .post('/friendship/agree', { friendId: strangerId() })
        .refuses(404, 'Unknown friend user or invalid status.');
    });

    it("fixed: an encodedFriendId of the client's own counts for nothing", async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      await ann
        .post('/friendship/invite', { encodedFriendId: cid.id, friendId: bob.id, message: 'Hello' })
        .succeeds({ action: 'Sent' });
      await cid.get('/friendship/all').succeeds([]);
    });
  });

  it('fixed: a list of ids is no id: nobody on it is acted on', async () => {
    const [ann, bob] = await people('Ann', 'Bob');
    await befriend(ann, bob);
    for (const [path, fields] of [
      ['/friendship/delete', {}],
      ['/friendship/agree', {}],
      ['/friendship/ignore', {}],
      ['/friendship/set_display_name', { displayName: 'Bo' }],
      ['/user/add_to_blacklist', {}],
    ] as const)
      await ann.post(path, { friendId: [bob.id], ...fields }).refuses(400, 'Empty friendId.');
    await ann.get(`/friendship/${bob.id}/profile`).result();
  });

  describe('in a query', () => {
    it('what does not decode is passed over', async () => {
      const ann = await someone();
      const ids = Object.values(broken(ann.id, rowOf(ann.id))).map((id) => `id=${encodeURIComponent(id)}`);
      await ann.get(`/user/batch?${ids.join('&')}`).succeeds([]);
    });
  });

  it('fixed: row numbers are in no answer', async () => {
    const [ann, bob] = await people('Ann', 'Bob');
    const { text } = await ann.get(`/friendship/${bob.id}/profile`).answer();
    expect(text).to.equal(`Current user is not friend of user ${bob.id}.`);
  });
}
