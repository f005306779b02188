import { expect } from 'chai';
import { kithApp, kithMiddleware } from './index.js';
import {
  hostApplication,
  inMemoryServices,
  startServer,
  type TestServer,
  testOptions,
} from './test/server.js';

describe('an application of its own', () => {
  it('reports what went wrong outside of every route, but not that a client went away', () => {
    const reported: unknown[] = [];
    const app = kithApp(inMemoryServices().services, {
      ...testOptions,
      onError: (error) => reported.push(error),
    });
    const fault = new Error('the log is full');
    app.emit('error', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    app.emit('error', fault);
    expect(reported).to.deep.equal([fault]);
  });
});

describe('inside another application', () => {
  let server: TestServer;
  before(async () => {
    server = await startServer({
      app: (services, options) => hostApplication(kithMiddleware(services, options)),
    });
  });
  after(() => server.stop());

  it('answers its own paths and leaves the others alone', async () => {
    expect((await server.call('GET', '/misc/client_version')).json()).to.have.property('iOS');
    expect((await server.call('GET', '/user/groups')).status).to.equal(403);
    const other = await server.call('GET', '/home');
    expect(other.text).to.equal('the host');
    expect(other.headers).to.not.have.property('x-request-id');
  });
});
