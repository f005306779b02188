import { type FakeRequest, type FakeServer, fakeServer } from './fake-server.js';
import type { FakeProvider } from './provider-suite.js';

const apiKey = '0123456789abcdef0123456789abcdef';

const headers = {
  accept: 'application/json;charset=utf-8',
  'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
};

const fields = {
  '/v2/sms/tpl_single_send.json': ['apikey', 'mobile', 'tpl_id', 'tpl_value'],
  '/v2/sms/single_send.json': ['apikey', 'mobile', 'text'],
} as const;

/** Yunpian as it is documented, for mainland China and the world at once. It refuses what it would not expect. */
export async function yunpianFake(): Promise<FakeProvider & { readonly server: FakeServer }> {
  const sms: { readonly to: string; readonly code: string }[] = [];
  let failure: number | undefined;

  const refuse = (code: number, detail: string) => ({
    status: 400,
    body: { http_status_code: 400, code, msg: 'refused', detail },
  });

  const server = await fakeServer(({ method, target, headers: sent, body }: FakeRequest) => {
    const path = Object.keys(fields).find((each) => each === target) as keyof typeof fields | undefined;
    if (!path || method !== 'POST') return { status: 404, body: 'no such call' };
    for (const [header, value] of Object.entries(headers))
      if (sent[header] !== value) return refuse(1, `${header} is ${sent[header]}`);
    const form = new URLSearchParams(body);
    if ([...form.keys()].sort().join() !== fields[path].join())
      return refuse(1, `fields: ${[...form.keys()]}`);
    if (form.get('apikey') !== apiKey) return refuse(-1, 'apikey');
    const to = /^(?:1\d{10}|\+(?!86)\d{5,15})$/.exec(form.get('mobile') ?? '')?.[0];
    if (!to) return refuse(2, `mobile is ${form.get('mobile')}`);
    const code =
      path === '/v2/sms/single_send.json'
        ? /^\u3010Kith\u3011.*?(\d{6})/.exec(form.get('text') ?? '')?.[1]
        : /(?:^|&)tpl_id=\d+&tpl_value=%2523code%2523%3D(\d{6})$/.exec(body)?.[1];
    if (!code) return refuse(5, 'template');
    if (failure !== undefined) return refuse(failure, 'as told');
    sms.push({ to: to.startsWith('+') ? to : `+86${to}`, code });
    // More than 2^53, as text: what parses it loses its end.
    const answer = `{"code":0,"msg":"sent","count":1,"fee":0.05,"unit":"RMB","mobile":"${to}","sid":9007199254740993}`;
    return { status: 200, body: answer };
  });

  return {
    server,
    sms,
    environment: {
      KITH_YUNPIAN_API_KEY: apiKey,
      KITH_YUNPIAN_TEMPLATES: 'zh_cn=1234,en=9007199254740993',
      KITH_YUNPIAN_URL: server.url,
      KITH_YUNPIAN_WORLD_URL: server.url,
    },
    failWith(code) {
      failure = Number(code);
    },
  };
}
