import type { UserId } from '../domain/ids.js';

/**
 * A permission to upload one image straight to the object store, good for a limited time. What the store must refuse
 * (too large, no image, a place of somebody else) is bound into it (docs/wire/users.md, "Uploads").
 */
export type UploadTicket = QiniuTicket | S3Ticket;

export interface QiniuTicket {
  readonly target: 'qiniu';
  /** Where the uploaded object is read from. */
  readonly domain: string;
  readonly token: string;
}

/** A form to be posted to `url`: these fields as they stand, then `Content-Type`, then the `file`. */
export interface S3Ticket {
  readonly target: 's3';
  /** Where the uploaded object is read from: an address, to which '/' and the field `key` are added. */
  readonly domain: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface UploadSigner {
  /** @throws DomainError `uploads-unavailable` when no store is configured */
  sign(user: UserId): Promise<UploadTicket>;
}
