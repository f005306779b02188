import { n3dIdCodec, type Ports, productionRules, type Rules, unlimitedSms } from '../index.js';
import { type InMemoryAlerts, inMemoryAlerts } from './alerts.js';
import { type InMemoryClock, inMemoryClock } from './clock.js';
import { type InMemoryImGateway, inMemoryImGateway } from './im-gateway.js';
import { inMemoryPasswordHasher } from './password-hasher.js';
import { inMemoryPhoneNumbers } from './phone-numbers.js';
import { inMemoryRandom } from './random.js';
import { inMemoryRateLimiter } from './rate-limiter.js';
import { inMemorySecretDigest } from './secret-digest.js';
import { type InMemorySmsVerifier, inMemorySmsVerifier } from './sms-verifier.js';
import type { InMemoryStore } from './store.js';
import { inMemoryUnitOfWork } from './unit-of-work.js';
import { inMemoryUploadSigner } from './upload-signer.js';

export interface InMemoryPorts extends Ports {
  readonly clock: InMemoryClock;
  readonly smsVerifier: InMemorySmsVerifier;
  readonly imGateway: InMemoryImGateway;
  readonly imDirectory: InMemoryImGateway;
  readonly alerts: InMemoryAlerts;
}

export interface InMemoryPortsOptions {
  /** Those of production unless given, and SMS without limit: a test's numbers are neighbours, and all sign up at once. */
  readonly rules?: Rules;
  /** Data to work on, if other than none. */
  readonly store?: InMemoryStore;
  /** Starts the deterministic chance; 1 unless given. */
  readonly seed?: number;
  /** Runs each write once for nothing before it counts. */
  readonly rehearse?: boolean;
}

const n3dKey = 'in-memory';
const generousRules: Rules = { ...productionRules, smsSpend: unlimitedSms };

/** Every port, over one store in memory: no server, no database, no network. */
export function inMemoryPorts({
  rules = generousRules,
  seed = 1,
  ...data
}: InMemoryPortsOptions = {}): InMemoryPorts {
  const clock = inMemoryClock();
  const random = inMemoryRandom(seed);
  const imGateway = inMemoryImGateway();
  return {
    unitOfWork: inMemoryUnitOfWork({ clock, ...data }),
    clock,
    random,
    rules,
    idCodec: n3dIdCodec(n3dKey),
    phoneNumbers: inMemoryPhoneNumbers(),
    smsVerifier: inMemorySmsVerifier(random),
    passwordHasher: inMemoryPasswordHasher(),
    secretDigest: inMemorySecretDigest(),
    rateLimiter: inMemoryRateLimiter(clock),
    imGateway,
    imDirectory: imGateway,
    uploadSigner: inMemoryUploadSigner(),
    alerts: inMemoryAlerts(),
  };
}
