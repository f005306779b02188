import { epochMs, groupId } from '@kith/core';
import { rejectionOf } from '@kith/testing';
import { expect } from 'chai';
import { rongCloudCallbacks } from '../index.js';
import { encode, idCodec } from '../test/open-cloud.js';
import { ann, ben, form, keys, online, receiving, refusal, request, said } from '../test/receiving.js';

const group = groupId(7);

describe('callbacks of RongCloud', () => {
  describe('of who is online', () => {
    const told = async (body: unknown) => {
      const { onlineStatus, signed, settled, presences } = receiving();
      const answer = await onlineStatus(request(signed(), JSON.stringify(body)));
      await settled();
      return { answer: refusal(answer), presences };
    };

    it('are one object, or a list', async () => {
      const at = epochMs(1_767_225_600_123);
      const presence = { user: ann, status: 'online', os: 'iOS', at, session: 's1' };
      expect((await told(online)).presences).to.deep.equal([presence]);
      const others = [
        { ...online, status: 1, time: '1767225600124', extra: true },
        { userid: encode(ben), status: '2', time: 5 },
      ];
      expect((await told([online, ...others])).presences).to.deep.equal([
        presence,
        { ...presence, status: 'offline', at: at + 1 },
        { user: ben, status: 'logged-out', os: '', at: 5, session: '' },
      ]);
      expect(await told([])).to.deep.equal({ answer: [200, 'ok'], presences: [] });
    });

    it('pass over users that are none of ours', async () => {
      const { answer, presences } = await told([{ ...online, userid: 'somebody' }, online]);
      expect(answer).to.deep.equal([200, 'ok']);
      expect(presences.map(({ user }) => user)).to.deep.equal([ann]);
    });

    for (const [body, text] of [
      [{ ...online, userid: undefined }, 'Empty userid.'],
      [{ ...online, userid: '' }, 'Empty userid.'],
      [{ ...online, userid: 7 }, 'Invalid userid.'],
      [{ ...online, status: '3' }, 'Invalid status.'],
      [{ ...online, status: undefined }, 'Empty status.'],
      [{ ...online, time: 'now' }, 'Invalid time.'],
      [{ ...online, os: { name: 'iOS' } }, 'Invalid os.'],
      [{ ...online, sessionId: 's'.repeat(129) }, 'Invalid sessionId.'],
      [[online, { ...online, time: -1 }], 'Invalid 1.time.'],
      ['online', 'Invalid body.'],
      [null, 'Empty body.'],
    ] as const)
      it(`are refused, all of them, by "${text}"`, async () => {
        expect(await told(body)).to.deep.equal({ answer: [400, text], presences: [] });
      });

    it('are refused when they are no JSON', async () => {
      const { onlineStatus, signed } = receiving();
      expect(refusal(await onlineStatus(request(signed(), 'a=b')))).to.deep.equal([400, 'Malformed JSON.']);
    });
  });

  describe('of messages', () => {
    const told = async (body: string) => {
      const { signed, settled, messages, heard } = receiving();
      const answer = await messages(request(signed(), body));
      await settled();
      return { answer: refusal(answer), heard };
    };
    const message = {
      uid: said.msgUID,
      from: ann,
      conversation: { kind: 'private', to: ben },
      directedTo: [],
      objectName: 'RC:TxtMsg',
      content: said.content,
      source: 'iOS',
      sentAt: epochMs(1_767_225_600_123),
    };

    it('are of two users, or of a group', async () => {
      expect((await told(form())).heard).to.deep.equal([message]);
      const toGroup = form({ toUserId: encode(group), channelType: 'GROUP', content: '', source: '' });
      expect((await told(toGroup)).heard).to.deep.equal([
        { ...message, conversation: { kind: 'group', to: group }, content: '', source: '' },
      ]);
    });

    it('say for whom of a group they are, and are passed over when those are none of ours', async () => {
      const directed = `${form({ toUserId: encode(group), channelType: 'GROUP' })}&groupUserIds=`;
      const few = await told(`${directed}${encode(ben)}&groupUserIds=nobody&groupUserIds=`);
      expect(few.heard.map(({ directedTo }) => directedTo)).to.deep.equal([[ben]]);
      expect(await told(`${directed}nobody`)).to.deep.equal({ answer: [200, 'ok'], heard: [] });
    });

    for (const [what, fields] of [
      ['a pseudo user', { fromUserId: '__system__' }],
      ['a user that is none of ours', { toUserId: 'somebody' }],
      ['a group that is none of ours', { channelType: 'GROUP', toUserId: 'somewhere' }],
      ['a chat room', { channelType: 'TEMPGROUP' }],
    ] as const)
      it(`are passed over when they are of ${what}`, async () => {
        expect(await told(form(fields))).to.deep.equal({ answer: [200, 'ok'], heard: [] });
      });

    for (const name of [
      'fromUserId',
      'toUserId',
      'channelType',
      'objectName',
      'msgTimestamp',
      'msgUID',
    ] as const)
      it(`are refused without ${name}, which is named`, async () => {
        const { [name]: _, ...rest } = said;
        const body = new URLSearchParams(rest).toString();
        expect(await told(body)).to.deep.equal({ answer: [400, `Empty ${name}.`], heard: [] });
      });

    for (const [fields, text] of [
      [{ channelType: 'PIGEON' }, 'Invalid channelType.'],
      [{ msgTimestamp: 'now' }, 'Invalid msgTimestamp.'],
      [{ content: '\0' }, 'Invalid content.'],
      [{ msgUID: 'u'.repeat(65) }, 'Invalid msgUID.'],
    ] as const)
      it(`are refused by "${text}"`, async () => {
        expect(await told(form(fields))).to.deep.equal({ answer: [400, text], heard: [] });
      });

    it('are heard once, however often and at whichever process they come', async () => {
      const { process, signed, heard, errors } = receiving();
      const [one, other] = [process(), process()];
      for (const { messages } of [one, other, one])
        expect((await messages(request(signed(), form()))).status).to.equal(200);
      await Promise.all([one.settled(), other.settled()]);
      expect(heard).to.have.lengthOf(1);
      expect(errors).to.deep.equal([]);
    });
  });

  describe('are answered before they are heard', () => {
    it('one at a time, in the order they came', async () => {
      const order: string[] = [];
      let finish = () => {};
      const first = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const { onlineStatus, signed, settled } = receiving({
        receiver: {
          async onUserOnline({ session }) {
            order.push(`begin ${session}`);
            if (session === 's1') await first;
            order.push(`end ${session}`);
          },
        },
      });
      for (const sessionId of ['s1', 's2'])
        expect(await onlineStatus(request(signed(), JSON.stringify({ ...online, sessionId })))).to.include({
          status: 200,
        });
      expect(order).to.deep.equal(['begin s1']);
      finish();
      await settled();
      expect(order).to.deep.equal(['begin s1', 'end s1', 'begin s2', 'end s2']);
    });

    it('and what the receiver fails with is reported, and stops nothing', async () => {
      const { onlineStatus, signed, settled, errors } = receiving({
        receiver: { onUserOnline: ({ session }) => Promise.reject(new Error(session)) },
      });
      for (const sessionId of ['s1', 's2'])
        await onlineStatus(request(signed(), JSON.stringify({ ...online, sessionId })));
      await settled();
      expect(errors.map(String)).to.deep.equal(['Error: s1', 'Error: s2']);
    });

    it('but not more than can wait: then RongCloud is to come later, by the same signature too', async () => {
      let finish = () => {};
      const stuck = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const { onlineStatus, signed, settled } = receiving({
        longestLine: 2,
        receiver: { onUserOnline: () => stuck },
      });
      const send = (query = signed()) => onlineStatus(request(query, JSON.stringify(online)));
      await send();
      await send();
      const query = signed();
      expect(await send(query)).to.deep.include({ status: 503, headers: { 'Retry-After': '5' } });
      finish();
      await settled();
      expect((await send(query)).status).to.equal(200);
    });

    it('and not at all while it cannot be known whether they came before', async () => {
      const down = new Error('the database is down');
      const { clock, signed } = receiving();
      const { onlineStatus, settled } = rongCloudCallbacks({
        ...keys,
        clock,
        idCodec,
        rateLimiter: { take: () => Promise.reject(down) },
        receiver: { onUserOnline: () => expect.fail(), onMessage: () => expect.fail() },
        onError: (error) => expect.fail(String(error)),
      });
      expect(await rejectionOf(onlineStatus(request(signed(), JSON.stringify(online))))).to.equal(down);
      await settled();
    });
  });
});
