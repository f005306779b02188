import type { Phone } from '@kith/core';
import { smsVerifierContract } from '@kith/testing';
import { expect } from 'chai';
import { z } from 'zod';
import { type Settings, type SmsProvider, SmsSettingsError, type Variables } from '../provider.js';
import type { FakeServer, Mood } from './fake-server.js';
import { listingLog, needs } from './needs.js';

/** A fake of a provider's service. */
export interface FakeProvider {
  readonly server: FakeServer;
  /** All that it took to deliver, oldest first; `to` like '+8613912345678'. */
  readonly sms: readonly { readonly to: string; readonly code: string }[];
  /** Settings as an environment has them, for this fake. */
  readonly environment: Readonly<Record<string, string>>;
  /** From now on it answers every send with this code of its own. */
  failWith(code: string): void;
}

/** What a provider makes of an environment. */
export const settingsOf = <Shape extends Variables>(
  { variables }: SmsProvider<Shape>,
  environment: Readonly<Record<string, string>>,
): Settings<Shape> =>
  // The compiler does not see through a generic shape.
  z.object(variables).parse(environment) as Settings<Shape>;

export interface ProviderSuite {
  /** These cannot be left out. */
  readonly required: readonly string[];
  /** The outcome that each of its codes has. */
  readonly codes: Readonly<
    Record<string, 'code-throttled' | 'phone-invalid' | 'sms-unavailable' | 'no error'>
  >;
  /** What becomes of a right code whose send was never answered; right unless the provider checks by that answer. */
  readonly lost?: 'right' | 'expired';
}

const phone: Phone = { region: '86', number: '13912345678' };
const abroad: Phone = { region: '44', number: '7911123456' };
const e164 = ({ region, number }: Phone): string => `+${region}${number}`;

/** What every provider keeps, against its fake. */
export function providerSuite<Shape extends Variables>(
  provider: SmsProvider<Shape>,
  openFake: () => Promise<FakeProvider>,
  { required, codes, lost = 'right' }: ProviderSuite,
): void {
  const opened: FakeProvider[] = [];
  const open = async () => {
    const fake = await openFake();
    opened.push(fake);
    const log = listingLog();
    const verifier = (timeoutMs = 2_000) =>
      provider.create(settingsOf(provider, fake.environment))(needs({ log, timeoutMs }));
    return { ...fake, log, verifier };
  };

  describe(`${provider.name}:`, () => {
    after(() => Promise.all(opened.map(({ server }) => server.close())));

    smsVerifierContract({ describe, it, before, after }, async () => {
      const { verifier, sms, server } = await open();
      const sentTo = (to: Phone) => sms.filter((each) => each.to === e164(to));
      return {
        smsVerifier: verifier(),
        lastCode: (to) => sentTo(to).at(-1)?.code ?? '',
        arrived: (to) => sentTo(to).length,
        cutOff: () => void server.close(),
        loseAnswers: () => server.setMood('resetting'),
        checksByAnswer: lost === 'expired',
      };
    });

    it('sends to mainland China and abroad', async () => {
      const { verifier, sms } = await open();
      await verifier().start(phone);
      await verifier().start(abroad);
      expect(sms.map(({ to }) => to)).to.deep.equal(['+8613912345678', '+447911123456']);
    });

    for (const mood of ['hanging', 'resetting', 'cutting', 'dripping', 'garbage', 'flooding'] as const)
      it(`takes an SMS for sent when the answer is ${mood}, says so in the log, and sends it once`, async () => {
        const { verifier, sms, server, log } = await open();
        server.setMood(mood satisfies Mood);
        const short = verifier(mood === 'hanging' || mood === 'dripping' ? 250 : undefined);
        const { reference } = await short.start(phone);
        expect(server.requests).to.have.length(1);
        expect(await short.check(phone, sms[0]?.code ?? '', reference)).to.equal(lost);
        expect(log.lines[0]).to.match(new RegExp(`^warn ${provider.name}: SMS to \\+86 \\*+78 uncertain`));
      });

    for (const [code, expected] of Object.entries(codes))
      it(`answers ${expected} to ${code}, which the log names`, async () => {
        const { verifier, failWith, log, server } = await open();
        failWith(code);
        const failure = await verifier()
          .start(phone)
          .catch((error: unknown) => error);
        expect(failure instanceof Error && 'code' in failure ? failure.code : 'no error').to.equal(expected);
        expect(log.lines[0]).to.include(code).and.include(`${provider.name}: SMS to +86 *********78`);
        expect(server.requests).to.have.length(1);
      });

    it('logs neither the number nor the code', async () => {
      const { verifier, sms, log } = await open();
      await verifier().start(phone);
      expect(log.lines).to.have.length(1);
      expect(log.lines[0]).to.not.include(phone.number).and.not.include(sms[0]?.code);
    });

    it('names all settings that it lacks at once', () => {
      const lack = () => provider.create(settingsOf(provider, {}));
      expect(lack)
        .to.throw(SmsSettingsError)
        .with.deep.property(
          'problems',
          required.map((variable) => `${variable} is not set: ${provider.name} needs it`),
        );
    });
  });
}
