import type { Source } from './source.js';

// Loaded only where containers come into question: it takes a quarter of a second.
const load = () => import('testcontainers');

/** Asks the daemon: the command may be there without it. */
const missingDocker = async (): Promise<string | null> => {
  const { getContainerRuntimeClient } = await load();
  return await getContainerRuntimeClient().then(
    () => null,
    () => 'no Docker daemon answers',
  );
};

interface Image {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly command: string[];
  readonly port: number;
  /** What it logs when it is ready, and how often: while it is set up, it starts once for itself alone. */
  readonly ready: readonly [text: RegExp, times: number];
  url(host: string, port: number): string;
}

const inContainer = (image: Image): Source => ({
  missing: missingDocker,
  async start() {
    const { GenericContainer, Wait } = await load();
    const container = await new GenericContainer(image.name)
      .withEnvironment(image.environment)
      .withCommand(image.command)
      .withExposedPorts(image.port)
      .withWaitStrategy(Wait.forLogMessage(...image.ready))
      .start();
    return {
      url: image.url(container.getHost(), container.getMappedPort(image.port)),
      async stop() {
        await container.stop();
      },
    };
  },
});

export const postgresContainer = inContainer({
  name: 'postgres:18-alpine',
  environment: { POSTGRES_USER: 'kith', POSTGRES_HOST_AUTH_METHOD: 'trust' },
  command: ['postgres', '-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'autovacuum=off'],
  port: 5432,
  ready: [/database system is ready to accept connections/, 2],
  url: (host, port) => `postgres://kith@${host}:${port}/postgres`,
});

export const mysqlContainer = inContainer({
  name: 'mysql:8.4',
  environment: { MYSQL_ALLOW_EMPTY_PASSWORD: 'yes' },
  command: ['--skip-log-bin', '--innodb-flush-log-at-trx-commit=0'],
  port: 3306,
  ready: [/ready for connections.* port: 3306/, 1],
  url: (host, port) => `mysql://root@${host}:${port}/mysql`,
});
