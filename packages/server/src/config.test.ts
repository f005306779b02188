import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { n3dIdCodec } from '@kith/core';
import { expect } from 'chai';
import { readConfig } from './config.js';
import { ConfigError } from './environment.js';
import { testVariables } from './test/config-of.js';

const development = { NODE_ENV: 'development', DATABASE_URL: 'sqlite::memory:' };
const production = { ...testVariables, NODE_ENV: 'production', PORT: '' };

/** The lines after the first of what it refuses with. */
const problemsOf = (variables: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readConfig(variables);
  } catch (error) {
    expect(error).to.be.instanceOf(ConfigError);
    const { message, problems } = error as ConfigError;
    for (const problem of problems) expect(message).to.include(problem);
    return problems;
  }
  return [];
};

describe('the configuration', () => {
  it('needs nothing in development', () => {
    const config = readConfig(development);
    expect(config).to.include({
      mode: 'development',
      host: '127.0.0.1',
      port: 8585,
      migrate: true,
    });
    expect(config.cookie).to.deep.equal({ name: 'rong_auth_cookie', maxAgeMs: 2_592_000_000, secure: false });
    expect(config.rules.code).to.include({ universal: '9999', resendAfterMs: 5_000 });
  });

  it('is that of production unless it says otherwise: 9999 is no code there, and nothing migrates by itself', () => {
    const config = readConfig({ ...production, NODE_ENV: undefined });
    expect(config).to.include({
      mode: 'production',
      host: '0.0.0.0',
      migrate: false,
      uploads: null,
    });
    expect(config.rules.code).to.include({ universal: null, resendAfterMs: 60_000 });
  });

  it('peer: has no master code as it is shipped, in any mode but development', () => {
    for (const mode of [undefined, 'production'])
      expect(readConfig({ ...testVariables, NODE_ENV: mode }).rules.code.universal).to.equal(null);
  });

  it('names all secrets that production lacks at once', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).to.deep.equal([
      'KITH_AUTH_KEYS is not set: production needs it',
      'KITH_N3D_KEY is not set: production needs it',
      'KITH_DIGEST_KEY is not set: production needs it',
    ]);
  });

  it('counts an empty variable as not set', () => {
    expect(problemsOf({ ...production, KITH_DIGEST_KEY: '' })).to.deep.equal([
      'KITH_DIGEST_KEY is not set: production needs it',
    ]);
  });

  it('names everything that is wrong at once, beside what is missing', () => {
    const problems = problemsOf({
      NODE_ENV: 'production',
      PORT: '70000',
      DATABASE_URL: 'mongodb://here',
      KITH_AUTH_KEYS: 'short,also short',
      KITH_N3D_KEY: 'abc',
      KITH_CORS_ORIGINS: 'https://app.example.com/path',
      KITH_TRUST_PROXY: 'perhaps',
      KITH_LOG_LEVEL: 'loud',
      KITH_AUTH_COOKIE_MAX_AGE: '-1',
      KITH_AUTH_COOKIE_NAME: 'a b',
      KITH_AUTH_COOKIE_DOMAIN: 'example.com; Path=/other',
    });
    const named = problems.map((problem) => /^\w+/.exec(problem)?.[0]);
    expect(named).to.have.members([
      'KITH_DIGEST_KEY',
      'PORT',
      'DATABASE_URL',
      'KITH_AUTH_KEYS',
      'KITH_N3D_KEY',
      'KITH_CORS_ORIGINS',
      'KITH_TRUST_PROXY',
      'KITH_LOG_LEVEL',
      'KITH_AUTH_COOKIE_MAX_AGE',
      'KITH_AUTH_COOKIE_NAME',
      'KITH_AUTH_COOKIE_DOMAIN',
    ]);
  });

  it('takes the address of a server, how to use it, and how to encrypt it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kith-tls-'));
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, 'a certificate');
    const { database } = readConfig({
      ...production,
      DATABASE_URL: 'postgres://kith@here/kith',
      DATABASE_REPLICA_URL: 'postgresql://kith@there/kith',
      KITH_DATABASE_POOL_SIZE: '3',
      KITH_DATABASE_STATEMENT_TIMEOUT_MS: '1500',
      KITH_DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: '2500',
      KITH_DATABASE_TLS: 'verify',
      KITH_DATABASE_TLS_CA: ca,
    });
    rmSync(folder, { recursive: true });
    expect(database).to.include({
      url: 'postgres://kith@here/kith',
      replicaUrl: 'postgresql://kith@there/kith',
      poolSize: 3,
      statementTimeoutMs: 1_500,
      idleInTransactionTimeoutMs: 2_500,
      applicationName: 'kith',
    });
    expect(database.tls).to.deep.equal({ rejectUnauthorized: true, ca: 'a certificate' });
    expect(readConfig(production).database).to.include({ tls: undefined, poolSize: 10 });
  });

  it('says which file of TLS it cannot read', () => {
    const problems = problemsOf({
      ...production,
      KITH_DATABASE_TLS: 'verify',
      KITH_DATABASE_TLS_CA: '/nowhere/ca.pem',
    });
    expect(problems).to.deep.equal(['KITH_DATABASE_TLS_CA: /nowhere/ca.pem cannot be read (ENOENT)']);
  });

  it('refuses several workers, and a replica, on SQLite', () => {
    expect(
      problemsOf({ ...production, KITH_WORKERS: '2', DATABASE_REPLICA_URL: 'postgres://here/kith' }),
    ).to.deep.equal([
      'KITH_WORKERS: SQLite is for one server process; several need PostgreSQL or MySQL',
      'DATABASE_REPLICA_URL: SQLite has no replicas',
    ]);
    expect(
      readConfig({ ...production, DATABASE_URL: 'mysql://here/kith', KITH_WORKERS: '2' }).workers,
    ).to.equal(2);
  });

  it('refuses a replica of another kind, and half of a certificate', () => {
    const problems = problemsOf({
      ...production,
      DATABASE_URL: 'mysql://here/kith',
      DATABASE_REPLICA_URL: 'postgres://here/kith',
      KITH_DATABASE_TLS_CERT: 'cert.pem',
    });
    expect(problems).to.deep.equal([
      'DATABASE_REPLICA_URL: must be of the same kind as DATABASE_URL',
      'KITH_DATABASE_TLS_CERT and KITH_DATABASE_TLS_KEY: both or none',
    ]);
  });

  it('never repeats a secret in what it complains of', () => {
    const problems = problemsOf({
      ...production,
      KITH_AUTH_KEYS: 'hunter2',
      KITH_DIGEST_KEY: 'hunter2',
      KITH_N3D_KEY: 'hün2',
      DATABASE_URL: 'mongodb://kith:hunter2@here/kith',
    });
    expect(problems).to.have.length(4);
    expect(problems.join()).to.not.match(/hunter2|hün2/);
  });

  it('refuses any other mode', () => {
    expect(problemsOf({ ...production, NODE_ENV: 'staging' }).join()).to.match(/^NODE_ENV: /);
  });

  describe('of SMS', () => {
    const yunpian = { KITH_YUNPIAN_API_KEY: 'key', KITH_YUNPIAN_TEMPLATES: 'zh_cn=1,en=2' };

    it('shows codes in the log in development, and has nobody to send them in production', () => {
      expect([...readConfig(development).sms.routes]).to.deep.equal([['*', ['console']]]);
      expect([...readConfig(production).sms.routes]).to.deep.equal([]);
    });

    it('has the routes, and what their providers need', () => {
      const { sms } = readConfig({ ...production, ...yunpian, KITH_SMS_ROUTES: '86=yunpian' });
      expect([...sms.routes]).to.deep.equal([['86', ['yunpian']]]);
      expect(sms.settings).to.deep.include({ KITH_YUNPIAN_TEMPLATES: { zh_cn: '1', en: '2' } });
    });

    it('refuses to show codes in the log of production', () => {
      for (const KITH_SMS_ROUTES of ['*=console', '86=yunpian|console'])
        expect(problemsOf({ ...production, ...yunpian, KITH_SMS_ROUTES })).to.deep.equal([
          'KITH_SMS_ROUTES: console shows codes to whoever reads the log: development only',
        ]);
    });

    it('names what every provider of the routes lacks, and all that is wrong, at once', () => {
      const problems = problemsOf({
        ...production,
        KITH_DIGEST_KEY: '',
        KITH_SMS_ROUTES: '86=yunpian|console,*=twilio|twilio-verify',
        KITH_YUNPIAN_TEMPLATES: 'zh_cn=one',
        KITH_TWILIO_ACCOUNT_SID: 'AC12',
        KITH_TWILIO_AUTH_TOKEN: 'hunter2',
      });
      expect(problems.map((problem) => problem.split(/[ :]/, 1)[0])).to.have.members([
        'KITH_DIGEST_KEY',
        'KITH_YUNPIAN_TEMPLATES',
        'KITH_TWILIO_ACCOUNT_SID',
        'KITH_SMS_ROUTES',
        'KITH_YUNPIAN_API_KEY',
        'KITH_TWILIO_FROM',
        'KITH_TWILIO_VERIFY_SERVICE_SID',
      ]);
      expect(problems.join()).to.not.include('hunter2');
    });

    it('names everything that is wrong with the routes, beside the rest', () => {
      expect(
        problemsOf({ ...production, KITH_SMS_ROUTES: '+86=yunpian,*=twillio', KITH_WORKERS: 'many' }),
      ).to.have.length(3);
    });

    it('needs nothing for a provider that no route names', () => {
      expect(problemsOf({ ...production, KITH_TWILIO_AUTH_TOKEN: 'token' })).to.deep.equal([]);
    });
  });

  it('takes several keys: the first signs, all are accepted', () => {
    const keys = [
      'the new key, which signs from today on'.replace(',', ''),
      'the old key which is accepted for a while',
    ];
    expect(readConfig({ ...production, KITH_AUTH_KEYS: keys.join(', ') }).secrets.authKeys).to.deep.equal(
      keys,
    );
  });

  it('takes a list of origins', () => {
    const { corsOrigins } = readConfig({
      ...development,
      KITH_CORS_ORIGINS: 'https://a.example, http://localhost:3000',
    });
    expect(corsOrigins).to.deep.equal(['https://a.example', 'http://localhost:3000']);
  });

  it('bounds what one address may ask for, in development only where it says so', () => {
    const [hour, quarter] = [3_600_000, 900_000];
    expect(readConfig(production).addressLimits).to.deep.equal({
      codes: { limit: 20, windowMs: hour },
      attempts: { limit: 300, windowMs: quarter },
    });
    expect(readConfig({ ...production, KITH_CODES_PER_ADDRESS: '5' }).addressLimits?.codes.limit).to.equal(5);
    expect(readConfig(development).addressLimits).to.equal(null);
    expect(readConfig({ ...development, KITH_ATTEMPTS_PER_ADDRESS: '3' }).addressLimits).to.deep.equal({
      codes: { limit: Number.MAX_SAFE_INTEGER, windowMs: hour },
      attempts: { limit: 3, windowMs: quarter },
    });
  });

  it('lets a session last as long as its cookie', () => {
    const { cookie, rules } = readConfig({ ...development, KITH_AUTH_COOKIE_MAX_AGE: '3600' });
    expect(cookie.maxAgeMs).to.equal(3_600_000);
    expect(rules.sessionLifetimeMs).to.equal(3_600_000);
  });
});

describe('the secrets of development', () => {
  let folder: string;
  const secretsIn = (path: string) =>
    readConfig({ NODE_ENV: 'development', DATABASE_URL: `sqlite:${path}` }).secrets;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'kith-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('outlive a restart, in a file beside the database that only its owner reads', () => {
    const database = join(folder, 'kept/deep/kith.db');
    const first = secretsIn(database);
    expect(secretsIn(database)).to.deep.equal(first);
    const file = join(folder, 'kept/deep/dev-secrets.json');
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).to.deep.equal(first);
  });

  it('are long, and an N3D key that works', () => {
    const { authKeys, digestKey, n3dKey } = secretsIn(join(folder, 'strong/kith.db'));
    for (const key of [...authKeys, digestKey]) expect(key.length).to.be.at.least(32);
    expect(n3dIdCodec(n3dKey).decode(n3dIdCodec(n3dKey).encode(1))).to.equal(1);
  });

  it('give way to those that are set', () => {
    const { secrets } = readConfig({ ...development, KITH_N3D_KEY: '11EdDIaqpcim' });
    expect(secrets.n3dKey).to.equal('11EdDIaqpcim');
  });

  it('leave no file when the database is in memory, or all are set', () => {
    const database = join(folder, 'none/kith.db');
    readConfig({ ...testVariables, NODE_ENV: 'development', DATABASE_URL: `sqlite:${database}` });
    expect(existsSync(join(folder, 'none'))).to.equal(false);
    expect(readConfig(development).secrets).to.not.deep.equal(readConfig(development).secrets);
  });

  for (const content of ['{', '{}', '{"authKeys":[],"n3dKey":"","digestKey":""}'])
    it(`refuse a damaged file (${content}) in one line that names it`, () => {
      const file = join(folder, 'dev-secrets.json');
      writeFileSync(file, content);
      expect(
        problemsOf({ NODE_ENV: 'development', DATABASE_URL: `sqlite:${join(folder, 'kith.db')}` }),
      ).to.deep.equal([
        `${file}, the secrets of development beside the database, cannot be used: its content is damaged`,
      ]);
    });
});
