// What RongCloud is like for a while. `begin` makes it so, and gives what ends it.
import { setTimeout } from 'node:timers/promises';

const killEveryMs = 3_000;

export const weathers = {
  healthy: {
    says: 'RongCloud answers at once',
    begin: async () => async () => {},
  },
  down: {
    says: 'nobody listens',
    async begin({ rongCloud }) {
      await rongCloud.kill();
      return () => rongCloud.start();
    },
  },
  slow: {
    says: 'every answer takes 5 s',
    async begin({ rongCloud }) {
      await rongCloud.trouble({ kind: 'slow', ms: 5_000 });
      return () => rongCloud.behave();
    },
  },
  silent: {
    says: 'it takes every call and never answers',
    async begin({ rongCloud }) {
      await rongCloud.trouble({ kind: 'hang' });
      return () => rongCloud.behave();
    },
  },
  refusing: {
    says: '500 and code 1000',
    async begin({ rongCloud }) {
      await rongCloud.trouble({ kind: 'refuse', code: 1000 });
      return () => rongCloud.behave();
    },
  },
  locked: {
    says: '401 and code 1004, as with a wrong secret',
    async begin({ rongCloud }) {
      await rongCloud.trouble({ kind: 'refuse', code: 1004 });
      return () => rongCloud.behave();
    },
  },
  busy: {
    says: '429 and code 1008',
    async begin({ rongCloud }) {
      await rongCloud.trouble({ kind: 'refuse', code: 1008 });
      return () => rongCloud.behave();
    },
  },
  'killed in mid-delivery': {
    says: `answers after 0.3 s, and is killed every ${killEveryMs / 1000} s`,
    begin: ({ rongCloud }) =>
      killing(async () => {
        await rongCloud.kill();
        await rongCloud.start();
        await rongCloud.trouble({ kind: 'slow', ms: 300 });
      }, rongCloud.behave),
  },
  'relay killed in mid-delivery': {
    says: `answers after 0.3 s; the relay is killed every ${killEveryMs / 1000} s`,
    async begin({ rongCloud, relay }) {
      await rongCloud.trouble({ kind: 'slow', ms: 300 });
      return killing(async () => {
        await relay.kill();
        await relay.start();
      }, rongCloud.behave);
    },
  },
};

/** Does it again and again until it is ended. */
async function killing(kill, behave) {
  const stopping = new AbortController();
  const killer = (async () => {
    while (!stopping.signal.aborted) {
      await kill();
      await setTimeout(killEveryMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return async () => {
    stopping.abort();
    await killer;
    await behave();
  };
}
