// Starting other programs.
import { spawn } from 'node:child_process';
import { environment, readManifest, root } from './workspace.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** A program that ended badly. `output` holds what it printed, where that was not already shown. */
export class Failed extends Error {
  constructor(command, code, output) {
    super(`${command} ended with ${code}`);
    this.code = code;
    this.output = output;
  }
}

const started = (command, args, { show, cwd = root, env = {}, signal }) =>
  spawn(command, args, {
    cwd,
    env: { ...environment, ...env },
    signal,
    stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && command === 'npx',
  });

/**
 * Runs a program to its end and gives what it printed, which is shown meanwhile with `echo`; throws `Failed` if it ended
 * badly. With `show` the program has this terminal instead. A signal that reaches us is passed on, and the program decides when to end.
 */
export const run = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = started(command, args, options);
    const passOn = (signal) => {
      // Ctrl-C reaches every program of a terminal by itself.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, passOn);

    const chunks = [];
    for (const name of ['stdout', 'stderr'])
      child[name]?.on('data', (chunk) => {
        chunks.push(chunk);
        if (options.echo) process[name].write(chunk);
      });
    child.on('error', (error) => {
      if (child.pid === undefined) reject(error);
    });
    child.on('close', (code, signal) => {
      for (const name of SIGNALS) process.off(name, passOn);
      const output = Buffer.concat(chunks).toString();
      if (code === 0) resolve(output);
      else reject(new Failed(command, code ?? signal, output));
    });
  });

export const node = (file, args = [], options = {}) => run(process.execPath, [file, ...args], options);

/**
 * On Node 22.14 and newer no package has to run a script of its own: the SQLite driver for these comes compiled. The one
 * for older Nodes would be compiled too, in a minute, and never be used.
 */
export const installOptions = Number(process.versions.napi) >= 10 ? ['--ignore-scripts'] : [];

/** pnpm in the version that package.json pins; npx fetches it, so none has to be installed. */
export const pnpm = (args, options = {}) =>
  run('npx', ['--yes', readManifest('.').packageManager, ...args], options);
