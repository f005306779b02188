import type { IdCodec, ReconciliationUseCases, Services, UseCases } from '@kith/core';

/** What the HTTP interface needs of the services. */
export type HttpServices = Pick<Services, 'clock' | 'idCodec' | 'random' | 'rateLimiter'> &
  Omit<
    UseCases,
    | 'deliverOutbox'
    | 'listDeadLetters'
    | 'replayDeadLetters'
    | 'dropDeadLetters'
    | keyof ReconciliationUseCases
  >;

/** What turns ids into the texts of the wire, and back. */
export type Ids = IdCodec;
