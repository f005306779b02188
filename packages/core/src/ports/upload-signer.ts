import type { UserId } from '../domain/ids.js';

/** A permission to upload one image straight to the object store. */
export interface UploadTicket {
  /** Which kind of store: 'qiniu'. */
  readonly target: string;
  /** Where the uploaded object is read from. */
  readonly domain: string;
  readonly token: string;
}

export interface UploadSigner {
  /** @throws DomainError `uploads-unavailable` when no store is configured */
  sign(user: UserId): Promise<UploadTicket>;
}
