import { expect } from 'chai';
import { createLogger } from './logging.js';
import { lines } from './test/lines.js';

const production = { mode: 'production', logLevel: 'info' } as const;

describe('the log', () => {
  it('is one JSON line an event, with its time', () => {
    const sink = lines();
    createLogger(production, sink).info({ route: '/user/login', status: 200 }, 'request');
    expect(sink.all).to.have.length(1);
    const { time, ...line } = JSON.parse(sink.text());
    expect(line).to.deep.equal({ level: 30, route: '/user/login', status: 200, msg: 'request' });
    expect(time).to.be.a('number');
  });

  it('is for people in development', () => {
    const sink = lines();
    createLogger({ mode: 'development', logLevel: 'debug' }, sink).debug('Verification code: 123456');
    expect(sink.text()).to.match(/DEBUG.*Verification code: 123456\n$/);
  });

  it('keeps to its level', () => {
    const sink = lines();
    createLogger({ ...production, logLevel: 'warn' }, sink).info('not this');
    expect(sink.all).to.deep.equal([]);
  });

  it('hides fields with the names of secrets', () => {
    const sink = lines();
    const secret = 'hunter2-hunter2';
    createLogger(production, sink).info({
      password: secret,
      body: {
        newPassword: secret,
        oldPassword: secret,
        verification_token: secret,
        token: secret,
        phone: secret,
      },
      request: { headers: { cookie: secret, authorization: secret } },
    });
    expect(sink.text()).to.include('[hidden]').and.not.include(secret);
  });

  it('shows of an error its kind, code, text and stack, masked, and nothing that a driver hangs on it', () => {
    const sink = lines();
    const error = Object.assign(new Error("values ('13912340001') failed"), {
      code: 'SQLITE_BUSY',
      sql: 'insert into users',
      bindings: ['hunter2'],
    });
    createLogger(production, sink).error({ err: error }, 'a request failed');
    const { err } = JSON.parse(sink.text());
    expect(err).to.include({ type: 'Error', code: 'SQLITE_BUSY', message: "values ('139****0001') failed" });
    expect(Object.keys(err)).to.have.members(['type', 'code', 'message', 'stack']);
    expect(sink.text()).to.not.include('13912340001').and.not.include('hunter2');
  });

  it('masks what caused an error, too', () => {
    const sink = lines();
    const error = new Error('outer', { cause: new Error('number 13912340001') });
    createLogger(production, sink).error({ err: error });
    expect(sink.text()).to.include('139****0001').and.not.include('13912340001');
  });

  it('does not stumble over what is thrown without being an error', () => {
    const sink = lines();
    createLogger(production, sink).error({ err: 'only a text about 13912340001' });
    expect(JSON.parse(sink.text()).err).to.equal('only a text about 139****0001');
  });
});
