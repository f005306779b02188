// The server's own wiring with one part replaced: kithContainer, and a module that binds imGateway anew.
// Prints: Carol's IM token is token-from-our-cloud
import { kithContainer, module, readConfig } from '@kith/server';

const ours = module((bind) => {
  bind.singleton('imGateway', ['logger'], ({ logger }) => ({
    async issueToken() {
      return 'token-from-our-cloud';
    },
    async deliver({ event }) {
      logger.info({ event: event.type }, 'told our cloud');
    },
  }));
  // Nor can our cloud be asked what it knows: nothing is compared with it.
  bind.value('imDirectory', null);
});

const config = readConfig({
  NODE_ENV: 'development',
  DATABASE_URL: 'sqlite::memory:',
  KITH_LOG_LEVEL: 'silent',
});
const container = kithContainer(config, ours);
try {
  // Every service by its key; made when it is first asked for, with what it needs.
  const sendCode = await container.get('sendCode');
  const verifyCode = await container.get('verifyCode');
  const register = await container.get('register');
  const getImToken = await container.get('getImToken');

  const phone = { region: '86', number: '13900000003' };
  await sendCode(phone);
  const verificationToken = await verifyCode(phone, '9999');
  const { user } = await register({ nickname: 'Carol', password: 'secret123', verificationToken });
  console.log(`Carol's IM token is ${await getImToken(user, { fresh: false })}`);
} finally {
  // Closes what was made: here the database.
  await container.close();
}
