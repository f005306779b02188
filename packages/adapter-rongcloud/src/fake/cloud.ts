import type { Endpoint } from './endpoint.js';
import { clientApi, serverApi } from './endpoints/index.js';
import type { Form } from './form.js';
import { noJournal, openJournal } from './journal.js';
import { emptyState, type FakeState } from './state.js';

export interface Cloud {
  readonly state: FakeState;
  /**
   * Does what a call asks for, keeps it in the file, and gives what goes into the answer.
   *
   * @throws Refusal, having changed nothing
   */
  carryOut(path: string, endpoint: Endpoint, form: Form): Readonly<Record<string, unknown>>;
  forget(): void;
  close(): void;
}

export interface CloudOptions {
  readonly file?: string | undefined;
  readonly userQuota: number;
  readonly now: () => number;
}

export function openCloud({ file, userQuota, now }: CloudOptions): Cloud {
  const state = emptyState();
  const journal =
    file === undefined
      ? noJournal
      : openJournal(file, ({ at, path, form }) => {
          const endpoint = serverApi.get(path) ?? clientApi.get(path);
          // The quota may have been another then.
          endpoint?.carryOut(form, { state, now: at, userQuota: Number.POSITIVE_INFINITY });
        });

  return {
    state,
    carryOut: (path, endpoint, form) => {
      const at = now();
      const answer = endpoint.carryOut(form, { state, now: at, userQuota });
      if (endpoint.changes) journal.write({ at, path, form });
      return answer;
    },
    forget: () => {
      Object.assign(state, emptyState());
      journal.clear();
    },
    close: () => journal.close(),
  };
}
