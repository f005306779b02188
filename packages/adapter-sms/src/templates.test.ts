import { expect } from 'chai';
import { codeText, forRegion, localeOf, perLocale } from './templates.js';

const read = (text: string) => perLocale().parse(text);
const complaint = (text: string) => perLocale().safeParse(text).error?.issues[0]?.message;

describe('the language of a region', () => {
  const regions = { 86: 'zh_cn', 852: 'zh_tw', 853: 'zh_tw', 886: 'zh_tw', 81: 'ja', 82: 'ko' } as const;
  for (const [region, locale] of Object.entries(regions))
    it(`is ${locale} for +${region}`, () => {
      expect(localeOf(region)).to.equal(locale);
    });

  it('is English for every other', () => {
    for (const region of ['1', '44', '7', '8', '861', 'constructor', ''])
      expect(localeOf(region), region).to.equal('en');
  });
});

describe('a table of locales', () => {
  it('is read from pairs', () => {
    expect(read(' zh_cn=1234, en=5678 ')).to.deep.equal({ zh_cn: '1234', en: '5678' });
  });

  it('may hold commas and equals signs in its values', () => {
    expect(read('en=Your code is #code#, a=b,zh_cn=x')).to.deep.equal({
      en: 'Your code is #code#, a=b',
      zh_cn: 'x',
    });
  });

  it('gives each region its own, else English, else the only one', () => {
    const both = read('zh_cn=1234,en=5678');
    expect(['86', '852', '1'].map((region) => forRegion(both, region))).to.deep.equal([
      '1234',
      '5678',
      '5678',
    ]);
    expect(['86', '1'].map((region) => forRegion(read('zh_cn=1234'), region))).to.deep.equal([
      '1234',
      '1234',
    ]);
  });

  it('is refused when it leaves a region without a value', () => {
    expect(complaint('zh_cn=1,ja=2')).to.equal('needs an entry for en');
  });

  it('is refused when it cannot be read', () => {
    for (const text of ['1234', 'de=1', '', 'en'])
      expect(complaint(text), text).to.equal(
        `"${text}" is not like en=...; locales are zh_cn, zh_tw, ja, ko, en`,
      );
    expect(complaint('zh_cn=1,en=')).to.match(/^en: /);
    expect(complaint('en=1,en=2')).to.equal('names a locale twice');
  });
});

describe('a text of ours', () => {
  it('has the name of the app and the code, in the language of the region, and fits one SMS', () => {
    const words = {
      86: '您的验证码是',
      886: '您的驗證碼是',
      81: '認証コード',
      82: '인증번호',
      1: 'verification code',
    };
    for (const [region, word] of Object.entries(words)) {
      const text = codeText('Kith', region, '271828');
      expect(text).to.include('Kith').and.include('271828').and.include(word);
      expect(text).to.have.length.at.most(70);
    }
  });
});
