// An SMS provider as a process: Yunpian's protocol, and a page for each number with the last code sent to it.
import { createServer } from 'node:http';
import { yunpianFake } from '../packages/adapter-sms/dist-test/test/yunpian-fake.js';

const { sms, environment } = await yunpianFake();

const inbox = createServer(({ url = '' }, response) => {
  if (url === '/environment') return response.end(JSON.stringify(environment));
  const [, phone = ''] = /^\/code\/(\d+)$/.exec(url) ?? [];
  const found = sms.findLast(({ to }) => phone !== '' && to.endsWith(phone));
  return response.writeHead(found ? 200 : 404).end(found?.code);
});
inbox.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${inbox.address().port}`));
