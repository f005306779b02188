import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { epochMs, n3dIdCodec, type S3Ticket, userId } from '@kith/core';
import { expect } from 'chai';
import { type S3Fake, s3Fake } from '../../test/s3-fake.js';
import { cryptoRandom } from '../random.js';
import { type S3Bucket, s3Signer } from './s3.js';

const start = 1_500_000_000_999;
const hour = 3_600_000;
let now = start;

const keys = { accessKeyId: 'access', secretAccessKey: 'a secret' };
const place = { region: 'eu-central-1', bucket: 'pictures' };
const needs = {
  clock: { now: () => epochMs(now) },
  idCodec: n3dIdCodec('11EdDIaqpcim'),
  random: cryptoRandom(),
  maxBytes: 1_000,
};

async function ticketFor(id: number, store: S3Bucket): Promise<S3Ticket> {
  const ticket = await s3Signer(store, needs).sign(userId(id));
  if (ticket.target !== 's3') throw new Error(`a ticket for ${ticket.target}`);
  return ticket;
}

/** A form as a client fills it in: the ticket's fields, what it says of itself, the file. */
function form(fields: Readonly<Record<string, string>>, file: Blob = image(3), type = 'image/png'): FormData {
  const filled = new FormData();
  for (const [name, value] of Object.entries(fields)) filled.append(name, value);
  filled.append('Content-Type', type);
  filled.append('file', file, 'me.png');
  return filled;
}

const image = (bytes: number) => new Blob([new Uint8Array(bytes).fill(7)], { type: 'image/png' });

describe('a form signed for S3', () => {
  let fake: S3Fake;
  let store: S3Bucket;

  /** Posts to `url`, wherever its name leads: 'stored', or the code of the refusal. */
  async function post(url: string, filled: FormData): Promise<string> {
    const { headers, body } = new Response(filled);
    const { host, pathname } = new URL(url);
    const sent = request({
      host: '127.0.0.1',
      port: fake.port,
      path: pathname,
      method: 'POST',
      headers: { host, 'content-type': headers.get('content-type') ?? '' },
    });
    for await (const chunk of body ?? []) sent.write(chunk);
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const answer = await text(response);
    return response.statusCode === 201 ? 'stored' : (/<Code>(\w+)</.exec(answer)?.[1] ?? answer);
  }

  async function open(pathStyle: boolean, sessionToken?: string): Promise<void> {
    const temporary = sessionToken === undefined ? {} : { sessionToken };
    fake = await s3Fake({ ...keys, ...place, ...temporary, pathStyle, now: () => now });
    const { endpoint } = fake;
    store = {
      ...keys,
      ...place,
      ...temporary,
      pathStyle,
      endpoint,
      publicUrl: 'https://pictures.example.com/',
    };
  }

  beforeEach(() => {
    now = start;
  });
  afterEach(() => fake.close());

  for (const [style, pathStyle] of [
    ['the path', true],
    ['the host name', false],
  ] as const)
    it(`is taken by a service with the bucket in ${style}`, async () => {
      await open(pathStyle);
      const { url, fields } = await ticketFor(1, store);
      expect(url).to.match(
        pathStyle ? /^http:\/\/s3\.test:\d+\/pictures$/ : /^http:\/\/pictures\.s3\.test:\d+$/,
      );
      expect(await post(url, form(fields))).to.equal('stored');
      expect(fake.objects.get(fields.key ?? '')).to.deep.include({
        type: 'image/png',
        bytes: new Uint8Array([7, 7, 7]),
      });
    });

  it('shows the token of temporary keys', async () => {
    await open(true, 'for a while');
    const { url, fields } = await ticketFor(1, store);
    expect(await post(url, form(fields))).to.equal('stored');
    expect(await post(url, form({ ...fields, 'x-amz-security-token': 'for ever' }))).to.equal('AccessDenied');
  });

  describe('with a bucket', () => {
    beforeEach(() => open(true));

    it('says where the object will be read from', async () => {
      const { domain, fields } = await ticketFor(1, store);
      expect(`${domain}/${fields.key}`).to.match(
        /^https:\/\/pictures\.example\.com\/kFpN4KiZn\/[\da-f-]{36}$/,
      );
    });

    it("names the object under the user's own prefix, and never twice the same", async () => {
      const [one, again, other] = [
        await ticketFor(1, store),
        await ticketFor(1, store),
        await ticketFor(2, store),
      ].map(({ fields }) => fields.key ?? '');
      expect(one).to.match(/^kFpN4KiZn\/[\da-f-]{36}$/);
      expect(again)
        .to.match(/^kFpN4KiZn\//)
        .and.not.equal(one);
      expect(other).to.match(/^z2mlAvb0c\//);
    });

    it('lets the client choose no other name, be it its own prefix', async () => {
      const { url, fields } = await ticketFor(1, store);
      for (const key of ['z2mlAvb0c/theirs', 'kFpN4KiZn/mine', `${fields.key}x`])
        expect(await post(url, form({ ...fields, key }))).to.equal('AccessDenied');
    });

    it('takes from one byte to the limit', async () => {
      const { url, fields } = await ticketFor(1, store);
      const answers = [];
      for (const size of [0, 1, 1_000, 1_001]) answers.push(await post(url, form(fields, image(size))));
      expect(answers).to.deep.equal(['EntityTooSmall', 'stored', 'stored', 'EntityTooLarge']);
    });

    it('takes images only', async () => {
      const { url, fields } = await ticketFor(1, store);
      for (const type of ['text/html', 'image', 'application/image/png'])
        expect(await post(url, form(fields, image(1), type))).to.equal('AccessDenied');
    });

    it('is good for an hour', async () => {
      const { url, fields } = await ticketFor(1, store);
      now = start + hour - 1;
      expect(await post(url, form(fields))).to.equal('stored');
      now = start + hour;
      expect(await post(url, form(fields))).to.equal('AccessDenied');
    });

    it('takes nothing that it does not name: no right to read, no redirection', async () => {
      const { url, fields } = await ticketFor(1, store);
      for (const extra of [{ acl: 'public-read-write' }, { success_action_redirect: 'https://example.com' }])
        expect(await post(url, form({ ...fields, ...extra }))).to.equal('AccessDenied');
    });

    it('cannot be widened: another policy is not signed', async () => {
      const { url, fields } = await ticketFor(1, store);
      const policy = Buffer.from(fields.policy ?? '', 'base64')
        .toString()
        .replace('1000', '9000');
      expect(await post(url, form({ ...fields, policy: Buffer.from(policy).toString('base64') }))).to.equal(
        'SignatureDoesNotMatch',
      );
    });

    it('never holds the secret key', async () => {
      const { fields, ...ticket } = await ticketFor(1, store);
      const shown =
        JSON.stringify({ ticket, fields }) + Buffer.from(fields.policy ?? '', 'base64').toString();
      expect(shown).to.not.include(keys.secretAccessKey);
    });
  });
});
