import { expect } from 'chai';
import { readConfig } from './config.js';
import { problemsOf, testVariables } from './test/config-of.js';

const production = { ...testVariables, NODE_ENV: 'production' };
const keys = { KITH_RONGCLOUD_APP_KEY: 'key', KITH_RONGCLOUD_APP_SECRET: 'hunter2' };
const rongCloudOf = (variables: NodeJS.ProcessEnv) => readConfig({ ...production, ...variables }).rongCloud;

describe('the configuration of RongCloud', () => {
  it('is none unless the keys are set', () => {
    expect(rongCloudOf({})).to.equal(null);
  });

  it('needs the keys and no more', () => {
    expect(rongCloudOf(keys)).to.deep.equal({
      appKey: 'key',
      appSecret: 'hunter2',
      hosts: 'beijing',
      objectNames: 'RC',
      limitShare: 1,
      timeouts: { attemptMs: 10_000, overallMs: 14_000 },
      tokenTimeouts: { attemptMs: 1_500, overallMs: 3_000 },
      callbacks: null,
    });
  });

  it('names a data centre, or hosts in their order', () => {
    expect(rongCloudOf({ ...keys, KITH_RONGCLOUD_DATA_CENTRE: 'singapore' })).to.include({
      hosts: 'singapore',
    });
    const url = 'https://one.example.com, http://127.0.0.1:8600';
    expect(rongCloudOf({ ...keys, KITH_RONGCLOUD_URL: url })?.hosts).to.deep.equal([
      'https://one.example.com',
      'http://127.0.0.1:8600',
    ]);
  });

  it("shares what it may use of the app's limits among the processes of the machine", () => {
    const variables = { ...keys, KITH_WORKERS: '4', KITH_RONGCLOUD_LIMIT_SHARE: '0.5' };
    const database = { DATABASE_URL: 'postgres://localhost/kith' };
    expect(rongCloudOf({ ...variables, ...database })).to.include({ limitShare: 0.125 });
  });

  it('takes callbacks where a path is set, and keeps nothing unless it is told to', () => {
    const path = { KITH_RONGCLOUD_CALLBACK_PATH: '/hooks/0815-x_y' };
    expect(rongCloudOf({ ...keys, ...path })?.callbacks).to.deep.equal({
      path: '/hooks/0815-x_y',
      windowMs: 300_000,
      store: false,
    });
    const all = { ...path, KITH_RONGCLOUD_CALLBACK_MAX_AGE: '60', KITH_RONGCLOUD_STORE_CALLBACKS: 'yes' };
    expect(rongCloudOf({ ...keys, ...all })?.callbacks).to.include({ windowMs: 60_000, store: true });
  });

  for (const [what, variables, problems] of [
    [
      'a key without its secret',
      { KITH_RONGCLOUD_APP_KEY: 'key' },
      ['KITH_RONGCLOUD_APP_SECRET is not set: the other KITH_RONGCLOUD_ variables need it'],
    ],
    [
      'anything of it without the keys',
      { KITH_RONGCLOUD_OBJECT_NAMES: 'ST' },
      [
        'KITH_RONGCLOUD_APP_KEY is not set: the other KITH_RONGCLOUD_ variables need it',
        'KITH_RONGCLOUD_APP_SECRET is not set: the other KITH_RONGCLOUD_ variables need it',
      ],
    ],
    [
      'a data centre and addresses',
      { ...keys, KITH_RONGCLOUD_URL: 'https://a.example.com', KITH_RONGCLOUD_DATA_CENTRE: 'beijing' },
      ['KITH_RONGCLOUD_URL, KITH_RONGCLOUD_DATA_CENTRE: set one of them'],
    ],
    [
      'what nobody tells to be kept',
      { ...keys, KITH_RONGCLOUD_STORE_CALLBACKS: 'yes' },
      ['KITH_RONGCLOUD_CALLBACK_PATH is not set: KITH_RONGCLOUD_STORE_CALLBACKS needs it'],
    ],
  ] as const)
    it(`refuses ${what}`, () => {
      expect(problemsOf(variables)).to.deep.equal(problems);
    });

  for (const [name, value] of [
    ['KITH_RONGCLOUD_URL', 'http://api.example.com'],
    ['KITH_RONGCLOUD_URL', 'https://a.example.com,'],
    ['KITH_RONGCLOUD_DATA_CENTRE', 'atlantis'],
    ['KITH_RONGCLOUD_OBJECT_NAMES', 'XX'],
    ['KITH_RONGCLOUD_TIMEOUT_MS', '10001'],
    ['KITH_RONGCLOUD_LIMIT_SHARE', '0'],
    ['KITH_RONGCLOUD_CALLBACK_PATH', 'no-slash'],
    ['KITH_RONGCLOUD_CALLBACK_PATH', '/with?query'],
    ['KITH_RONGCLOUD_CALLBACK_MAX_AGE', '0'],
    ['KITH_RONGCLOUD_MESSAGE_DAYS', '0'],
  ] as const)
    it(`refuses ${name}=${value}, which is named, and shows no secret`, () => {
      const problems = problemsOf({ ...keys, [name]: value });
      expect(problems).to.have.lengthOf(1);
      expect(problems[0]).to.match(new RegExp(`^${name}: `));
      expect(problems.join()).to.not.include('hunter2');
    });
});
