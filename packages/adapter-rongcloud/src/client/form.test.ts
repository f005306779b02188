import { expect } from 'chai';
import { formBody } from './form.js';

describe('the body of a request', () => {
  it('repeats the name for each value of a list, without brackets or commas', () => {
    expect(formBody({ userId: ['a', 'b'], groupId: 'g' })).to.equal('userId=a&userId=b&groupId=g');
  });

  it('carries any text, in names too', () => {
    const body = formBody({ 'group[x1]': '登山 & co', name: '😀+=%' });
    expect([...new URLSearchParams(body)]).to.deep.equal([
      ['group[x1]', '登山 & co'],
      ['name', '😀+=%'],
    ]);
  });

  it('has what is empty or 0, not what is undefined', () => {
    expect(formBody({ portraitUri: '', minute: 0, pushContent: undefined, userId: [] })).to.equal(
      'portraitUri=&minute=0',
    );
  });
});
