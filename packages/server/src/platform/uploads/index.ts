export type { UploadNeeds } from './needs.js';
export { developmentBucket, type QiniuBucket, qiniuSigner } from './qiniu.js';
export { type S3Bucket, s3Signer } from './s3.js';
export { noUploads, type UploadStore, uploadSigner } from './upload-signer.js';
