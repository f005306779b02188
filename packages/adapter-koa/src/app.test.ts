import { expect } from 'chai';
import { kithMiddleware } from './index.js';
import { hostApplication, startServer, type TestServer } from './test/server.js';

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
