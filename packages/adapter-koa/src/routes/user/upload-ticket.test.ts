import type { UploadTicket } from '@kith/core';
import { expect } from 'chai';
import { startServer, type TestServer } from '../../test/server.js';
import { uploadTicketResult } from './schema.js';

const tickets: readonly UploadTicket[] = [
  { target: 'qiniu', domain: 'pictures.example.com', token: 'access:signature:policy' },
  {
    target: 's3',
    domain: 'https://pictures.example.com',
    url: 'https://pictures.s3.example.com',
    fields: { key: 'kFpN4KiZn/1', policy: 'e30=' },
  },
];

describe('GET /user/get_image_token', () => {
  let server: TestServer;
  afterEach(() => server.stop());

  for (const ticket of tickets)
    it(`answers a permission for ${ticket.target} as it is, and as it is described`, async () => {
      server = await startServer({ replace: { getUploadTicket: async () => ticket } });
      const { cookie } = await server.signUp('Ann');
      const { text } = await server.call('GET', '/user/get_image_token', { headers: { cookie } });
      const { result } = JSON.parse(text) as { result: unknown };
      expect(result).to.deep.equal(ticket);
      expect(uploadTicketResult.parse(result)).to.deep.equal(ticket);
    });
});
