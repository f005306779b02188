// The README's walk-through, run by bash as it stands there: only the code, which here comes by SMS, is another.
import { run } from '../scripts/run.mjs';
import { blocksOf } from '../test/docs/files.mjs';

export async function walkThrough({ server, sms }) {
  const { text } = blocksOf('README.md').find(
    (block) => block.language === 'bash' && block.text.includes('KITH'),
  );
  const script = text.replace('\\"9999\\"', `\\"$(curl -sS "${sms.url}/code/$2")\\"`);
  if (script === text) throw new Error('the README has no code 9999 any more');
  return run('bash', ['-euo', 'pipefail', '-c', script], { env: { KITH: server } });
}
