/** Somebody who has signed up, and is signed in. */
export interface Person {
  readonly id: string;
  /** @returns the result; an answer with another code than 200, or another status, is a failure */
  post(path: string, body: object): Promise<unknown>;
  fetch(path: string): Promise<Response>;
  /** Signs in anew, as another device does. */
  logIn(): Promise<Response>;
}

const password = 'P@ssw0rd';

/** Signs somebody up at a server in development mode. */
export async function signUpAt(url: string, number: string, nickname: string): Promise<Person> {
  const phone = { region: '86', phone: number };
  let cookie = '';

  const send = (path: string, body: object) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  const post = async (path: string, body: object): Promise<unknown> => {
    const answer = await send(path, body);
    const text = await answer.text();
    const { code, result } = answer.ok ? JSON.parse(text) : { code: answer.status, result: undefined };
    if (code !== 200) throw new Error(`${path}: ${answer.status} ${text}`);
    cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? cookie;
    return result;
  };

  await post('/user/send_code', phone);
  const verified = await post('/user/verify_code', { ...phone, code: '9999' });
  const registered = await post('/user/register', { nickname, password, ...(verified as object) });
  return {
    ...(registered as { readonly id: string }),
    post,
    fetch: (path) => fetch(`${url}${path}`, { headers: { cookie } }),
    logIn: () => send('/user/login', { ...phone, password }),
  };
}
