import cluster from 'node:cluster';
import { parseArgs } from 'node:util';
import { startCluster } from '../cluster/primary.js';
import { serveAsWorker } from '../cluster/worker.js';
import { type Config, readConfig } from '../config.js';
import { type RunningServer, startServer } from '../start-server.js';
import { signalToStop } from '../stop-signal.js';
import type { Command, Io } from './command.js';

export const serveCommand: Command = {
  usage: '[--migrate]',
  summary:
    'start the server; --migrate brings the database to the present schema first (always so in development)',
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: { migrate: { type: 'boolean' } } });
    const config = withMigrate(readConfig(io.env), values.migrate);
    if (cluster.isWorker) return serveAsWorker(config);

    const stopping = signalToStop();
    const server = await (config.workers > 1 ? startCluster(config) : startServer(config));
    greet(config, server, io);

    await Promise.race([stopping, ...('failed' in server ? [server.failed] : [])]);
    io.out('Stopping: requests in flight are finished first. Once more stops at once.');
    await server.stop();
    return 0;
  },
};

const withMigrate = (config: Config, migrate = config.migrate): Config => ({ ...config, migrate });

function greet(
  config: Config,
  { url, metricsUrl }: Pick<RunningServer, 'url' | 'metricsUrl'>,
  { out }: Io,
): void {
  const workers = config.workers > 1 ? `, ${config.workers} workers` : '';
  out(`Kith listens on ${url} (${config.mode} mode${workers}).`);
  if (metricsUrl) out(`Metrics are at ${metricsUrl}/metrics.`);
  if (config.rongCloud) out(imCloudLine(config.rongCloud));
  if (config.mode === 'production') {
    if (config.sms.routes.size === 0)
      out('KITH_SMS_ROUTES names no SMS provider: no verification code can be sent.');
    if (!config.rongCloud) out(noImCloud);
    return;
  }
  const { universal } = config.rules.code;
  if (isShown(config.sms.routes))
    out(`Verification codes appear here, in this log${universal ? `; ${universal} is accepted too` : ''}.`);
  out(`Try:\n  curl -i ${url}/user/send_code -H 'Content-Type: application/json' -d '${firstBody}'`);
}

const noImCloud =
  'No IM cloud is configured (KITH_RONGCLOUD_APP_KEY): nobody can chat; what it would be told goes no further than this process.';

function imCloudLine({ appKey, hosts, callbacks }: NonNullable<Config['rongCloud']>): string {
  const where = typeof hosts === 'string' ? hosts : hosts.join(', ');
  const heard = callbacks ? `; its callbacks are taken${callbacks.store ? ', and kept' : ''}` : '';
  return `The IM cloud is RongCloud: app ${appKey} at ${where}${heard}.`;
}

const isShown = (routes: Config['sms']['routes']): boolean => [...routes.values()].flat().includes('console');

const firstBody = JSON.stringify({ region: '86', phone: '13912345678' });
