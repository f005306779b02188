// How long something takes, done again and again for a while, one after another.

/** @returns times of one in ms: the median, what 99 of 100 stay below, and the mean time of this process's processors */
export async function measure(work, { seconds }) {
  const warmUp = performance.now() + (seconds * 1_000) / 5;
  while (performance.now() < warmUp) await work();

  const times = [];
  const used = process.cpuUsage();
  const end = performance.now() + seconds * 1_000;
  for (let begun = performance.now(); begun < end; ) {
    await work();
    const now = performance.now();
    times.push(now - begun);
    begun = now;
  }
  const { user, system } = process.cpuUsage(used);
  times.sort((a, b) => a - b);
  return { median: at(times, 0.5), p99: at(times, 0.99), cpu: (user + system) / 1_000 / times.length };
}

const at = (ascending, part) => ascending[Math.floor((ascending.length - 1) * part)];
