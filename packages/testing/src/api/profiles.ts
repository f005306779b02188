import { expect } from 'chai';
import { type Kit, password } from './kit.js';

/** Profiles and how to find them (docs/wire/users.md). */
export function profilesArea(kit: Kit): void {
  const { describe, it, guest, someone, people, heardDuring, rowOf, strangerId } = kit;
  const profile = { id: '', nickname: 'Ann', portraitUri: '' };

  describe('the nickname', () => {
    it('is changed, escaped, and read back at once', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      await bob.get(`/user/${ann.id}`).succeeds({ ...profile, id: ann.id });
      await ann.post('/user/set_nickname', { nickname: '<a>hello</a>' }).succeeds();
      await bob
        .get(`/user/${ann.id}`)
        .succeeds({ ...profile, id: ann.id, nickname: '&lt;a&gt;hello&lt;/a&gt;' });
    });

    it('is told to the IM cloud', async () => {
      const [ann] = await people('Ann');
      const heard = await heardDuring(() => ann.post('/user/set_nickname', { nickname: 'Anna' }).succeeds());
      expect(heard.map(({ event }) => event)).to.deep.equal([
        { type: 'profile-changed', user: { id: rowOf(ann.id), nickname: 'Anna', portraitUri: '' } },
      ]);
    });

    for (const [nickname, text] of [
      ['', 'Empty nickname.'],
      ['a'.repeat(33), 'Invalid nickname length.'],
      ['<!---->', 'Invalid nickname length.'],
    ] as const)
      it(`is refused as "${nickname}"`, async () =>
        (await someone()).post('/user/set_nickname', { nickname }).refuses(400, text));

    it('may fill up with escapes, and is cut then', async () => {
      const [ann] = await people('Ann');
      await ann.post('/user/set_nickname', { nickname: '<'.repeat(32) }).succeeds();
    });
  });

  describe('the portrait', () => {
    const portraits = (uri: string) => async () => {
      const [ann] = await people('Ann');
      await ann.post('/user/set_portrait_uri', { portraitUri: uri }).succeeds();
      const { portraitUri } = await ann.get(`/user/${ann.id}`).result<{ portraitUri: string }>();
      return portraitUri;
    };

    for (const [given, kept = given] of [
      ['http://a.com/new_address'],
      ['http://localhost/a.png'],
      ['http://127.0.0.1:8080/a.png'],
      ['http://a.co/'],
      ['http://u:p@a.com/xx'],
      ['https://münchen.example/ü'],
      ['http://a.com/<x>', 'http://a.com/&lt;x&gt;'],
    ] as const)
      it(`may be ${given}`, async () => {
        expect(await portraits(given)()).to.equal(kept);
      });

    for (const uri of [
      'abcd.com/abcdefgh',
      '//a.com/xxxx',
      'ftp://a.com/xxxx',
      'HTTPS://a.com/xx',
      'javascript:alert(1)',
    ])
      it(`is not ${uri}`, async () =>
        (await someone())
          .post('/user/set_portrait_uri', { portraitUri: uri })
          .refuses(400, 'Invalid portraitUri format.'));

    it('is neither empty, nor too short, nor too long', async () => {
      const ann = await someone();
      const set = (portraitUri: string) => ann.post('/user/set_portrait_uri', { portraitUri });
      await set('').refuses(400, 'Empty portraitUri.');
      await set('http://a.co').refuses(400, 'Invalid portraitUri length.');
      await set(`http://a.co/${'a'.repeat(256)}`).refuses(400, 'Invalid portraitUri length.');
    });
  });

  describe('a profile', () => {
    it('is the same when it is read twice', async () => {
      const ann = await someone();
      const first = await ann.get(`/user/${ann.id}`).result();
      await ann.get(`/user/${ann.id}`).succeeds(first);
    });

    it('fixed: does not show the phone number', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      for (const path of [`/user/${ann.id}`, `/user/batch?id=${ann.id}`, `/user/find/86/${ann.phone}`]) {
        const { result } = JSON.parse((await bob.get(path).answer()).text) as { result: object };
        expect(JSON.stringify(result), path).not.to.include(ann.phone);
      }
    });

    it('of nobody is unknown', async () => {
      await (await someone()).get(`/user/${strangerId()}`).refuses(404, 'Unknown user.');
      await (await someone()).get('/user/sync', { undescribed: true }).refuses(404, 'Unknown user.');
      await (await someone()).get('/user/sync/', { undescribed: true }).refuses(404, 'Unknown user.');
    });
  });

  describe('several profiles', () => {
    it('come by row number, each once, without those of nobody', async () => {
      const [ann, bob] = await people('Ann', 'Bob');
      const ids = [bob.id, strangerId(), ann.id, 'x', bob.id].map((id) => `id=${id}`).join('&');
      await ann.get(`/user/batch?${ids}`).succeeds([
        { ...profile, id: ann.id },
        { ...profile, id: bob.id, nickname: 'Bob' },
      ]);
    });

    it('may be asked for with brackets, singly, or not at all', async () => {
      const [ann] = await people('Ann');
      const just = [{ ...profile, id: ann.id }];
      await ann.get(`/user/batch?id[]=${ann.id}&id[]=x`).succeeds(just);
      await ann.get(`/user/batch?id=${ann.id}`).succeeds(just);
      await ann.get('/user/batch').succeeds([]);
    });
  });

  describe('finding by number', () => {
    it('gives the profile, however the region is written', async () => {
      const [ann] = await people('Ann');
      await ann.get(`/user/find/86/${ann.phone}`).succeeds({ ...profile, id: ann.id });
      await ann.get(`/user/find/+86/${ann.phone}`).succeeds({ ...profile, id: ann.id });
    });

    it('of nobody is unknown, and a number that cannot be is refused', async () => {
      const ann = await someone();
      await ann.get('/user/find/86/13812345678').refuses(404, 'Unknown user.');
      await ann.get('/user/find/86/1391234567').refuses(400, 'Invalid region and phone number.');
      await ann.get('/user/find/x/y').refuses(400, 'Invalid region and phone number.');
    });
  });

  describe('the IM token', () => {
    it('comes with the id under both its names, and is new each time', async () => {
      const [ann] = await people('Ann');
      const ask = () => ann.get('/user/get_token').result<{ id: string; userId: string; token: string }>();
      const [first, second] = [await ask(), await ask()];
      expect(first).to.have.all.keys('id', 'userId', 'token');
      expect([first.id, first.userId]).to.deep.equal([ann.id, ann.id]);
      const login = await guest()
        .post('/user/login', { region: '86', phone: ann.phone, password })
        .result<{ token: string }>();
      expect(login.token).to.equal(second.token);
    });
  });

  describe('the upload token', () => {
    it('says where to upload, and needs a session', async () => {
      const { target, domain, token } = await (await someone())
        .get('/user/get_image_token')
        .result<{ target: string; domain: string; token: string }>();
      expect(target).to.equal('qiniu');
      expect(domain).to.be.a('string');
      expect(token).to.be.a('string').that.is.not.equal('');
      await guest().get('/user/get_image_token').refuses(403, 'Not loged in.');
    });
  });

  it('what was never implemented says so', async () => {
    await (await someone()).post('/user/upload_contacts', { contacts: [] }).refuses(404, 'Not implements.');
    await guest().get('/user/get_sms_img_code').refuses(404, 'Not implements.');
  });
}
