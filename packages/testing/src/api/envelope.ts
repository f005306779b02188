import { expect } from 'chai';
import type { Kit } from './kit.js';

/** What all answers have in common (docs/wire/users.md). */
export function envelopeArea({ describe, it, mode, host, guest, someone, people }: Kit): void {
  describe('a success', () => {
    it('is {"code":200}, without a result when there is none', async () => {
      const [ann] = await people('Ann');
      const { text } = await ann.post('/user/set_nickname', { nickname: 'Anna' }).answer();
      const { message: _, ...envelope } = JSON.parse(text) as Record<string, unknown>;
      expect(envelope).to.deep.equal({ code: 200 });
    });

    it('keeps a result that is false, or empty', async () => {
      const { phone } = await someone();
      await guest().post('/user/check_phone_available', { region: '86', phone }).succeeds(false);
      const [ann] = await people('Ann');
      await ann.get('/user/groups').succeeds([]);
    });

    it('is JSON in UTF-8 and private', async () => {
      const { headers } = await (await someone()).get('/user/groups').answer();
      expect(headers.get('content-type')).to.equal('application/json; charset=utf-8');
      expect(headers.get('cache-control')).to.equal('private');
    });
  });

  describe('a business failure', () => {
    it('is HTTP 200 with another code and no result', async () => {
      const { phone } = await someone();
      await guest()
        .post('/user/login', { region: '86', phone, password: 'wrong-password' })
        .answersCode(1000);
    });

    it(
      mode === 'development' ? 'carries a message in development' : 'carries no message in production',
      async () => {
        const { phone } = await someone();
        const { text } = await guest()
          .post('/user/login', { region: '86', phone, password: 'wrong' })
          .answer();
        const keys = Object.keys(JSON.parse(text) as object);
        expect(keys).to.have.members(mode === 'development' ? ['code', 'message'] : ['code']);
      },
    );
  });

  describe('an error', () => {
    it('is a plain text that calls itself HTML, and is never sniffed', async () => {
      const { status, headers, text } = await guest().get('/user/groups').answer();
      expect({ status, text }).to.deep.equal({ status: 403, text: 'Not loged in.' });
      expect(headers.get('content-type')).to.equal('text/html; charset=utf-8');
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
    });
  });

  describe('a request id', () => {
    it('is the one the client sent, or a new one', async () => {
      const ann = await someone();
      const given = { headers: { 'x-request-id': 'abc-123' } };
      expect((await ann.get('/user/groups', given).answer()).headers.get('x-request-id')).to.equal('abc-123');
      const evil = { headers: { 'x-request-id': 'x'.repeat(5000) } };
      const { headers } = await ann.get('/user/groups', evil).answer();
      expect(headers.get('x-request-id')?.length).to.be.below(200);
    });
  });

  describe('caching', () => {
    it('goes by weak ETags: 304 for who has the answer already', async () => {
      const ann = await someone();
      const { headers } = await ann.get('/user/groups').answer();
      const etag = headers.get('etag') ?? '';
      expect(etag).to.match(/^W\/"/);
      const again = await ann
        .get('/user/groups', { headers: { 'if-none-match': etag }, undescribed: true })
        .answer();
      expect(again.status).to.equal(304);
    });
  });

  it('its own description needs no session', async () => {
    const { text } = await guest().get('/openapi.json').answer();
    expect((JSON.parse(text) as { openapi: string }).openapi).to.match(/^3\./);
  });

  describe('compression', () => {
    it('is used for long answers where the client takes it', async () => {
      const options = { headers: { 'accept-encoding': 'gzip' }, undescribed: true };
      const { headers } = await guest().get('/openapi.json', options).answer();
      expect(headers.get('content-encoding')).to.equal('gzip');
      expect(headers.get('vary')).to.match(/accept-encoding/i);
    });

    it('is left out for short ones', async () => {
      const { headers } = await (await someone())
        .get('/user/groups', { headers: { 'accept-encoding': 'gzip' } })
        .answer();
      expect(headers.has('content-encoding')).to.equal(false);
    });
  });

  describe('CORS', () => {
    const preflight = (origin: string) =>
      guest()
        .call('OPTIONS', '/user/groups', undefined, {
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'content-type,x-own',
          },
          undescribed: true,
        })
        .answer();

    it('answers a preflight before login, and lets a listed origin send its cookie', async () => {
      const { status, headers } = await preflight(host().allowedOrigin);
      expect(status).to.equal(204);
      expect(headers.get('access-control-allow-origin')).to.equal(host().allowedOrigin);
      expect(headers.get('access-control-allow-credentials')).to.equal('true');
      expect(headers.get('access-control-allow-methods')?.split(',')).to.include.members([
        'GET',
        'POST',
        'DELETE',
      ]);
      expect(headers.get('access-control-allow-headers')).to.equal('content-type,x-own');
    });

    it('fixed: an origin that is not listed is not let in', async () => {
      const { headers } = await preflight('https://evil.example');
      expect(headers.has('access-control-allow-origin')).to.equal(false);
      const answer = await (await someone())
        .get('/user/groups', { headers: { origin: 'https://evil.example' } })
        .answer();
      expect(answer.headers.has('access-control-allow-origin')).to.equal(false);
    });

    it('fixed: a page of an origin that is not listed cannot act with the cookie that the browser sends along', async () => {
      const ann = await someone();
      const headers = { origin: 'https://evil.example', 'content-type': 'text/plain' };
      await ann.post('/user/logout', {}, { headers }).refuses(403, 'Not loged in.');
      await ann.get('/user/groups').succeeds([]);
    });

    it('names a listed origin on every answer, errors too', async () => {
      const { headers } = await guest()
        .get('/user/groups', { headers: { origin: host().allowedOrigin } })
        .answer();
      expect(headers.get('access-control-allow-origin')).to.equal(host().allowedOrigin);
      expect(headers.get('vary')).to.match(/origin/i);
    });
  });

  describe('paths', () => {
    it('match in any case and with a slash at the end, once signed in', async () => {
      const ann = await someone();
      await ann.get('/USER/Groups', { undescribed: true }).succeeds([]);
      await ann.get('/user/groups/', { undescribed: true }).succeeds([]);
    });

    it('that need no login are compared exactly', async () => {
      for (const path of ['/user/login/', '/USER/LOGIN', '/user/Login'])
        await guest().post(path, {}, { undescribed: true }).refuses(403, 'Not loged in.');
    });

    it('that need no login answer 404 to a method they do not have', async () => {
      await guest().get('/user/send_code', { undescribed: true }).refuses(404, 'Unknown user.');
    });

    it('that are unknown answer 403 without a session, 404 with one', async () => {
      const options = { undescribed: true };
      await guest().get('/nowhere/at/all', options).refuses(403, 'Not loged in.');
      const answer = await (await someone()).get('/nowhere/at/all', options).answer();
      expect(answer.status).to.equal(404);
      expect(answer.headers.get('cache-control')).to.equal('private');
    });

    it("fixed: tokens for a user of the caller's choice are not offered", async () => {
      const body = { region: '86', phone: '13900000000', code: '9999', key: (await someone()).id };
      const { status } = await guest().post('/user/verify_code_yp_t', body, { undescribed: true }).answer();
      expect(status).to.be.oneOf([403, 404]);
    });

    it('fixed: nobody can erase another user, in development either', async () => {
      const ann = await someone();
      const body = { region: '86', phone: ann.phone };
      const { status } = await ann.post('/user/delete_new', body, { undescribed: true }).answer();
      expect(status).to.equal(404);
      await ann.get(`/user/${ann.id}`).result();
    });

    it('peer: no account can be deleted, so that none leaves edges behind', async () => {
      const ann = await someone();
      for (const path of ['/user/del', '/user/delete', '/user/delete_new']) {
        const { status } = await ann.post(path, {}, { undescribed: true }).answer();
        expect(status, path).to.equal(404);
      }
    });
  });
}
