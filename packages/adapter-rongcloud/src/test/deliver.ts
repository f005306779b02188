import {
  type DomainErrorCode,
  type DomainErrorData,
  epochMs,
  groupId,
  type ImEvent,
  isDomainError,
  userId,
  version,
} from '@kith/core';
import { rejectionOf } from '@kith/testing';
import { expect } from 'chai';
import type { RongCloud } from '../gateway.js';

export const ann = { id: userId(1), nickname: 'Ann', portraitUri: '' };
export const group = groupId(3);

/** May be said twice. */
export const join: ImEvent = { type: 'group-joined', group, name: 'walkers', members: [ann.id] };
export const joinPath = '/group/join.json';

/** A message: may not. */
export const notice: ImEvent = {
  type: 'group-notice',
  group,
  operator: ann,
  notice: { operation: 'Create', groupName: 'walkers' },
};
export const publishPath = '/message/group/publish.json';

export const deliver = (cloud: RongCloud, event: ImEvent): Promise<void> =>
  cloud.deliver({ event, version: version(1_700_000_000_000_000), at: epochMs(1_700_000_000_000) });

/** What the `DomainError` of the code says, which has to come. */
export async function refusalOf<Code extends DomainErrorCode>(
  promise: Promise<unknown>,
  code: Code,
): Promise<DomainErrorData[Code]> {
  const error = await rejectionOf(promise);
  if (!isDomainError(error, code)) return expect.fail(`${String(error)} should be the DomainError ${code}`);
  return error.data;
}
