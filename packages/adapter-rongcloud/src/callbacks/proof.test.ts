import { expect } from 'chai';
import { sign } from '../fake/index.js';
import { keys, online, receiving, refusal, request } from '../test/receiving.js';

const minuteMs = 60_000;

describe('callbacks of RongCloud', () => {
  describe('are proved by a signature', () => {
    it('in the query, or in the headers', async () => {
      const { onlineStatus, signed, settled, presences } = receiving();
      const body = JSON.stringify(online);
      expect(await onlineStatus(request({ ...signed(), appKey: keys.appKey }, body))).to.include({
        status: 200,
        body: 'ok',
      });
      const inHeaders = request({}, body, { headers: new Headers({ ...signed() }) });
      expect(await onlineStatus(inHeaders)).to.include({ status: 200 });
      await settled();
      expect(presences).to.have.lengthOf(2);
    });

    it('by the older names too, with seconds', async () => {
      const { onlineStatus, clock } = receiving();
      const seconds = String(Math.floor(clock.now() / 1_000));
      const query = {
        'rc-nonce': '14314',
        'rc-timestamp': seconds,
        'rc-signature': sign(keys.appSecret, '14314', seconds).toUpperCase(),
      };
      expect(await onlineStatus(request(query, JSON.stringify(online)))).to.include({ status: 200 });
    });

    it('which must be there, right, and of our app', async () => {
      const { onlineStatus, signed, settled, presences } = receiving();
      const send = async (query: Record<string, string>) =>
        refusal(await onlineStatus(request(query, JSON.stringify(online))));
      const { nonce, signTimestamp, signature } = signed();
      expect(await send({})).to.deep.equal([401, 'Missing signature.']);
      expect(await send({ nonce, signTimestamp })).to.deep.equal([401, 'Missing signature.']);
      expect(await send({ nonce: '', signTimestamp, signature })).to.deep.equal([401, 'Missing signature.']);
      for (const wrong of [signature.slice(1), `0${signature.slice(1)}`, `${signature}0`, 'ü'.repeat(20)])
        expect(await send({ nonce, signTimestamp, signature: wrong })).to.deep.equal([
          401,
          'Wrong signature.',
        ]);
      expect(await send(signed(undefined, 'another secret'))).to.deep.equal([401, 'Wrong signature.']);
      expect(await send({ ...signed(), appKey: 'another' })).to.deep.equal([401, 'Wrong app key.']);
      await settled();
      expect(presences).to.deep.equal([]);
    });

    it('of the last five minutes, or the next five', async () => {
      const { onlineStatus, signed, clock } = receiving();
      const send = async (timestamp: string) =>
        refusal(await onlineStatus(request(signed(timestamp), JSON.stringify(online))));
      for (const off of [-5 * minuteMs, 5 * minuteMs])
        expect(await send(String(clock.now() + off))).to.deep.equal([200, 'ok']);
      for (const off of [-5 * minuteMs - 1, 5 * minuteMs + 1])
        expect(await send(String(clock.now() + off))).to.deep.equal([401, 'Stale timestamp.']);
      for (const timestamp of ['1e3', 'soon', '-5', '9'.repeat(400)])
        expect(await send(timestamp)).to.deep.equal([401, 'Stale timestamp.']);
    });

    it('that is used once, whichever process it comes to, for as long as it is good', async () => {
      const { process, signed, clock, presences } = receiving();
      const [one, other] = [process(), process()];
      const query = signed(String(clock.now() + 5 * minuteMs));
      const send = async ({ onlineStatus }: typeof one) =>
        refusal(await onlineStatus(request(query, JSON.stringify(online))));
      expect(await send(one)).to.deep.equal([200, 'ok']);
      expect(await send(one)).to.deep.equal([401, 'Signature used before.']);
      clock.advance(10 * minuteMs);
      expect(await send(other)).to.deep.equal([401, 'Signature used before.']);
      clock.advance(1);
      expect(await send(other)).to.deep.equal([401, 'Stale timestamp.']);
      await one.settled();
      expect(presences).to.have.lengthOf(1);
    });

    it('which is not used up by a body that cannot be read', async () => {
      const { onlineStatus, signed } = receiving();
      const query = signed();
      expect((await onlineStatus(request(query, '{'))).status).to.equal(400);
      expect((await onlineStatus(request(query, JSON.stringify(online)))).status).to.equal(200);
    });

    it('and by POST alone', async () => {
      const { presences, onlineStatus, signed, settled } = receiving();
      expect(await onlineStatus(request(signed(), '', { method: 'GET' }))).to.deep.equal({
        status: 405,
        headers: { Allow: 'POST' },
        body: 'Only POST.',
      });
      await settled();
      expect(presences).to.deep.equal([]);
    });
  });
});
