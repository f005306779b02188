import type { Services } from '../../services.js';

export const logOut =
  ({ unitOfWork }: Pick<Services, 'unitOfWork'>): Services['logOut'] =>
  (session) =>
    unitOfWork.write(({ sessions }) => sessions.revoke(session));
