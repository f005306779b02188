// A RongCloud on this machine, for trying things out: what came in, one line a call. Needs the packages built.
import { parseArgs } from 'node:util';
import { startFakeRongCloud } from '../packages/adapter-rongcloud/dist/fake/index.js';

const USAGE = `Usage: npm run fake:rongcloud -- [options]

  --port <number>    where it listens (8091; 0 for any that is free)
  --host <address>   127.0.0.1
  --file <path>      keeps what was done, and begins with it
  --limits           refuses more calls a second than RongCloud documents
  --app-key <text>, --app-secret <text>
  --online-status <url>, --messages <url>
                     where callbacks go when one is asked for`;

const options = {
  port: { type: 'string', default: '8091' },
  host: { type: 'string' },
  file: { type: 'string' },
  limits: { type: 'boolean' },
  'app-key': { type: 'string' },
  'app-secret': { type: 'string' },
  'online-status': { type: 'string' },
  messages: { type: 'string' },
  help: { type: 'boolean' },
};

const parsed = () => {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exit(2);
  }
};

const line = ({ at, path, fields, code, trouble }) => {
  const shown = Object.entries(fields).map(([name, values]) => `${name}=${values.join(',')}`);
  const wrong = trouble ? ` (${trouble})` : '';
  const text = `${code ?? '---'}${wrong} ${path} ${shown.join(' ')}`;
  return `${new Date(at).toISOString().slice(11, 23)} ${text.replaceAll(/\s+/g, ' ')}`;
};

const start = async ({ port, 'app-key': appKey, 'app-secret': appSecret, ...given }) => {
  const { 'online-status': onlineStatus, messages, help, ...rest } = given;
  try {
    return await startFakeRongCloud({
      ...rest,
      port: Number(port),
      ...(appKey ? { appKey } : {}),
      ...(appSecret ? { appSecret } : {}),
      callbackUrls: { onlineStatus, messages },
      onCall: (call) => console.log(line(call)),
    });
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
};

const values = parsed();
if (values.help) {
  console.log(USAGE);
} else {
  const { url, appKey, appSecret, stop } = await start(values);
  console.log(`A fake RongCloud listens on ${url}. Kith talks to it with

  KITH_RONGCLOUD_APP_KEY=${appKey}
  KITH_RONGCLOUD_APP_SECRET=${appSecret}
  KITH_RONGCLOUD_URL=${url}

What it holds: ${url}/_fake/state. To make it fail, for example:

  curl ${url}/_fake/misbehave -d '{"kind":"refuse","code":1008,"times":3}'
`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
}
