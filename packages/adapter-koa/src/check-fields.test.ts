import { n3dIdCodec, userId } from '@kith/core';
import { expect } from 'chai';
import { z } from 'zod';
import { checkFields } from './check-fields.js';
import { idFields, phoneFields, text } from './fields.js';
import { RequestError } from './request-error.js';

const ids = n3dIdCodec('11EdDIaqpcim');
const one = 'kFpN4KiZn';

const refusalOf = (schema: z.ZodType, fields: Record<string, unknown>): string => {
  try {
    checkFields(schema, fields);
    return 'none';
  } catch (error) {
    if (error instanceof RequestError) return `${error.code} ${error.data.field}`;
    throw error;
  }
};

describe('fields of a body', () => {
  const { userId: friendId, userIds: memberIds } = idFields(ids);
  const invitation = z.object({ friendId, message: text });

  it('are decoded', () => {
    expect(checkFields(invitation, { friendId: one, message: 'hi' })).to.deep.equal({
      friendId: userId(1),
      message: 'hi',
    });
  });

  for (const bad of [undefined, null, '', [], 'garbage', 'kFpN4KiZnn', 1, true, {}, { $ne: 1 }, [one]])
    it(`an id that is ${JSON.stringify(bad)} counts as empty`, () => {
      expect(refusalOf(invitation, { friendId: bad, message: 'hi' })).to.equal('field-empty friendId');
    });

  it('a list of ids keeps the place of those that cannot be read', () => {
    expect(
      checkFields(z.object({ memberIds }), { memberIds: [one, 'garbage', 3, null, { $ne: 1 }] }),
    ).to.deep.equal({
      memberIds: [userId(1), null, null, null, null],
    });
  });

  for (const bad of [undefined, null, '', [], one, 7, {}])
    it(`a list of ids that is ${JSON.stringify(bad)} counts as empty`, () => {
      expect(refusalOf(z.object({ memberIds }), { memberIds: bad })).to.equal('field-empty memberIds');
    });

  for (const bad of [undefined, null, '', []])
    it(`a text that is ${JSON.stringify(bad)} is empty`, () => {
      expect(refusalOf(z.object({ message: text }), { message: bad })).to.equal('field-empty message');
    });

  for (const bad of [0, 1, true, false, {}, { $ne: 1 }, ['a']])
    it(`a text that is ${JSON.stringify(bad)} is invalid`, () => {
      expect(refusalOf(z.object({ message: text }), { message: bad })).to.equal('field-invalid message');
    });

  it('a text of blanks is a text', () => {
    expect(refusalOf(z.object({ message: text }), { message: '  ' })).to.equal('none');
  });

  it('a phone may be text or number, and no query object', () => {
    const phone = z.object(phoneFields);
    expect(checkFields(phone, { region: 86, phone: 13912345678 })).to.deep.equal({
      region: '86',
      phone: '13912345678',
    });
    expect(refusalOf(phone, { region: '86', phone: { $ne: 1 } })).to.equal('field-invalid phone');
    expect(refusalOf(phone, { region: { $ne: 1 }, phone: '1' })).to.equal('field-invalid region');
  });

  it('the first bad one in the order they were sent is named, absent ones last', () => {
    expect(refusalOf(invitation, { message: '', friendId: 'garbage' })).to.equal('field-empty message');
    expect(refusalOf(invitation, { message: '' })).to.equal('field-empty message');
  });

  it('that clients make up, such as encodedFriendId, change nothing', () => {
    const fields = { encodedFriendId: 'z2mlAvb0c', friendId: one, message: 'hi', constructor: 1 };
    expect(checkFields(invitation, fields)).to.deep.equal({ friendId: userId(1), message: 'hi' });
  });
});
