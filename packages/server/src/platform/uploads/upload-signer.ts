import { DomainError, type UploadSigner } from '@kith/core';
import type { UploadNeeds } from './needs.js';
import { type QiniuBucket, qiniuSigner } from './qiniu.js';
import { type S3Bucket, s3Signer } from './s3.js';

/** Where images are uploaded to. */
export type UploadStore =
  | (QiniuBucket & { readonly target: 'qiniu' })
  | (S3Bucket & { readonly target: 's3' });

/** Signs for whichever store it is; null: there is none. */
export const uploadSigner = (store: UploadStore | null, needs: UploadNeeds): UploadSigner => {
  if (store === null) return noUploads();
  return store.target === 's3' ? s3Signer(store, needs) : qiniuSigner(store, needs);
};

export const noUploads = (): UploadSigner => ({
  sign: () => Promise.reject(new DomainError('uploads-unavailable')),
});
