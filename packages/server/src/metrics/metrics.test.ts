import { userId } from '@kith/core';
import { type FakeClock, fakeClock } from '@kith/testing';
import { expect } from 'chai';
import { module } from '../container/services.js';
import { createLogger } from '../logging.js';
import { type RunningServer, startServer } from '../start-server.js';
import { configOf } from '../test/config-of.js';
import { lines } from '../test/lines.js';

const minuteMs = 60_000;

describe('metrics', () => {
  let server: RunningServer;
  let clock: FakeClock;

  const start = async (variables: NodeJS.ProcessEnv = {}) => {
    clock = fakeClock();
    const ours = module((bind) => {
      bind.singleton('logger', ['config'], ({ config }) => createLogger(config, lines()));
      bind.value('clock', clock);
    });
    server = await startServer(configOf({ KITH_RELAY: 'false', ...variables }), ours);
  };
  const look = async (path = '/metrics') => {
    const metricsServer = await server.container.get('metricsServer');
    return fetch(`${metricsServer?.url}${path}`);
  };
  const valueIn = (text: string, sample: string): number | undefined => {
    const line = text.split('\n').find((one) => one.startsWith(`${sample} `));
    return line === undefined ? undefined : Number(line.slice(sample.length));
  };
  afterEach(() => server.stop());

  it('are not there unless a port is set', async () => {
    await start();
    expect(await server.container.get('metricsServer')).to.equal(null);
    expect((await fetch(`${server.url}/metrics`)).status).to.equal(403);
  });

  it('are at an address of their own, and nothing else is there', async () => {
    await start({ KITH_METRICS_PORT: '0' });
    const answer = await look();
    expect(answer.headers.get('content-type')).to.match(/^text\/plain/);
    expect(await answer.text()).to.include('process_resident_memory_bytes');
    expect((await look('/user/groups')).status).to.equal(404);
  });

  it('tell how long requests took, by route, and never by address', async () => {
    await start({ KITH_METRICS_PORT: '0' });
    await fetch(`${server.url}/user/secret`);
    await fetch(`${server.url}/misc/client_version`);
    const text = await (await look()).text();
    const count = 'kith_http_request_duration_seconds_count';
    expect(valueIn(text, `${count}{method="GET",route="/misc/client_version",status="200"}`)).to.equal(1);
    expect(text).to.not.include('secret');
  });

  it('tell how much waits in the outbox, since when, and how much was given up', async () => {
    await start({ KITH_METRICS_PORT: '0' });
    const { write } = await server.container.get('unitOfWork');
    await write(async ({ outbox }) => {
      for (const id of [1, 2, 3])
        await outbox.add(
          { type: 'profile-changed', user: { id: userId(id), nickname: 'Ann', portraitUri: '' } },
          clock.now(),
        );
      await outbox.bury(3, { error: 'refused' });
    });
    clock.advance(minuteMs);
    const text = await (await look()).text();
    expect(valueIn(text, 'kith_database_up')).to.equal(1);
    expect(valueIn(text, 'kith_outbox_entries{state="pending"}')).to.equal(2);
    expect(valueIn(text, 'kith_outbox_entries{state="dead"}')).to.equal(1);
    expect(valueIn(text, 'kith_outbox_oldest_pending_seconds')).to.equal(60);
    expect(valueIn(text, 'kith_database_pool_size{pool="writer"}')).to.equal(1);
    expect(valueIn(text, 'kith_database_pool_connections{pool="writer",state="waiting"}')).to.equal(0);
  });

  it('tell how often operators were alerted', async () => {
    await start({ KITH_METRICS_PORT: '0' });
    const alerts = await server.container.get('alerts');
    const alert = { prefix: '86 1391234', sent: 20, verified: 0, until: clock.now() };
    expect(valueIn(await (await look()).text(), 'kith_alerts_total{alert="sms-prefix-paused"}')).to.equal(0);
    for (const _ of [1, 2]) alerts.raise({ type: 'sms-prefix-paused', ...alert });
    const text = await (await look()).text();
    expect(valueIn(text, 'kith_alerts_total{alert="sms-prefix-paused"}')).to.equal(2);
    expect(text).to.not.include('1391234');
  });

  it('say that the database is down, and nothing that only it knows', async () => {
    await start({ KITH_METRICS_PORT: '0' });
    await look();
    await (await server.container.get('store')).close();
    const text = await (await look()).text();
    expect(valueIn(text, 'kith_database_up')).to.equal(0);
    expect(text).to.not.match(/^kith_outbox/m);
  });
});
