import { expect } from 'chai';
import { dataCentres, hosts } from './hosts.js';

describe("RongCloud's hosts", () => {
  for (const [name, [first, second]] of Object.entries(dataCentres))
    it(`of ${name} are two, over TLS, the preferred one first`, () => {
      const list = hosts(name as keyof typeof dataCentres);
      expect(list.current())
        .to.equal(first)
        .and.to.match(/^https:\/\/api\./);
      list.leave(list.current());
      expect(list.current())
        .to.equal(second)
        .and.to.match(/^https:\/\/api-b\./);
    });

  it('are used in the order given, round and round', () => {
    const list = hosts(['https://a.example', 'https://b.example/', 'https://c.example/rong/']);
    const seen = [1, 2, 3, 4].map(() => {
      const host = list.current();
      list.leave(host);
      return host;
    });
    expect(seen).to.deep.equal([
      'https://a.example',
      'https://b.example',
      'https://c.example/rong',
      'https://a.example',
    ]);
  });

  it('are left once, however many calls failed there at the same time', () => {
    const list = hosts(['https://a.example', 'https://b.example']);
    expect(list.leave('https://a.example')).to.equal(true);
    expect(list.leave('https://a.example')).to.equal(false);
    expect(list.current()).to.equal('https://b.example');
  });

  it('may be one, which cannot be left', () => {
    const list = hosts(['https://a.example']);
    expect(list.leave('https://a.example')).to.equal(false);
    expect(list.current()).to.equal('https://a.example');
  });

  it('never show a user or password of an address', () => {
    expect(hosts(['https://me:secret@a.example']).current()).to.equal('https://a.example');
  });

  for (const near of [
    'http://127.0.0.1:8800',
    'http://[::1]:8800',
    'http://10.1.2.3',
    'http://rong',
    'http://rong.internal',
  ])
    it(`may be reached unencrypted at ${near}, which is private`, () => {
      expect(hosts([near]).current()).to.equal(near);
    });

  for (const wrong of [
    'http://api.rong-api.com',
    'http://8.8.8.8',
    'http://[2001:db8::1]',
    'ftp://127.0.0.1',
    'api.rong-api.com',
  ])
    it(`are refused as ${wrong}`, () => {
      expect(() => hosts([wrong])).to.throw(TypeError, wrong);
    });

  it('are at least one', () => {
    expect(() => hosts([])).to.throw(TypeError);
  });
});
