import type { Clock, Random } from '@kith/core';
import { judge } from './answer.js';
import { type CircuitOptions, circuit } from './circuit.js';
import { domainError } from './domain-error.js';
import { command, type Endpoint } from './endpoint.js';
import { type Fields, formBody } from './form.js';
import { type DataCentre, hosts } from './hosts.js';
import type { RongCloudLog } from './log.js';
import { type Failure, failure, type Outcome } from './outcome.js';
import { persist } from './persist.js';
import { poster } from './post.js';
import { rateLimits } from './rate-limits.js';
import { type Keys, signedHeaders } from './signature.js';
import { type Deadline, deadline, type Time, type Timeouts } from './time.js';

export interface ClientOptions extends Keys {
  readonly hosts: DataCentre | readonly string[];
  readonly limitShare: number;
  readonly circuit: CircuitOptions;
}

export interface ClientNeeds {
  readonly clock: Clock;
  readonly random: Pick<Random, 'digits' | 'fraction' | 'uuid'>;
  readonly time: Time;
  readonly log: RongCloudLog;
}

/**
 * Calls one endpoint.
 *
 * @param cost what it counts towards the endpoint's limit; 1 unless given
 * @throws DomainError `im-unavailable`, `im-refused`; `im-uncertain` for what must not be said twice
 */
export type Call = <T>(endpoint: Endpoint<T>, fields: Fields, cost?: number) => Promise<T>;

export interface Client {
  /**
   * Calls of one kind of hurry, with a circuit of their own: what is too slow for those who cannot wait is still there for those
   * who can. Each time it is called, the calls made with the result have to be over in that time, all together.
   */
  lane(timeouts: Timeouts, onCircuit: (isOpen: boolean) => void): () => Call;
  /** Waits for what is on its way. */
  close(): Promise<void>;
}

interface Request<T> {
  readonly endpoint: Endpoint<T>;
  readonly fields: Fields;
  readonly cost: number;
  readonly deadline: Deadline;
}

/** Something harmless to ask. */
const probe = { endpoint: command('/user/checkOnline.json'), fields: { userId: 'kith' }, cost: 1 };

export function client(options: ClientOptions, needs: ClientNeeds): Client {
  const { time, random, log } = needs;
  const headers = signedHeaders(options, needs);
  const post = poster();
  const limits = rateLimits(time, options.limitShare);
  const tryUntilDone = persist({
    time,
    random,
    hosts: hosts(options.hosts),
    onFailover: (from, to, { reason }) => log.warn(`RongCloud's host ${from} fails (${reason}): on to ${to}`),
  });

  const attempt = async <T>(host: string, request: Request<T>): Promise<Outcome<T>> => {
    const { endpoint, fields, cost, deadline } = request;
    // A message that is cut off would be in doubt for nothing.
    const spareMs = deadline.leftMs() - (endpoint.repeatable ? 0 : deadline.leastMs);
    if (spareMs <= 0) return failure('held-back', 'no time left');
    const { granted, waitMs } = limits.reserve(endpoint.path, cost, spareMs);
    if (!granted) return failure('held-back', 'no turn in time within the rate limit', waitMs);
    if (waitMs > 0) await time.wait(waitMs);
    return deadline.attempt(async (signal) => {
      const signed = headers();
      const reply = await post(`${host}${endpoint.path}`, signed, formBody(fields), signal);
      const outcome = 'kind' in reply ? reply : judge(endpoint.answer, reply);
      return outcome.kind === 'done' ? outcome : named(outcome, signed['X-Request-ID']);
    });
  };

  const lane = (timeouts: Timeouts, onChange: (isOpen: boolean) => void): (() => Call) => {
    const breaker = circuit(options.circuit, onChange);

    const insist = <T>(request: Request<T>): Promise<Outcome<T>> =>
      breaker.run(() =>
        tryUntilDone((host) => attempt(host, request), {
          repeatable: request.endpoint.repeatable,
          deadline: request.deadline,
        }),
      );

    /** A message is no way to find out whether RongCloud is back: it may be lost by it. */
    const carefully = async <T>(request: Request<T>): Promise<Outcome<T>> => {
      if (request.endpoint.repeatable || breaker.isClosed()) return insist(request);
      await insist({ ...probe, deadline: request.deadline });
      return breaker.isClosed() ? insist(request) : breaker.heldBack();
    };

    return () => {
      const until = deadline(time, timeouts);
      return async (endpoint, fields, cost = 1) => {
        const outcome = await carefully({ endpoint, fields, cost, deadline: until });
        if (outcome.kind === 'done') return outcome.answer;
        const reason = `${endpoint.path}: ${outcome.reason}`;
        complain(log, { ...outcome, reason });
        throw domainError({ ...outcome, reason }, endpoint);
      };
    };
  };

  return { lane, close: post.close };
}

function complain(log: RongCloudLog, { kind, reason }: Failure): void {
  if (kind === 'refused') log.error(`RongCloud refused ${reason}`);
  else if (kind === 'locked-out')
    log.error(`RongCloud does not know us: check app key, secret and data centre. ${reason}`);
  else if (kind !== 'held-back') log.warn(`RongCloud: ${kind}, ${reason}`);
}

/** So that RongCloud's support finds it. */
const named = (outcome: Failure, requestId: string): Failure => ({
  ...outcome,
  reason: `${outcome.reason}, request ${requestId}`,
});
