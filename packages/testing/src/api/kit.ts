import { type Rules, type StampedEvent, unlimitedSms } from '@kith/core';
import { expect } from 'chai';
import type { TestApi } from '../test-api.js';
import type { Exchange } from './answer.js';
import { apiClient, type CallOptions, type Client } from './client.js';
import type { ApiHost, ApiSuiteOptions } from './host.js';
import { type ApiDescription, apiDescription } from './openapi.js';
import { rawRequest } from './raw-request.js';

/** A registered user at a device of theirs. */
export interface Person extends Client {
  readonly id: string;
  readonly phone: string;
  readonly nickname: string;
  /** The same user at another device: logs in anew. */
  otherDevice(): Promise<Person>;
}

/** What an area of the suite works with: the caller's test functions, and a server of its own. */
export interface Kit extends TestApi {
  readonly mode: ApiSuiteOptions['mode'];
  host(): ApiHost;
  /** A client that is not signed in. */
  guest(): Client;
  /** A client that has this cookie. */
  clientWith(cookie: string | null): Client;
  /** Registers one user for each nickname; their ids ascend. */
  people<Names extends readonly string[]>(...nicknames: Names): Promise<{ [K in keyof Names]: Person }>;
  /** A user whom no test changes, made once. */
  someone(): Promise<Person>;
  /** A number of region 86 that nobody has. */
  newPhone(): string;
  /** Sends a code to a number and verifies it. @returns the verification token */
  tokenFor(phone: string): Promise<string>;
  /** Lets the server's clock go on. */
  pass(ms: number): Promise<void>;
  /** What the IM cloud heard while `work` ran. */
  heardDuring(work: () => Promise<unknown>): Promise<readonly StampedEvent[]>;
  /** The row number behind an id, as the IM side's events name it. */
  rowOf(id: string): number;
  /** An id that is well formed and nobody's. */
  strangerId(): string;
}

export const password = 'correct-horse';
const highestId = 4_294_967_294;

export interface Started {
  readonly host: ApiHost;
  readonly description: ApiDescription;
}

export async function startServer(
  { start }: ApiSuiteOptions,
  seen: Set<string>,
  rules?: Partial<Rules>,
): Promise<Started> {
  // All numbers of an area are neighbours, and ask at once.
  const host = await start({ smsSpend: unlimitedSms, ...rules });
  const { text } = await rawRequest(host.baseUrl, { method: 'GET', path: '/openapi.json', headers: {} });
  return { host, description: apiDescription(JSON.parse(text), seen) };
}

/** @param started gives the server of the area, once it runs */
export function kitFor(testApi: TestApi, { mode }: ApiSuiteOptions, started: () => Started): Kit {
  let phones = 0;
  let unchanging: Promise<Person> | undefined;

  const host = () => started().host;
  const clientWith = (cookie: string | null) => apiClient(host().baseUrl, started().description, cookie);
  const guest = () => clientWith(null);
  const newPhone = () => `139${String(10_000_000 + phones++)}`;

  async function tokenFor(phone: string): Promise<string> {
    await guest().post('/user/send_code', { region: '86', phone }).succeeds();
    const code = host().lastCode(phone);
    const { verification_token: token } = await guest()
      .post('/user/verify_code', { region: '86', phone, code })
      .result<{ verification_token: string }>();
    return token;
  }

  const person = (client: Client, known: Pick<Person, 'id' | 'phone' | 'nickname'>): Person => ({
    ...client,
    ...known,
    async otherDevice() {
      const device = guest();
      await device.post('/user/login', { region: '86', phone: known.phone, password }).result();
      return person(device, known);
    },
  });

  async function register(nickname: string): Promise<Person> {
    const phone = newPhone();
    const client = guest();
    const verificationToken = await tokenFor(phone);
    const { id } = await client
      .post('/user/register', { nickname, password, verification_token: verificationToken })
      .result<{ id: string }>();
    return person(client, { id, phone, nickname });
  }

  async function people<Names extends readonly string[]>(...nicknames: Names) {
    const made: Person[] = [];
    for (const nickname of nicknames) made.push(await register(nickname));
    return made as { [K in keyof Names]: Person };
  }

  return {
    ...testApi,
    mode,
    host,
    guest,
    clientWith,
    people,
    newPhone,
    tokenFor,
    someone() {
      unchanging ??= register('Someone');
      return unchanging;
    },
    async pass(ms) {
      await host().advance(ms);
    },
    async heardDuring(work) {
      const before = (await host().imEvents()).length;
      await work();
      return (await host().imEvents()).slice(before);
    },
    rowOf(id) {
      const row = host().idCodec.decode(id);
      expect(row, `the id ${id}`).to.be.a('number');
      return Number(row);
    },
    strangerId: () => host().idCodec.encode(highestId),
  };
}

/** Both are friends after it. */
export async function befriend(asker: Person, answerer: Person): Promise<void> {
  await invite(asker, answerer).succeeds({ action: 'Sent' });
  await answerer.post('/friendship/agree', { friendId: asker.id }).succeeds();
}

export const invite = (
  from: Person,
  to: { readonly id: string },
  message = 'Hello',
  options?: CallOptions,
): Exchange => from.post('/friendship/invite', { friendId: to.id, message }, options);

/** @returns the new group's id */
export async function createGroup(creator: Person, ...others: readonly Person[]): Promise<string> {
  const memberIds = [creator, ...others].map(({ id }) => id);
  const { id } = await creator.post('/group/create', { name: 'Hikers', memberIds }).result<{ id: string }>();
  return id;
}
