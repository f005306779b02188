import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error.js';

/** One process of a crew. */
export interface Member {
  /** Where it listens. Rejects with what keeps it from that, at the latest when it has ended. */
  readonly serving: Promise<string>;
  readonly ended: Promise<void>;
  /** Tells it to finish what it does. */
  stop(): void;
}

/** Several processes that serve together. */
export interface Crew {
  readonly url: string;
  /** Rejects when it is given up. */
  readonly failed: Promise<never>;
  /** Resolves when all have ended. */
  stop(): Promise<void>;
}

export interface CrewOptions {
  readonly size: number;
  readonly hire: () => Member;
  /** Hears of who ends unasked, and what kept them from serving, if anything did. */
  readonly onEnd: (reason: unknown) => void;
  /** In ms. */
  readonly now?: () => number;
  readonly pause?: (ms: number) => Promise<unknown>;
}

const minuteMs = 60_000;
const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** So many may end in a minute: then the crew is given up, if nobody is left of it. */
const mostEnds = 5;

/**
 * Starts a crew, and replaces whoever ends unasked: each time after a longer pause, as long as they go on ending.
 *
 * @throws what keeps a member from serving; nobody is left then
 */
export async function startCrew({
  size,
  hire,
  onEnd,
  now = () => performance.now(),
  pause = sleep,
}: CrewOptions): Promise<Crew> {
  const members = new Set<Member>();
  const ends: number[] = [];
  let isStopping = false;
  let giveUp = (_reason: Error): void => {};
  const failed = new Promise<never>((_resolve, reject) => {
    giveUp = reject;
  });
  failed.catch(() => {});

  const endsInAMinute = (): number => ends.filter((at) => at > now() - minuteMs).length;
  const add = (): Member => {
    const member = hire();
    members.add(member);
    member.serving.catch(() => {});
    void member.ended.then(() => replace(member));
    return member;
  };
  async function replace(member: Member): Promise<void> {
    members.delete(member);
    if (isStopping) return;
    onEnd(await member.serving.then(() => null).catch((reason: unknown) => reason));
    ends.push(now());
    const count = endsInAMinute();
    if (count >= mostEnds && members.size === 0) {
      giveUp(new StartError(`${count} workers ended within a minute, and none is left.`));
      return;
    }
    await pause(Math.min(firstPauseMs * 2 ** (count - 1), longestPauseMs));
    if (!isStopping) add();
  }
  const stop = async (): Promise<void> => {
    isStopping = true;
    for (const member of members) member.stop();
    await Promise.all([...members].map(({ ended }) => ended));
  };

  try {
    const first = Array.from({ length: size }, add);
    const [url = ''] = await Promise.all(first.map(({ serving }) => serving));
    return { url, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
