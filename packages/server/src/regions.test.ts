import { inMemoryRandom, inMemorySmsVerifier } from '@kith/core/in-memory';
import { expect } from 'chai';
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { module } from './container/services.js';
import { type RunningServer, startServer } from './start-server.js';
import { configOf } from './test/config-of.js';

interface Region {
  readonly region: string;
  readonly locale: { readonly en: string };
}

/** Of '1242' the Bahamas, of '1' all that share it. */
function countriesOf(region: string): readonly CountryCode[] {
  const island = region.length === 4 && region.startsWith('1');
  const country = island ? parsePhoneNumberFromString(`+${region}5550100`)?.country : undefined;
  return country ? [country] : getCountries().filter((each) => getCountryCallingCode(each) === region);
}

const mobileIn = (country: CountryCode): string => getExampleNumber(country, examples)?.nationalNumber ?? '';

describe('GET /user/regionlist', () => {
  const sms = inMemorySmsVerifier(inMemoryRandom());
  let server: RunningServer;
  let regions: readonly Region[];

  before(async () => {
    const config = configOf({ KITH_LOG_LEVEL: 'silent' });
    server = await startServer(
      config,
      module((bind) => {
        bind.value('smsVerifier', sms);
      }),
    );
    const response = await fetch(`${server.url}/user/regionlist`);
    ({ result: regions } = (await response.json()) as { result: readonly Region[] });
  });
  after(() => server.stop());

  it('names regions whose mobile numbers get a code, each by its own numbering plan', async () => {
    const send = async (region: string, phone: string) => {
      const response = await fetch(`${server.url}/user/send_code`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ region, phone }),
      });
      return response.text();
    };
    const asked = regions.flatMap(({ region, locale }) =>
      countriesOf(region).map(async (country) => {
        const answer = await send(region, mobileIn(country));
        // 5000: the region is listed twice, and its number has just been sent a code.
        expect(answer, `${locale.en}, +${region}, ${country}`).to.match(/^\{"code":(?:200|5000)[,}]/);
        return answer.startsWith('{"code":200');
      }),
    );
    const sent = (await Promise.all(asked)).filter((isSent) => isSent);
    expect(sms.inbox).to.have.lengthOf(sent.length);
    const reached = new Set(sms.inbox.map(({ phone }) => `${phone.region} ${phone.number}`));
    expect(reached.size).to.be.at.least(new Set(regions.map(({ region }) => region)).size);
  }).timeout(60_000);

  it('leaves out none of them: every one has a country', () => {
    for (const { region, locale } of regions)
      expect(countriesOf(region), `${locale.en}, +${region}`).to.not.have.length(0);
  });
});
