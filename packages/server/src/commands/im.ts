import { setTimeout as passing } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config.js';
import { kithContainer, type ServerContainer } from '../container/container.js';
import { module } from '../container/services.js';
import { createLogger } from '../logging.js';
import { describeDifference } from '../reconciliation/describe-difference.js';
import { interruptionOf, progressLine, reasonOf, resumptionOf, summaryOf } from '../reconciliation/report.js';
import { readRoute, type Scope } from '../reconciliation/route.js';
import { writeSubject } from '../reconciliation/subject.js';
import { type Walk, type WalkNeeds, walk } from '../reconciliation/walk.js';
import { StartError } from '../start-error.js';
import { signalToStop } from '../stop-signal.js';
import { UsageError } from '../usage-error.js';
import type { Command, Io } from './command.js';

/** What the command takes from outside, beside its `Io`. */
export interface ImCommandNeeds extends Pick<WalkNeeds, 'wait'> {
  open(config: Config): ServerContainer;
  /** Resolves when it is to stop. */
  untilStopped(): Promise<void>;
}

/** What a call asks for. */
interface Request {
  readonly dryRun: boolean;
  readonly scope: Scope;
}

/** Exit code of a dry run that finds differences: neither fine nor broken. */
const differs = 3;

export const imCommandWith = (needs: ImCommandNeeds): Command => ({
  usage: 'reconcile --user <id> | --group <id> | --all [--after <position>] [--dry-run]',
  summary:
    "compare the IM cloud's groups and blocks with ours, and tell it what differs; --dry-run only lists it, with exit code 3",
  async run([name, ...args], io) {
    if (name !== 'reconcile') throw new UsageError('kith im needs reconcile.');
    const request = read(args);
    const config = readConfig(io.env);
    if (config.rongCloud === null)
      throw new StartError(
        'No IM cloud is configured. The one of development is in the memory of the server, where nobody else can look.',
      );
    const container = needs.open({ ...config, serves: false, migrate: false });
    try {
      return await reconcile(request, container, io, needs);
    } finally {
      await container.close();
    }
  },
});

/** What is printed is the answer; the log goes elsewhere. */
const logBeside = module((bind) =>
  bind.singleton('logger', ['config'], ({ config }) => createLogger(config, process.stderr)),
);

export const imCommand = imCommandWith({
  open: (config) => kithContainer(config, logBeside),
  untilStopped: signalToStop,
  // Aborted is over, too.
  wait: (ms, signal) => passing(ms, undefined, { signal }).catch(() => {}),
});

function read(args: readonly string[]): Request {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { user: text, group: text, all: flag, after: text, 'dry-run': flag };
  const { values } = parseArgs({ args: [...args], options });
  const { user, group, all, after, 'dry-run': dryRun = false } = values;

  const scopes: readonly Scope[] = [
    ...(user === undefined ? [] : [{ kind: 'user', id: user } as const]),
    ...(group === undefined ? [] : [{ kind: 'group', id: group } as const]),
    ...(all ? [{ kind: 'all', after } as const] : []),
  ];
  const [scope] = scopes;
  if (!scope || scopes.length > 1)
    throw new UsageError('kith im reconcile needs one of --user, --group and --all.');
  if (after !== undefined && !all) throw new UsageError('--after goes with --all only.');
  return { dryRun, scope };
}

async function reconcile(
  { scope, dryRun }: Request,
  container: ServerContainer,
  io: Io,
  { wait, untilStopped }: ImCommandNeeds,
): Promise<number> {
  const idCodec = await container.get('idCodec');
  const route = readRoute(scope, idCodec);
  const pages = await route.pages(await container.get('unitOfWork'));
  const reconcileGroup = await container.get('reconcileGroup');
  const reconcileUser = await container.get('reconcileUser');

  const walked = await walk(
    {
      clock: await container.get('clock'),
      wait,
      stop: abortedAfter(untilStopped(), io),
      patienceMs: route.patienceMs,
      reconcile: ({ kind, id }) =>
        kind === 'group'
          ? reconcileGroup(id, { dryRun })
          : reconcileUser(id, { dryRun, skipKnownGroups: route.isAll }),
      onDifferences: (found) => {
        for (const difference of found) io.out(describeDifference(difference, idCodec));
      },
      onFailure: (subject, error) => io.err(`! ${writeSubject(subject, idCodec)}: ${reasonOf(error)}`),
      onProgress: (progress) => {
        if (route.isAll) io.err(progressLine(progress, idCodec));
      },
    },
    pages,
    route.after,
  );
  return tell(walked, io, { dryRun, resume: route.isAll ? resumptionOf(walked, idCodec, { dryRun }) : null });
}

function abortedAfter(event: Promise<void>, { err }: Io): AbortSignal {
  const stopping = new AbortController();
  void event.then(() => {
    err('Stopping: what is being compared is finished first. Once more stops at once.');
    stopping.abort();
  });
  return stopping.signal;
}

/** @returns the exit code. @throws what ended the walk, when it cannot be said in words */
function tell(
  walked: Walk,
  { out, err }: Io,
  { dryRun, resume }: { readonly dryRun: boolean; readonly resume: string | null },
): number {
  const { end, failed, differences } = walked;
  for (const line of summaryOf(walked, { dryRun })) out(line);
  if (end.how === 'finished') return failed > 0 ? 1 : dryRun && differences > 0 ? differs : 0;

  const why = interruptionOf(walked);
  for (const line of [why, resume]) if (line !== null) err(line);
  if (end.how === 'failed' && why === null) throw end.error;
  return 1;
}
