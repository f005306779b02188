import { expect } from 'chai';
import type { Exchange } from './answer.js';
import { createGroup, type Kit, password } from './kit.js';

/** Errors as data, for those that ask for them (docs/wire/errors.md). */
export function problemsArea({
  describe,
  it,
  host,
  guest,
  someone,
  people,
  newPhone,
  strangerId,
}: Kit): void {
  const asProblem = { headers: { accept: 'application/problem+json' } };

  async function expectProblem(
    pending: Exchange,
    problem: { type: string; status: number; [field: string]: unknown },
  ) {
    const { status, headers, text } = await pending.answer();
    expect(headers.get('content-type')).to.match(/^application\/problem\+json/);
    expect(status).to.equal(problem.status);
    const { title, ...rest } = JSON.parse(text) as Record<string, unknown>;
    expect(title).to.be.a('string').that.is.not.equal('');
    expect(rest).to.deep.equal({ ...problem, type: `urn:kith:error:${problem.type}` });
    return { title, retryAfter: headers.get('retry-after') };
  }

  describe('an error', () => {
    it('has its name, its text and its status', async () => {
      const answer = (await someone()).get(`/user/${strangerId()}`, asProblem);
      const { title } = await expectProblem(answer, { type: 'user-unknown', status: 404 });
      expect(title).to.equal('Unknown user.');
    });

    it('names the field that is empty or of the wrong type', async () => {
      const ann = await someone();
      for (const [nickname, type] of [
        ['', 'field-empty'],
        [7, 'field-invalid'],
      ] as const)
        await expectProblem(ann.post('/user/set_nickname', { nickname }, asProblem), {
          type,
          status: 400,
          field: 'nickname',
        });
    });

    it('before any route is one too', async () => {
      await expectProblem(guest().get('/user/groups', asProblem), { type: 'not-signed-in', status: 403 });
      await expectProblem((await someone()).get('/no/where', { ...asProblem, undescribed: true }), {
        type: 'route-unknown',
        status: 404,
      });
      const malformed = guest().post('/user/login', undefined, { ...asProblem, text: '{' });
      await expectProblem(malformed, { type: 'body-malformed', status: 400 });
    });

    it('is a text for those that prefer one', async () => {
      for (const accept of ['*/*', 'text/html, application/problem+json;q=0.5', 'application/json']) {
        const answer = (await someone()).get(`/user/${strangerId()}`, { headers: { accept } });
        await answer.refuses(404, 'Unknown user.');
      }
    });
  });

  describe('an expected "no"', () => {
    const login = (phone: string, word: string) =>
      guest().post('/user/login', { region: '86', phone, password: word }, asProblem);

    it('has its number, and the HTTP status that it would be', async () => {
      const phone = newPhone();
      await guest().post('/user/send_code', { region: '86', phone }).succeeds();
      const verify = (code: string) =>
        guest().post('/user/verify_code', { region: '86', phone, code }, asProblem);
      await expectProblem(verify('123'), { type: 'code-wrong', status: 400, code: 1000 });
      await guest()
        .post('/user/verify_code', { region: '86', phone, code: host().lastCode(phone) })
        .result();
      await expectProblem(verify('123'), { type: 'code-expired', status: 400, code: 2000 });
      const { phone: known } = await someone();
      await expectProblem(login(known, 'wrong-password'), {
        type: 'credentials-wrong',
        status: 401,
        code: 1000,
      });
      const [ann] = await people('Ann');
      const passwords = { newPassword: 'battery-staple', oldPassword: 'wrong-password' };
      await expectProblem(ann.post('/user/change_password', passwords, asProblem), {
        type: 'old-password-wrong',
        status: 403,
        code: 1000,
      });
    });

    it('says when it may be tried again, in seconds', async () => {
      const phone = newPhone();
      const send = () => guest().post('/user/send_code', { region: '86', phone }, asProblem);
      await send().succeeds();
      const throttled = await expectProblem(send(), { type: 'code-throttled', status: 429, code: 5000 });
      expect(Number(throttled.retryAfter)).to.equal(host().rules.code.resendAfterMs / 1000);

      const { limit, windowMs } = host().rules.passwordGuesses;
      for (let guesses = 0; guesses < limit; guesses += 1) await login(phone, 'wrong-password').answer();
      const limited = await expectProblem(login(phone, password), {
        type: 'too-many-guesses',
        status: 429,
        code: 5000,
      });
      expect(Number(limited.retryAfter)).to.be.within(1, windowMs / 1000);
    });

    it('about groups is one too', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const { maxGroupsPerUser } = host().rules.group;
      for (let groups = 0; groups < maxGroupsPerUser; groups += 1) await createGroup(ann, bob);
      const answer = ann.post('/group/create', { name: 'Hikers', memberIds: [ann.id, bob.id] }, asProblem);
      await expectProblem(answer, { type: 'too-many-groups', status: 409, code: 1000 });
    });
  });
}
