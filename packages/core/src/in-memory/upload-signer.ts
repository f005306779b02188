import type { UploadSigner } from '../index.js';

/** Permissions for a store that does not exist. */
export function inMemoryUploadSigner(): UploadSigner {
  let tickets = 0;
  return {
    async sign(user) {
      tickets += 1;
      return { target: 'qiniu', domain: 'http://images.example', token: `upload-${user}-${tickets}` };
    },
  };
}
