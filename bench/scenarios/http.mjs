// What the server answers in a second, over loopback, beside Node's own HTTP server.
import autocannon from 'autocannon';
import { engines } from '../engines.mjs';
import { openNetwork, signIn } from '../network.mjs';
import { startHello, startKith } from '../server-process.mjs';
import { ms, table } from '../table.mjs';

const connections = 10;

export async function http({ seconds }) {
  const row = table(44, 12, 12, 12, 14);
  row('', 'a second', 'median', '99 of 100', 'of node:http');
  const show = async (title, url, headers, limit) => {
    const { requests, latency, non2xx, errors } = await autocannon({
      url,
      headers,
      connections,
      duration: seconds,
    });
    const share = limit === undefined ? '' : `${((100 * requests.average) / limit).toFixed(1)} %`;
    row(title, Math.round(requests.average), ms(latency.p50), ms(latency.p99), share);
    const failed = non2xx + errors;
    if (failed > 0 && !title.includes('refused')) console.log(`  ${failed} of them failed`);
    return requests.average;
  };

  const limit = await onServer(startHello(), ({ url }) => show('node:http, {"code":200}', url, {}));
  for (const [name, start] of Object.entries(engines)) {
    const engine = await start();
    if (typeof engine === 'string') continue;
    try {
      const { store } = await openNetwork(engine.url);
      await store.close();
      await onServer(startKith(engine.url), async ({ url }) => {
        const { id, cookie } = await signIn(url);
        const { result } = await (await fetch(`${url}/user/sync/0`, { headers: { cookie } })).json();
        console.log(name);
        await show('  GET, refused without a session', `${url}/user/${id}`, {}, limit);
        await show('  GET /user/:id', `${url}/user/${id}`, { cookie }, limit);
        await show('  a sync of nothing new', `${url}/user/sync/${result.version}`, { cookie }, limit);
        await show('  a sync of everything', `${url}/user/sync/0`, { cookie }, limit);
      });
    } finally {
      await engine.stop();
    }
  }
}

async function onServer(starting, work) {
  const server = await starting;
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}
