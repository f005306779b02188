import type { ImCallbacks } from '../../ports/im-callbacks.js';
import type { Services } from '../../services.js';

/** Keeps what the IM cloud tells: the last presence of each user, and every message. */
export const keepImRecords = ({ unitOfWork }: Pick<Services, 'unitOfWork'>): ImCallbacks => ({
  onUserOnline: (presence) => unitOfWork.write(({ imRecords }) => imRecords.savePresence(presence)),
  onMessage: (message) => unitOfWork.write(({ imRecords }) => imRecords.addMessage(message)),
});
