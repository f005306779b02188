import { createHmac } from 'node:crypto';
import type { Fields, Read } from './fields.js';
import type { Form } from './form.js';
import type { FakeState } from './state.js';

/** What a handler may use. */
export interface App {
  readonly state: FakeState;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How many users may be given tokens. */
  readonly userQuota: number;
}

/** Documented limits are of an app, by path. */
export interface Rate {
  readonly max: number;
  readonly ms: number;
  /** The field of which each value counts as one call. */
  readonly counts?: string;
}

export interface Endpoint {
  readonly rate: Rate;
  /** Whether it changes anything; all that does is kept in the file. */
  readonly changes: boolean;
  readonly takesNothing: boolean;
  /**
   * What goes into the answer beside its code.
   *
   * @throws Refusal before anything is changed
   */
  carryOut(form: Form, app: App): Readonly<Record<string, unknown>>;
}

export type Endpoints = Readonly<Record<string, Endpoint>>;

export const perSecond = (max: number, counts?: string): Rate => ({
  max,
  ms: 1000,
  ...(counts === undefined ? {} : { counts }),
});

interface Plan<F extends Fields> {
  readonly fields: F;
  readonly rate?: Rate;
  handle(fields: Read<F>, app: App, form: Form): Readonly<Record<string, unknown>> | undefined;
}

const endpoint = <F extends Fields>({ fields, rate, handle }: Plan<F>, changes: boolean): Endpoint => ({
  rate: rate ?? perSecond(100),
  changes,
  takesNothing: Object.values(fields).every((field) => !field.isRequired),
  carryOut: (form, app) => {
    const read = Object.entries(fields).map(([name, field]) => [name, field.read(form, name)]);
    return handle(Object.fromEntries(read) as Read<F>, app, form) ?? {};
  },
});

export const change = <F extends Fields>(plan: Plan<F>): Endpoint => endpoint(plan, true);
export const query = <F extends Fields>(plan: Plan<F>): Endpoint => endpoint(plan, false);

/** Texts that look random, and are the same when the file is read again. */
export const nextSecret = (state: FakeState): Buffer => {
  state.serial += 1;
  return createHmac('sha256', 'fake').update(String(state.serial)).digest();
};

/** `2026-01-31 16:12:38` by the clock of Beijing, as the data centre in China writes it. */
export const beijingTime = (ms: number): string =>
  new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
