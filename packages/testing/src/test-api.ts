import { type DomainErrorCode, isDomainError } from '@kith/core';
import { expect } from 'chai';

/** Where a suite puts its tests: the globals of mocha, or what `node:test` or vitest export. */
export interface TestApi {
  describe(title: string, body: () => void): unknown;
  it(title: string, body: () => Promise<void> | void): unknown;
  before(hook: () => Promise<void>): unknown;
  after(hook: () => Promise<void>): unknown;
}

/** What a promise is rejected with; a promise that holds fails the test. */
export const rejectionOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('it was not refused'),
    (error: unknown) => error,
  );

/** Expects a refusal with a `DomainError` of the code. */
export async function expectRefusal(promise: Promise<unknown>, code: DomainErrorCode): Promise<void> {
  const error = await rejectionOf(promise);
  expect(isDomainError(error, code), `${String(error)} should be the DomainError ${code}`).to.equal(true);
}

/** What became of several things done at once: how many held, and what the others were rejected with. */
export async function settle(
  promises: readonly Promise<unknown>[],
): Promise<{ readonly fulfilled: number; readonly reasons: readonly unknown[] }> {
  const results = await Promise.allSettled(promises);
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  return { fulfilled: results.length - reasons.length, reasons };
}

/** The numbers from 0 up to, not with, `count`. */
export const times = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
