import type { Services } from '../../services.js';

export const getUploadTicket =
  ({ uploadSigner }: Pick<Services, 'uploadSigner'>): Services['getUploadTicket'] =>
  (me) =>
    uploadSigner.sign(me);
