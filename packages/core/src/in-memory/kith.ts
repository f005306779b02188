import { createUseCases, type UseCases } from '../index.js';
import { type InMemoryPorts, type InMemoryPortsOptions, inMemoryPorts } from './ports.js';

/** The whole of Kith in one object: every use case, beside the ports they work on. */
export interface InMemoryKith extends UseCases, InMemoryPorts {}

/**
 * A Kith to test an app's domain against: no server, no database, no waiting. Time moves by `clock.advance`, SMS arrive
 * in `smsVerifier.inbox`, and what the IM cloud heard is in `imGateway.delivered` after `deliverOutbox`.
 */
export function createInMemoryKith(options: InMemoryPortsOptions = {}): InMemoryKith {
  const ports = inMemoryPorts(options);
  return { ...ports, ...createUseCases(ports) };
}
