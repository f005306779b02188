import { expect } from 'chai';
import fc from 'fast-check';
import {
  cleanPortraitUri,
  cleanText,
  codePoints,
  escapeText,
  requireNoSpace,
  requirePasswordLength,
  requireTokenShape,
  type TextKind,
} from './text-rules.js';

const codeOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
  return 'no error';
};

describe('escaping a text', () => {
  const examples = {
    '<a>hello</a>': '&lt;a&gt;hello&lt;/a&gt;',
    'a > b': 'a &gt; b',
    '<!-- c -->': '',
    'a<!-- b\n<i> -->c<!-- d -->e': 'ace',
    '<!-- never ends': '&lt;!-- never ends',
    '<!<!-- c -->-- d -->': '&lt;!-- d --&gt;',
    '<!-->': '&lt;!--&gt;',
    '"quotes" & more': '"quotes" & more',
    '&lt;a&gt;': '&lt;a&gt;',
  };
  for (const [text, escaped] of Object.entries(examples))
    it(`turns ${JSON.stringify(text)} into ${JSON.stringify(escaped)}`, () => {
      expect(escapeText(text, 64)).to.equal(escaped);
    });

  it('cuts a text that only grew over the limit by it', () => {
    expect(escapeText('<'.repeat(32), 32)).to.equal('&lt;'.repeat(8));
    expect(escapeText(`${'<'.repeat(7)}aaaaa<`, 32)).to.equal(`${'&lt;'.repeat(7)}aaaa`);
  });

  it('leaves a text that was too long already too long', () => {
    expect(escapeText('<a>'.repeat(12), 32)).to.have.length(12 * 9);
  });

  it('drops NUL and half characters, which databases store differently or not at all', () => {
    expect(escapeText('a\0b', 32)).to.equal('ab');
    expect(escapeText('a\ud83d', 32)).to.equal('a\ufffd');
    expect(escapeText('\ude00a', 32)).to.equal('\ufffda');
  });

  it('cuts no character in half', () => {
    expect(escapeText('<<<\u{1f600}', 13)).to.equal('&lt;&lt;&lt;');
  });

  it('leaves no tag in any text, and escapes what it escaped to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const escaped = escapeText(text, 64);
        expect(escaped).not.to.match(/[<>\0]/);
        expect(escapeText(escaped, escaped.length)).to.equal(escaped);
      }),
    );
  });

  it('takes time in proportion to the text, also when every comment stays open', () => {
    expect(escapeText('<!--'.repeat(25_000), 32)).to.have.length(25_000 * 7);
  });
});

describe('the length of a text', () => {
  it('counts characters, an emoji as one', () => {
    expect(codePoints('')).to.equal(0);
    expect(codePoints('\u5f20\u4e09')).to.equal(2);
    expect(codePoints('\u{1f600}\u{1f600}')).to.equal(2);
  });

  const limits = {
    nickname: { min: 1, max: 32, code: 'nickname-length' },
    requestMessage: { min: 1, max: 64, code: 'request-message-length' },
    friendDisplayName: { min: 0, max: 32, code: 'display-name-length' },
    groupDisplayName: { min: 0, max: 32, code: 'display-name-length' },
    groupName: { min: 2, max: 32, code: 'group-name-length' },
    bulletin: { min: 0, max: 1024, code: 'bulletin-length' },
  } as const satisfies Record<TextKind, unknown>;

  for (const [kind, { min, max, code }] of Object.entries(limits) as [
    TextKind,
    (typeof limits)[TextKind],
  ][]) {
    it(`of a ${kind} is ${min} to ${max}`, () => {
      for (const character of ['a', '\u5f20', '\u{1f600}']) {
        expect(cleanText(kind, character.repeat(min))).to.equal(character.repeat(min));
        expect(cleanText(kind, character.repeat(max))).to.equal(character.repeat(max));
        expect(codeOf(() => cleanText(kind, character.repeat(max + 1)))).to.equal(code);
      }
    });
    if (min > 0)
      it(`of a ${kind} below ${min} is refused, also when only escaping made it so`, () => {
        expect(codeOf(() => cleanText(kind, 'a'.repeat(min - 1)))).to.equal(code);
        expect(codeOf(() => cleanText(kind, '<!-- c -->'))).to.equal(code);
      });
  }

  it('of a nickname may be blanks alone', () => {
    expect(cleanText('nickname', '   ')).to.equal('   ');
  });

  it('of a nickname is measured escaped: 32 times < is cut and kept, 12 times <a> is refused', () => {
    expect(cleanText('nickname', '<'.repeat(32))).to.equal('&lt;'.repeat(8));
    expect(codeOf(() => cleanText('nickname', '<a>'.repeat(12)))).to.equal('nickname-length');
  });

  it('of a name for a friend may be pushed over the limit by escaping, since the cut is at 64', () => {
    expect(codeOf(() => cleanText('friendDisplayName', '<'.repeat(9)))).to.equal('display-name-length');
    expect(cleanText('friendDisplayName', '<'.repeat(8))).to.equal('&lt;'.repeat(8));
  });
});

describe('a portrait address', () => {
  const accepted = [
    'http://localhost/a.png',
    'http://127.0.0.1:8080/a.png',
    'http://[::1]:8080/a.png',
    'http://a.co/',
    'https://a.com',
    'http://u:p@a.com/xx',
    'http://a.com/new_address',
    'https://a.com?x=1',
    'https://\u56fe\u7247.\u516c\u53f8/\u5f20.png',
    'https://xn--fiq228c.xn--55qx5d/a',
    'http://a.com:65535/',
  ];
  for (const uri of accepted)
    it(`may be ${uri}`, () => {
      expect(cleanPortraitUri(uri)).to.equal(uri);
    });

  it('is stored escaped', () => {
    expect(cleanPortraitUri('http://a.com/<x>')).to.equal('http://a.com/&lt;x&gt;');
  });

  const refused = [
    '',
    'abcd.com/abcdefgh',
    '//a.com/xxxxxx',
    'ftp://a.com/xxxxx',
    'HTTPS://a.com/xxx',
    'javascript:alert(1)',
    'http://a.com/a b',
    ' http://a.com/abc',
    'http://a_b.com/abc',
    'http://singlelabel/abc',
    'http://a.c/abcdef',
    'http://a..com/abcd',
    'http://-a.com/abcd',
    'http://999.1.1.1/a',
    'http://a.com:0/abc',
    'http://a.com:65536/',
    'http:///abcdefgh',
    'https://',
  ];
  for (const uri of refused)
    it(`cannot be '${uri}'`, () => {
      expect(codeOf(() => cleanPortraitUri(uri))).to.equal('portrait-uri-format');
    });

  it('has 12 to 256 characters', () => {
    const long = `http://a.com/${'a'.repeat(256 - 13)}`;
    expect(cleanPortraitUri(long)).to.equal(long);
    expect(codeOf(() => cleanPortraitUri(`${long}a`))).to.equal('portrait-uri-length');
    expect(codeOf(() => cleanPortraitUri('http://a.co'))).to.equal('portrait-uri-length');
  });

  it('is judged in time in proportion to its length', () => {
    for (const uri of [
      `http://${'a'.repeat(100_000)}`,
      `http://${'a.'.repeat(50_000)}`,
      `http://${'a@'.repeat(50_000)}`,
    ])
      expect(codeOf(() => cleanPortraitUri(uri))).to.equal('portrait-uri-format');
  });
});

describe('a password', () => {
  it('has 6 to 20 characters', () => {
    for (const password of ['123456', '\u{1f600}'.repeat(6), 'a'.repeat(20)])
      expect(codeOf(() => requirePasswordLength(password))).to.equal('no error');
    for (const password of ['', '12345', 'a'.repeat(21)])
      expect(codeOf(() => requirePasswordLength(password))).to.equal('password-length');
  });

  it('has no space anywhere, not even in front', () => {
    for (const password of ['qwe qwe', ' qweqwe', 'qweqwe '])
      expect(codeOf(() => requireNoSpace(password))).to.equal('password-space');
    expect(codeOf(() => requireNoSpace('qweqwe'))).to.equal('no error');
  });
});

describe('a verification token', () => {
  it('is shaped like a UUID, of any version, in any case', () => {
    for (const token of ['9a615598-7caa-11e5-a305-525439e49ee9', '9A615598-7CAA-41E5-A305-525439E49EE9'])
      expect(codeOf(() => requireTokenShape(token))).to.equal('no error');
  });

  for (const token of [
    '',
    '...',
    '123',
    '9a6155987caa11e5a305525439e49ee9',
    '9a615598-7caa-11e5-a305-525439e49ee9\n',
  ])
    it(`is not ${JSON.stringify(token)}`, () => {
      expect(codeOf(() => requireTokenShape(token))).to.equal('verification-token-malformed');
    });
});
