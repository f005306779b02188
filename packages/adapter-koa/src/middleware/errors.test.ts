import { DomainError } from '@kith/core';
import { expect } from 'chai';
import type { HttpOptions } from '../index.js';
import { startServer } from '../test/server.js';

describe('errors', () => {
  const answerWith = async (error: unknown, options: Partial<HttpOptions> = {}) => {
    const replace = { isPhoneAvailable: () => Promise.reject(error) };
    const server = await startServer({ replace, options });
    try {
      const json = { region: '86', phone: '13912345678' };
      const answer = await server.call('POST', '/user/check_phone_available', { json });
      return { ...answer, reported: server.reported };
    } finally {
      await server.stop();
    }
  };

  it('that nobody foresaw are 500, tell nothing and are reported', async () => {
    for (const error of [
      new Error('SELECT secret'),
      'text',
      null,
      Object.assign(new Error('secret'), { status: 418 }),
    ]) {
      const answer = await answerWith(error);
      expect({ status: answer.status, text: answer.text }).to.deep.equal({
        status: 500,
        text: 'Unknown error.',
      });
      expect(answer.reported).to.deep.equal([error]);
    }
  });

  it('of the storage are 503, and say when to try again', async () => {
    const { status, headers, reported } = await answerWith(new DomainError('storage-unavailable'));
    expect(status).to.equal(503);
    expect(headers['retry-after']).to.equal('1');
    expect(reported).to.deep.equal([]);
  });

  it('say when to try again in whole seconds, when the error knows', async () => {
    const { headers, text } = await answerWith(new DomainError('too-many-guesses', { retryAfterMs: 1_200 }));
    expect(headers['retry-after']).to.equal('2');
    expect(text).to.equal('{"code":5000}');
  });

  it('that the endpoint does not declare are answered all the same, and reported in development', async () => {
    const inProduction = await answerWith(new DomainError('kick-yourself'));
    expect(inProduction.text).to.equal('Can not kick yourself.');
    expect(inProduction.reported).to.deep.equal([]);
    const inDevelopment = await answerWith(new DomainError('kick-yourself'), { mode: 'development' });
    expect(inDevelopment.text).to.equal('Can not kick yourself.');
    expect(String(inDevelopment.reported[0])).to.include('/user/check_phone_available');
  });

  it('of another copy of the core are recognised by their name', async () => {
    const foreign = Object.assign(new Error('phone-invalid'), { name: 'DomainError', code: 'phone-invalid' });
    expect((await answerWith(foreign)).status).to.equal(400);
  });

  it('of a newer core, which no table has, count as unforeseen', async () => {
    const newer = Object.assign(new Error('toString'), { name: 'DomainError', code: 'toString' });
    const { status, reported } = await answerWith(newer);
    expect({ status, reported }).to.deep.equal({ status: 500, reported: [newer] });
  });

  it('told as a code carry a message in development only', async () => {
    const error = new DomainError('code-wrong');
    expect((await answerWith(error)).text).to.equal('{"code":1000}');
    expect((await answerWith(error, { mode: 'development' })).text).to.equal(
      '{"code":1000,"message":"Invalid verification code."}',
    );
  });
});
