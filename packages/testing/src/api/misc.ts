import { expect } from 'chai';
import { dismiss, quit } from './group-facts.js';
import { createGroup, type Kit, type Person } from './kit.js';
import { block, pairOf, unblock } from './pairs.js';

/** Messages, versions, the demo square (docs/wire/misc.md). */
export function miscArea(kit: Kit): void {
  const { describe, it, host, guest, someone, people, heardDuring, rowOf, strangerId } = kit;

  describe('sending a message', () => {
    const send = (from: Person, conversationType: string, targetId: string, more: object = {}) =>
      from.post('/misc/send_message', {
        conversationType,
        targetId,
        objectName: 'RC:TxtMsg',
        content: '{"content":"hi"}',
        ...more,
      });

    it('to a friend reaches the IM cloud in my name', async () => {
      const [ann, bob] = await pairOf(kit, '20/20');
      const heard = await heardDuring(() => send(ann, 'PRIVATE', bob.id, { pushContent: 'hi' }).succeeds());
      expect(heard.map(({ event }) => event)).to.deep.equal([
        {
          type: 'message',
          from: rowOf(ann.id),
          conversation: { kind: 'private', to: rowOf(bob.id) },
          objectName: 'RC:TxtMsg',
          content: '{"content":"hi"}',
          pushContent: 'hi',
        },
      ]);
    });

    it('to a group reaches it; content may be an object, the push text empty or absent', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const group = await createGroup(ann, bob);
      const heard = await heardDuring(async () => {
        await send(bob, 'GROUP', group, { content: { content: '<b>hi</b>' }, pushContent: '' }).succeeds();
      });
      expect(heard.map(({ event }) => event)).to.deep.equal([
        {
          type: 'message',
          from: rowOf(bob.id),
          conversation: { kind: 'group', to: rowOf(group) },
          objectName: 'RC:TxtMsg',
          content: '{"content":"<b>hi</b>"}',
          pushContent: '',
        },
      ]);
    });

    it('is refused to who is no friend of mine, named as it was sent', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await send(ann, 'PRIVATE', bob.id).refuses(403, `User ${bob.id} is not your friend.`);
      await send(ann, 'PRIVATE', strangerId()).refuses(403, `User ${strangerId()} is not your friend.`);
      await send(ann, 'PRIVATE', ann.id).refuses(403, `User ${ann.id} is not your friend.`);
    });

    it('goes by my own side of the friendship', async () => {
      const [ann, bob] = await pairOf(kit, '20/30');
      await send(ann, 'PRIVATE', bob.id).succeeds();
      await send(bob, 'PRIVATE', ann.id).refuses(403, `User ${ann.id} is not your friend.`);
    });

    it('peer: is refused to whom I block: nobody is friend and blocked', async () => {
      const [ann, bob] = await pairOf(kit, '20/20');
      await block(ann, bob).succeeds();
      await send(ann, 'PRIVATE', bob.id).refuses(403, `User ${bob.id} is not your friend.`);
    });

    it('peer: of someone who is blocked goes nowhere, and they cannot tell; when the block is lifted it does', async () => {
      const [ann, bob] = await pairOf(kit, '20/20');
      await block(ann, bob).succeeds();
      expect(await heardDuring(() => send(bob, 'PRIVATE', ann.id).succeeds())).to.deep.equal([]);
      await unblock(ann, bob).succeeds();
      const heard = await heardDuring(() => send(bob, 'PRIVATE', ann.id).succeeds());
      expect(heard).to.have.length(1);
      expect(heard[0]?.event).to.include({ type: 'message', from: rowOf(bob.id) });
    });

    it('is refused to outsiders of a group, those who left it too', async () => {
      const [ann, bob, cid] = await people('Ann', 'Bob', 'Cid');
      const group = await createGroup(ann, bob);
      const refusal = [403, `Your are not member of Group ${group}.`] as const;
      await send(cid, 'GROUP', group).refuses(...refusal);
      await quit(bob, group).succeeds();
      await send(bob, 'GROUP', group).refuses(...refusal);
      await dismiss(ann, group).succeeds();
      await send(ann, 'GROUP', group).refuses(...refusal);
    });

    it('knows two kinds of conversation', async () => {
      const ann = await someone();
      for (const kind of ['SYSTEM', 'private', 'CHATROOM'])
        await send(ann, kind, ann.id).refuses(403, 'Unsupported conversation type.');
      await ann
        .post('/misc/send_message', { targetId: ann.id, objectName: 'RC:TxtMsg', content: 'hi' })
        .refuses(403, 'Unsupported conversation type.');
    });

    it('needs an id that decodes', async () => {
      const ann = await someone();
      await send(ann, 'PRIVATE', 'garbage').refuses(400, 'Empty targetId.');
      await send(ann, 'PRIVATE', '').refuses(400, 'Empty targetId.');
    });
  });

  describe('the latest update', () => {
    it('is JSON without an envelope for an older client', async () => {
      const { status, text } = await guest().get('/misc/latest_update?version=1.0.1').answer();
      expect(status).to.equal(200);
      const update = JSON.parse(text) as Record<string, unknown>;
      expect(update).to.not.have.any.keys('code', 'result');
      for (const key of ['version', 'url', 'name', 'notes', 'pub_date'])
        expect(update[key], key).to.be.a('string');
    });

    it('is nothing, 204, for one that is not older', async () => {
      const { text } = await guest().get('/misc/latest_update?version=0.0.1').answer();
      const { version } = JSON.parse(text) as { version: string };
      for (const newer of [version, `v${version}`, '999.0.0']) {
        const { status } = await guest().get(`/misc/latest_update?version=${newer}`).answer();
        expect(status, newer).to.equal(204);
      }
      const before = await guest().get(`/misc/latest_update?version=${version}-beta`).answer();
      expect(before.status).to.equal(200);
    });

    for (const query of ['?version=abc', '?version=1.0', '?version=', ''])
      it(`is refused for "${query}"`, () =>
        guest().get(`/misc/latest_update${query}`).refuses(400, 'Invalid version.'));
  });

  it('the client versions are texts without an envelope, twice the same', async () => {
    const [first, second] = [
      await guest().get('/misc/client_version').answer(),
      await guest().get('/misc/client_version').answer(),
    ];
    expect(second.text).to.equal(first.text);
    const { iOS, Android } = JSON.parse(first.text) as Record<string, Record<string, unknown>>;
    for (const key of ['version', 'build', 'url']) expect(iOS?.[key], `iOS ${key}`).to.be.a('string');
    for (const key of ['version', 'url']) expect(Android?.[key], `Android ${key}`).to.be.a('string');
  });

  it('the demo square has three groups and four chat rooms; a group that does not exist is Unknown', async () => {
    const entries = await guest().get('/misc/demo_square').result<Record<string, unknown>[]>();
    const idOf = (row: number) => host().idCodec.encode(row);
    expect(entries.slice(2)).to.deep.equal([
      { type: 'group', id: idOf(10_000), name: 'Unknown', portraitUri: '', memberCount: 0 },
      ...['I', 'II', 'III', 'IV'].map((n, i) => ({ type: 'chatroom', id: idOf(i + 1), name: `聊天室 ${n}` })),
    ]);
    expect(entries.slice(0, 2).map(({ type, id }) => ({ type, id }))).to.deep.equal(
      [10, 15].map((row) => ({ type: 'group', id: idOf(row) })),
    );
  });
}
