import { expect } from 'chai';
import { type Crew, type Member, startCrew } from './crew.js';

/** Lets everything that is due happen. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A member that serves, refuses and ends as it is told. */
function testMember() {
  let serve = (_url: string): void => {};
  let refuse = (_reason: Error): void => {};
  let end = (): void => {};
  const serving = new Promise<string>((resolve, reject) => {
    serve = resolve;
    refuse = reject;
  });
  const ended = new Promise<void>((resolve) => {
    end = () => {
      refuse(new Error('ended'));
      resolve();
    };
  });
  const member: Member & { isTold: boolean } = {
    serving,
    ended,
    isTold: false,
    stop() {
      member.isTold = true;
      end();
    },
  };
  return { member, serve, refuse, end };
}

describe('a crew of processes', () => {
  const hired: ReturnType<typeof testMember>[] = [];
  const pauses: number[] = [];
  const reasons: unknown[] = [];
  let now = 0;

  const start = (size: number): Promise<Crew> =>
    startCrew({
      size,
      hire: () => {
        const one = testMember();
        hired.push(one);
        return one.member;
      },
      onEnd: (reason) => reasons.push(reason),
      now: () => now,
      pause: async (ms) => pauses.push(ms),
    });
  async function serving(size: number): Promise<Crew> {
    const starting = start(size);
    for (const { serve } of hired) serve('http://here');
    return starting;
  }
  async function endAll(): Promise<void> {
    for (const { end } of hired) end();
    await settled();
  }

  beforeEach(() => {
    for (const list of [hired, pauses, reasons]) list.length = 0;
    now = 0;
  });

  it('serves when all of it do', async () => {
    const starting = start(2);
    let isUp = false;
    void starting.then(() => {
      isUp = true;
    });
    hired[0]?.serve('http://here');
    await settled();
    expect(isUp).to.equal(false);
    hired[1]?.serve('http://here');
    expect((await starting).url).to.equal('http://here');
  });

  it('is not started when one of it cannot serve: the others stop, and what is wrong is said', async () => {
    const starting = start(2);
    hired[0]?.refuse(new Error('the port is in use'));
    const failure = await starting.catch((error: unknown) => error);
    expect(failure).to.have.property('message', 'the port is in use');
    expect(hired.map(({ member }) => member.isTold)).to.deep.equal([true, true]);
  });

  it('gets another for each that ends, and says why it ended', async () => {
    await serving(2);
    hired[0]?.end();
    await settled();
    expect(hired).to.have.lengthOf(3);
    hired[2]?.refuse(new Error('no database'));
    hired[2]?.end();
    await settled();
    expect(hired).to.have.lengthOf(4);
    expect(reasons[0]).to.equal(null);
    expect(reasons[1]).to.have.property('message', 'no database');
  });

  it('waits longer before each, as long as they go on ending', async () => {
    await serving(2);
    for (const index of [0, 2, 3]) {
      hired[index]?.end();
      await settled();
    }
    now += 60_000;
    hired[4]?.end();
    await settled();
    expect(pauses).to.deep.equal([500, 1_000, 2_000, 500]);
  });

  it('is given up when five end in a minute and none is left', async () => {
    const { failed } = await serving(1);
    for (let turn = 0; turn < 5; turn += 1) await endAll();
    const failure = await failed.catch((error: unknown) => error);
    expect(failure).to.have.property('name', 'StartError');
    expect(hired).to.have.lengthOf(5);
  });

  it('is not given up as long as one serves', async () => {
    await serving(2);
    for (let turn = 0; turn < 8; turn += 1) {
      hired.at(-1)?.end();
      await settled();
    }
    expect(hired).to.have.lengthOf(10);
  });

  it('stops all, and gets no others', async () => {
    const { stop } = await serving(3);
    await stop();
    await settled();
    expect(hired).to.have.lengthOf(3);
    expect(hired.every(({ member }) => member.isTold)).to.equal(true);
  });
});
