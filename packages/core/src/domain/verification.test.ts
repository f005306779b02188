import { expect } from 'chai';
import { type EpochMs, epochMs } from './ids.js';
import { developmentRules, productionRules as rules } from './rules.js';
import {
  beginSend,
  requireToken,
  type SentCode,
  sendFailed,
  sent,
  takeTry,
  useUp,
  type Verification,
  verified,
} from './verification.js';

const start = epochMs(1_500_000_000_000);
const after = (ms: number): EpochMs => epochMs(start + ms);
const minute = 60_000;

const codeSentAt = (at: EpochMs, reference: string, before: Verification | null = null): Verification =>
  sent(beginSend(before, at, rules), { reference, startedAt: at, sentAt: at });

const references = (codes: readonly SentCode[]): string[] => codes.map(({ reference }) => reference);

describe('sending a code', () => {
  it('is refused within a minute of the last one, saying how long is left', () => {
    const first = codeSentAt(start, 'first');
    expect(() => beginSend(first, after(minute - 1), rules))
      .to.throw()
      .that.deep.includes({ code: 'code-throttled', data: { retryAfterMs: 1 } });
    expect(() => beginSend(first, after(minute), rules)).not.to.throw();
  });

  it('is refused within 5 seconds in development', () => {
    const first = codeSentAt(start, 'first');
    expect(() => beginSend(first, after(4_999), developmentRules)).to.throw();
    expect(() => beginSend(first, after(5_000), developmentRules)).not.to.throw();
  });

  it('is reserved by beginning it: a second request at the same time is refused', () => {
    const begun = beginSend(null, start, rules);
    expect(() => beginSend(begun, start, rules))
      .to.throw()
      .with.property('code', 'code-throttled');
  });

  it('may be tried again at once when it failed', () => {
    const failed = sendFailed(beginSend(null, start, rules), start);
    expect(() => beginSend(failed, after(1), rules)).not.to.throw();
  });

  it('that failed leaves the reservation of a later one alone', () => {
    const later = beginSend(beginSend(null, start, rules), after(minute), rules);
    expect(sendFailed(later, start)).to.deep.equal(later);
  });

  it('that failed leaves an earlier code good', () => {
    const first = codeSentAt(start, 'first');
    const failed = sendFailed(beginSend(first, after(minute), rules), after(minute));
    expect(references(takeTry(failed, after(minute), rules).codes)).to.deep.equal(['first']);
  });

  it('counts tries anew', () => {
    const tired = { ...codeSentAt(start, 'first'), tries: rules.code.maxTries };
    const renewed = codeSentAt(after(minute), 'second', tired);
    expect(() => takeTry(renewed, after(minute), rules)).not.to.throw();
  });

  it('does not take back a token that was earned', () => {
    const earned = verified(
      codeSentAt(start, 'first'),
      { reference: 'first', startedAt: start, sentAt: start },
      'digest',
      start,
      rules,
    );
    expect(codeSentAt(after(minute), 'second', earned).token).to.deep.equal(earned.token);
  });
});

describe('trying a code', () => {
  it('is refused for a number that was sent none', () => {
    expect(() => takeTry(null, start, rules))
      .to.throw()
      .with.property('code', 'phone-unknown');
  });

  it('is refused while the first one is still on its way', () => {
    expect(() => takeTry(beginSend(null, start, rules), start, rules))
      .to.throw()
      .with.property('code', 'code-expired');
  });

  it('is possible for 2 minutes, to the millisecond', () => {
    const state = codeSentAt(start, 'first');
    expect(() => takeTry(state, after(2 * minute), rules)).not.to.throw();
    expect(() => takeTry(state, after(2 * minute + 1), rules))
      .to.throw()
      .with.property('code', 'code-expired');
  });

  it('reaches the code before the last too: an SMS may arrive late', () => {
    const state = codeSentAt(after(minute), 'second', codeSentAt(start, 'first'));
    expect(references(takeTry(state, after(2 * minute), rules).codes)).to.deep.equal(['second', 'first']);
    expect(references(takeTry(state, after(2 * minute + 1), rules).codes)).to.deep.equal(['second']);
  });

  it('reaches no further back than that', () => {
    const second = codeSentAt(after(5_000), 'second', sendFailed(codeSentAt(start, 'first'), start));
    const third = codeSentAt(after(10_000), 'third', sendFailed(second, after(5_000)));
    expect(references(takeTry(third, after(10_000), rules).codes)).to.deep.equal(['third', 'second']);
  });

  it('asks once about a code that was sent twice', () => {
    const state = codeSentAt(after(minute), 'same', codeSentAt(start, 'same'));
    expect(references(takeTry(state, after(minute), rules).codes)).to.deep.equal(['same']);
  });

  it('is refused after 5 tries', () => {
    let state = codeSentAt(start, 'first');
    for (let round = 1; round <= 5; round += 1) state = takeTry(state, start, rules).next;
    expect(() => takeTry(state, start, rules))
      .to.throw()
      .with.property('code', 'code-expired');
  });
});

describe('a right code', () => {
  const code = { reference: 'first', startedAt: start, sentAt: start };

  it('earns a token for 10 minutes', () => {
    const { token } = verified(codeSentAt(start, 'first'), code, 'digest', after(1), rules);
    expect(token).to.deep.equal({ digest: 'digest', expiresAt: start + 1 + 10 * minute });
  });

  it('is good once', () => {
    const state = verified(codeSentAt(start, 'first'), code, 'digest', start, rules);
    expect(() => takeTry(state, start, rules))
      .to.throw()
      .with.property('code', 'code-expired');
    expect(() => verified(state, code, 'other', start, rules))
      .to.throw()
      .with.property('code', 'code-expired');
  });

  it('ends the code before it too', () => {
    const state = codeSentAt(after(minute), 'second', codeSentAt(start, 'first'));
    const [newest = code] = state.codes;
    expect(verified(state, newest, 'digest', after(minute), rules).codes).to.deep.equal([]);
  });

  it('ends the token earned before', () => {
    const once = verified(codeSentAt(start, 'first'), code, 'old', start, rules);
    const twice = verified(codeSentAt(after(minute), 'first', once), code, 'new', after(minute), rules);
    expect(() => requireToken(twice, 'old', after(minute)))
      .to.throw()
      .with.property('code', 'verification-token-unknown');
    expect(() => requireToken(twice, 'new', after(minute))).not.to.throw();
  });
});

describe('a verification token', () => {
  const state = verified(
    codeSentAt(start, 'first'),
    { reference: 'first', startedAt: start, sentAt: start },
    'digest',
    start,
    rules,
  );
  const refusal = 'verification-token-unknown';

  it('is good for 10 minutes, to the millisecond', () => {
    expect(requireToken(state, 'digest', after(10 * minute))).to.equal(state);
    expect(() => requireToken(state, 'digest', after(10 * minute + 1)))
      .to.throw()
      .with.property('code', refusal);
  });

  it('is no other than the one that was given', () => {
    expect(() => requireToken(state, 'another', start))
      .to.throw()
      .with.property('code', refusal);
    expect(() => requireToken(null, 'digest', start))
      .to.throw()
      .with.property('code', refusal);
    expect(() => requireToken(codeSentAt(start, 'first'), 'digest', start))
      .to.throw()
      .with.property('code', refusal);
  });

  it('is gone when it is used up', () => {
    expect(() => requireToken(useUp(state), 'digest', start))
      .to.throw()
      .with.property('code', refusal);
  });
});
