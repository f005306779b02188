import type { DomainError, DomainErrorCode, Phone, SmsVerifier } from '@kith/core';
import { smsVerifierContract } from '@kith/testing';
import { expect } from 'chai';
import { z } from 'zod';
import { codeVerifier } from './code-verifier.js';
import { type SendOutcome, SmsSettingsError } from './provider.js';
import { smsVariables } from './providers.js';
import { smsRoutes } from './routes.js';
import { routedVerifier, routing } from './routing.js';
import { listingLog, needs } from './test/needs.js';

const ann: Phone = { region: '86', number: '13912345678' };
const joe: Phone = { region: '44', number: '7911123456' };

/** A provider whose SMS end up in a list, or that fails in its way. */
const network = (name: string) => {
  const inbox: { readonly to: string; readonly code: string }[] = [];
  let outcome: SendOutcome = 'sent';
  let tries = 0;
  const verifier: SmsVerifier = codeVerifier(name, needs(), {
    async send({ number }, code) {
      tries += 1;
      if (outcome === 'sent' || outcome === 'uncertain') inbox.push({ to: number, code });
      return { outcome, detail: 'in memory' };
    },
  });
  return {
    name,
    verifier,
    inbox,
    tries: () => tries,
    be(next: SendOutcome) {
      outcome = next;
    },
  };
};

describe('a verifier that goes by routes is', () => {
  smsVerifierContract({ describe, it, before, after }, async () => {
    const [first, second] = [network('first'), network('second')];
    first.be('refused');
    const sentTo = ({ number }: Phone) => second.inbox.filter(({ to }) => to === number);
    return {
      smsVerifier: routing(new Map([['*', [first, second]]]), listingLog()),
      lastCode: (phone) => sentTo(phone).at(-1)?.code ?? '',
      arrived: (phone) => sentTo(phone).length,
      cutOff: () => second.be('unavailable'),
      loseAnswers: () => second.be('uncertain'),
    };
  });
});

describe('routing', () => {
  const given = () => {
    const [first, second, world] = [network('first'), network('second'), network('world')];
    const log = listingLog();
    const routes = new Map([
      ['86', [first, second]],
      ['7', [world]],
    ]);
    return { first, second, world, log, routes, verifier: routing(routes, log) };
  };
  const codeOf = (promise: Promise<unknown>): Promise<DomainErrorCode | 'no error'> =>
    promise.then(
      () => 'no error',
      (error: unknown) => (error as DomainError).code,
    );

  it('asks the first provider alone when it sends', async () => {
    const { verifier, first, second } = given();
    const { reference } = await verifier.start(ann);
    expect(reference).to.match(/^first:/);
    expect([first.tries(), second.tries()]).to.deep.equal([1, 0]);
  });

  for (const outcome of ['unavailable', 'refused'] as const)
    it(`goes on to the next one when the first is ${outcome}: it surely did not send`, async () => {
      const { verifier, first, second } = given();
      first.be(outcome);
      const { reference } = await verifier.start(ann);
      expect(reference).to.match(/^second:/);
      expect(await verifier.check(ann, second.inbox[0]?.code ?? '', reference)).to.equal('right');
    });

  it('leaves it at an SMS that may be out: nobody gets two', async () => {
    const { verifier, first, second } = given();
    first.be('uncertain');
    const { reference } = await verifier.start(ann);
    expect(second.tries()).to.equal(0);
    expect(await verifier.check(ann, first.inbox[0]?.code ?? '', reference)).to.equal('right');
  });

  for (const [outcome, expected] of [
    ['throttled', 'code-throttled'],
    ['bad-number', 'phone-invalid'],
  ] as const)
    it(`leaves it at ${outcome}: that is the number, not the provider`, async () => {
      const { verifier, first, second } = given();
      first.be(outcome);
      expect(await codeOf(verifier.start(ann))).to.equal(expected);
      expect(second.tries()).to.equal(0);
    });

  it('leaves it at what broke in an unknown way', async () => {
    const { second } = given();
    const broken: SmsVerifier = {
      start: () => Promise.reject(new TypeError('broken')),
      check: async () => 'wrong',
    };
    const verifier = routing(new Map([['*', [{ name: 'broken', verifier: broken }, second]]]), listingLog());
    const failure = await verifier.start(ann).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(TypeError);
    expect(second.tries()).to.equal(0);
  });

  it('says so when none of a route can send, and what the last one says of the number', async () => {
    const { verifier, first, second } = given();
    first.be('unavailable');
    second.be('refused');
    expect(await codeOf(verifier.start(ann))).to.equal('sms-unavailable');
    second.be('throttled');
    expect(await codeOf(verifier.start(ann))).to.equal('code-throttled');
  });

  it('sends nothing where no route leads, and says where in the log', async () => {
    const { verifier, log } = given();
    expect(await codeOf(verifier.start(joe))).to.equal('sms-unavailable');
    expect(log.lines).to.deep.equal(['warn SMS to +44 ********56: no route for region 44']);
  });

  it('has a code checked by whoever sent it, whatever the route is by now', async () => {
    const { verifier, first, second, routes } = given();
    first.be('unavailable');
    const { reference } = await verifier.start(ann);
    const later = routing(new Map([...routes, ['86', [first]], ['*', [second]]]), listingLog());
    expect(await later.check(ann, second.inbox[0]?.code ?? '', reference)).to.equal('right');
  });

  it('calls a code wrong whose provider is gone, and what names none', async () => {
    const { verifier, first, world } = given();
    const { reference } = await verifier.start(ann);
    const code = first.inbox[0]?.code ?? '';
    const later = routing(new Map([['*', [world]]]), listingLog());
    expect(await later.check(ann, code, reference)).to.equal('wrong');
    for (const unknown of ['', ':', 'first', reference.slice('first:'.length), `constructor:${reference}`])
      expect(await verifier.check(ann, code, unknown), unknown).to.equal('wrong');
  });
});

describe('a verifier that goes by routes', () => {
  const settings = (environment: Readonly<Record<string, string>> = {}) =>
    z.object(smsVariables).parse(environment);

  it('is made of the providers that the routes name, and needs no other', async () => {
    const log = listingLog();
    const verifier = routedVerifier(smsRoutes.parse('*=console'), settings())(needs({ log }));
    const { reference } = await verifier.start(ann);
    const code = /\d{6}/.exec(log.lines[0] ?? '')?.[0] ?? '';
    expect(await verifier.check(ann, code, reference)).to.equal('right');
  });

  it('names everything that its providers lack at once', () => {
    const routes = smsRoutes.parse('86=yunpian|rongcloud,*=twilio');
    expect(() => routedVerifier(routes, settings({ KITH_RONGCLOUD_APP_KEY: 'key' })))
      .to.throw(SmsSettingsError)
      .with.deep.property('problems', [
        'KITH_YUNPIAN_API_KEY is not set: yunpian needs it',
        'KITH_YUNPIAN_TEMPLATES is not set: yunpian needs it',
        'KITH_RONGCLOUD_APP_SECRET is not set: rongcloud needs it',
        'KITH_RONGCLOUD_SMS_TEMPLATES is not set: rongcloud needs it',
        'KITH_TWILIO_ACCOUNT_SID is not set: twilio needs it',
        'KITH_TWILIO_AUTH_TOKEN is not set: twilio needs it',
        'KITH_TWILIO_FROM is not set: twilio needs it',
      ]);
  });

  it('sends to nobody without routes', async () => {
    const verifier = routedVerifier(new Map(), settings())(needs());
    const failure = await verifier.start(ann).catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'sms-unavailable');
  });
});
