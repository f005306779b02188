import { expect } from 'chai';
import { readConfig } from './config.js';
import { problemsOf, testVariables } from './test/config-of.js';

const development = { NODE_ENV: 'development', DATABASE_URL: 'sqlite::memory:' };
const production = { ...testVariables, NODE_ENV: 'production' };

const qiniu = {
  KITH_QINIU_ACCESS_KEY: 'a',
  KITH_QINIU_SECRET_KEY: 's',
  KITH_QINIU_BUCKET: 'b',
  KITH_QINIU_DOMAIN: 'd',
};

const s3 = {
  KITH_S3_ENDPOINT: 'https://s3.example.com',
  KITH_S3_REGION: 'eu-central-1',
  KITH_S3_BUCKET: 'pictures',
  KITH_S3_ACCESS_KEY_ID: 'access',
  KITH_S3_SECRET_ACCESS_KEY: 'secret',
  KITH_S3_PUBLIC_URL: 'https://pictures.example.com',
};

describe('the configuration of uploads', () => {
  it('is Qiniu, an S3 service, or nothing', () => {
    expect(readConfig(production).uploads).to.equal(null);
    expect(readConfig({ ...production, ...qiniu }).uploads).to.deep.equal({
      target: 'qiniu',
      accessKey: 'a',
      secretKey: 's',
      bucket: 'b',
      domain: 'd',
    });
    expect(readConfig({ ...production, ...s3 }).uploads).to.deep.equal({
      target: 's3',
      endpoint: 'https://s3.example.com',
      region: 'eu-central-1',
      bucket: 'pictures',
      pathStyle: false,
      accessKeyId: 'access',
      secretAccessKey: 'secret',
      publicUrl: 'https://pictures.example.com',
    });
  });

  it('knows temporary keys, and a bucket in the path', () => {
    const { uploads } = readConfig({
      ...production,
      ...s3,
      KITH_S3_SESSION_TOKEN: 'for a while',
      KITH_S3_PATH_STYLE: 'true',
    });
    expect(uploads).to.include({ sessionToken: 'for a while', pathStyle: true });
  });

  it('is whole, or it names all that is missing', () => {
    expect(problemsOf({ KITH_QINIU_BUCKET: 'b' })).to.deep.equal(
      ['ACCESS_KEY', 'SECRET_KEY', 'DOMAIN'].map(
        (name) => `KITH_QINIU_${name} is not set: the other KITH_QINIU_ variables need it`,
      ),
    );
    expect(problemsOf({ KITH_S3_BUCKET: 'pictures', KITH_S3_SESSION_TOKEN: 'for a while' })).to.deep.equal(
      ['ENDPOINT', 'REGION', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'PUBLIC_URL'].map(
        (name) => `KITH_S3_${name} is not set: the other KITH_S3_ variables need it`,
      ),
    );
  });

  it('is one store, not two', () => {
    expect(problemsOf({ ...qiniu, ...s3 })).to.deep.equal([
      'KITH_QINIU_ and KITH_S3_ variables: set those of one store only',
    ]);
  });

  it('needs the bucket in the path of a service without a name', () => {
    for (const endpoint of ['http://127.0.0.1:9000', 'http://[::1]:9000']) {
      const variables = { ...s3, KITH_S3_ENDPOINT: endpoint };
      expect(problemsOf(variables)).to.deep.equal([
        'KITH_S3_PATH_STYLE is not true: no bucket can stand before the IP address in KITH_S3_ENDPOINT',
      ]);
      expect(problemsOf({ ...variables, KITH_S3_PATH_STYLE: 'true' })).to.deep.equal([]);
    }
  });

  it('refuses what is no address, no region, no bucket and no size', () => {
    const problems = problemsOf({
      KITH_S3_ENDPOINT: 's3.example.com',
      KITH_S3_REGION: 'eu central',
      KITH_S3_BUCKET: 'a/b',
      KITH_S3_ACCESS_KEY_ID: 'access',
      KITH_S3_SECRET_ACCESS_KEY: 'secret',
      KITH_S3_PUBLIC_URL: 'https://pictures.example.com/?list',
      KITH_UPLOAD_MAX_BYTES: '0',
    });
    expect(problems.map((problem) => /^\w+/.exec(problem)?.[0])).to.have.members([
      'KITH_S3_ENDPOINT',
      'KITH_S3_REGION',
      'KITH_S3_BUCKET',
      'KITH_S3_PUBLIC_URL',
      'KITH_UPLOAD_MAX_BYTES',
    ]);
  });

  it('bounds an image: 10 MiB unless it says otherwise', () => {
    expect(readConfig(production).uploadMaxBytes).to.equal(10_485_760);
    expect(readConfig({ ...production, KITH_UPLOAD_MAX_BYTES: '1000' }).uploadMaxBytes).to.equal(1_000);
  });

  it('is made up in development, new each time', () => {
    const [one, other] = [readConfig(development).uploads, readConfig(development).uploads];
    expect(one).to.include({ target: 'qiniu' });
    expect(one).to.not.deep.equal(other);
  });
});
