// Somebody with a phone: signs up by an SMS, and asks the server for things. Every request is timed.

/** How long a request may take before it counts as failed. */
const PATIENCE_MS = 30_000;

/** @param measure is told of each request: its route, how long it took, and its answer */
export function newPerson({ server, sms, measure }, { nickname, phone }) {
  const cookies = new Map();

  const ask = async (method, path, body, { may = [] } = {}) => {
    const begun = performance.now();
    const answer = await fetch(`${server}${path}`, {
      method,
      headers: {
        ...(body && { 'Content-Type': 'application/json' }),
        Cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).then(
      async (response) => {
        for (const line of response.headers.getSetCookie()) {
          const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          if (name !== undefined) cookies.set(name, value);
        }
        const text = await response.text();
        return { status: response.status, text, body: response.ok ? JSON.parse(text) : null };
      },
      (error) => ({ status: 0, text: String(error), body: null }),
    );
    const route = `${method} ${path.replace(/\/[^/]*\d[^/]*$/, '/:id')}`;
    const isFine = answer.body?.code === 200 || may.includes(answer.status);
    measure({ route, ms: performance.now() - begun, isFine, answer });
    if (!isFine) throw new Error(`${route} answered ${answer.status} ${answer.text}`);
    return answer.body?.result;
  };
  const get = (path, options) => ask('GET', path, undefined, options);
  const post = (path, body, options) => ask('POST', path, body, options);

  return {
    get,
    post,
    async signUp() {
      const number = { region: '86', phone };
      await post('/user/send_code', number);
      const code = await sms.codeFor(phone);
      const { verification_token } = await post('/user/verify_code', { ...number, code });
      const { id } = await post('/user/register', { nickname, password: 'secret123', verification_token });
      return id;
    },
    logIn: () => post('/user/login', { region: '86', phone, password: 'secret123' }),
  };
}
