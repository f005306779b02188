import { expect } from 'chai';
import { SqlStoreError } from '../errors.js';
import { addressOf } from './address.js';

const at = 'mysql://kith:p%40ss@db.example:3307/kith';

describe('the address of a MySQL database', () => {
  it('is where, which, and as whom', () => {
    expect(addressOf(at)).to.deep.equal({
      host: 'db.example',
      port: 3307,
      user: 'kith',
      password: 'p@ss',
      database: 'kith',
    });
  });

  it('has the usual port, unless it says another', () => {
    expect(addressOf('mysql://root@[::1]/kith')).to.include({ host: '::1', port: 3306 });
    expect(addressOf('mariadb://root@localhost/kith')).to.include({ host: 'localhost', port: 3306 });
  });

  it('may be a socket', () => {
    const { host, socketPath } = addressOf('mysql://root@localhost/kith?socketPath=%2Frun%2Fmysqld.sock');
    expect([host, socketPath]).to.deep.equal([undefined, '/run/mysqld.sock']);
  });

  const modes: Readonly<Record<string, object | undefined>> = {
    disabled: undefined,
    required: { rejectUnauthorized: false },
    verify_ca: { rejectUnauthorized: true, verifyIdentity: false },
    verify_identity: { rejectUnauthorized: true, verifyIdentity: true },
  };
  for (const [mode, ssl] of Object.entries(modes))
    it(`encrypts as the mode '${mode}' says`, () => {
      expect(addressOf(`${at}?ssl-mode=${mode}`).ssl).to.deep.equal(ssl);
    });

  it('encrypts by settings, and then checks whose the certificate is', () => {
    expect(addressOf(at, { ca: 'PEM' }).ssl).to.include({ ca: 'PEM', verifyIdentity: true });
    expect(addressOf(at, { rejectUnauthorized: false }).ssl).to.include({
      rejectUnauthorized: false,
      verifyIdentity: false,
    });
  });

  it('goes by its own mode, with the certificates of the settings', () => {
    const { ssl } = addressOf(`${at}?ssl-mode=verify_ca`, { ca: 'PEM', rejectUnauthorized: false });
    expect(ssl).to.include({ ca: 'PEM', rejectUnauthorized: true, verifyIdentity: false });
    expect(addressOf(`${at}?ssl-mode=disabled`, { ca: 'PEM' }).ssl).to.equal(undefined);
  });

  it('refuses a host that is a number where it is to be checked whose certificate it is', () => {
    for (const host of ['127.0.0.1', '[::1]']) {
      const url = `mysql://root@${host}/kith`;
      expect(() => addressOf(`${url}?ssl-mode=verify_identity`)).to.throw(
        SqlStoreError,
        /must name its host/,
      );
      expect(() => addressOf(url, { ca: 'PEM' })).to.throw(SqlStoreError, /must name its host/);
      expect(addressOf(`${url}?ssl-mode=verify_ca`).ssl).to.include({ rejectUnauthorized: true });
    }
  });

  for (const url of ['mysql://', 'mysql://root@localhost', `${at}?ssl-mode=maybe`, `${at}?charset=latin1`])
    it(`refuses '${url}', and does not repeat its password`, () => {
      expect(() => addressOf(url))
        .to.throw(SqlStoreError)
        .with.property('code', 'url-unsupported');
      expect(() => addressOf(url)).to.not.throw(/p%?4?0?@?ss/);
    });
});
