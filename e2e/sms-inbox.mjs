import { fileURLToPath } from 'node:url';
import { startProcess } from '../scripts/process.mjs';

const file = fileURLToPath(new URL('fake-sms.mjs', import.meta.url));

/** Starts the SMS provider. `environment` is what makes Kith send by it. */
export async function smsInbox() {
  const { url, kill } = await startProcess(file, []);
  const read = async (path) => {
    const answer = await fetch(`${url}${path}`);
    if (!answer.ok) throw new Error(`the SMS provider answered ${answer.status} to ${path}`);
    return answer.text();
  };
  return {
    url,
    environment: { KITH_SMS_ROUTES: '*=yunpian', ...JSON.parse(await read('/environment')) },
    codeFor: (phone) => read(`/code/${phone}`),
    stop: kill,
  };
}
