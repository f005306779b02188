import * as core from '@kith/core';
import { module } from './services.js';

/** The use cases: each by its key, what it needs, its factory. */
export const coreModule = module((bind) => {
  bind.singleton('blockUser', ['unitOfWork', 'clock'], core.blockUser);
  bind.singleton('listBlocked', ['unitOfWork'], core.listBlocked);
  bind.singleton('unblockUser', ['unitOfWork', 'clock'], core.unblockUser);

  bind.singleton('answerFriendRequest', ['unitOfWork', 'clock'], core.answerFriendRequest);
  bind.singleton('deleteFriend', ['unitOfWork', 'clock'], core.deleteFriend);
  bind.singleton('getFriendProfile', ['unitOfWork'], core.getFriendProfile);
  bind.singleton('inviteFriend', ['unitOfWork', 'clock', 'rules'], core.inviteFriend);
  bind.singleton('listFriendships', ['unitOfWork'], core.listFriendships);
  bind.singleton('setFriendDisplayName', ['unitOfWork', 'clock'], core.setFriendDisplayName);

  bind.singleton('addGroupMembers', ['unitOfWork', 'clock', 'rules'], core.addGroupMembers);
  bind.singleton('createGroup', ['unitOfWork', 'clock', 'rules'], core.createGroup);
  bind.singleton('dismissGroup', ['unitOfWork', 'clock'], core.dismissGroup);
  bind.singleton('getGroup', ['unitOfWork'], core.getGroup);
  bind.singleton('getGroups', ['unitOfWork'], core.getGroups);
  bind.singleton('joinGroup', ['unitOfWork', 'clock'], core.joinGroup);
  bind.singleton('kickGroupMembers', ['unitOfWork', 'clock'], core.kickGroupMembers);
  bind.singleton('listGroupMembers', ['unitOfWork'], core.listGroupMembers);
  bind.singleton('listMyGroups', ['unitOfWork'], core.listMyGroups);
  bind.singleton('quitGroup', ['unitOfWork', 'clock'], core.quitGroup);
  bind.singleton('renameGroup', ['unitOfWork', 'clock'], core.renameGroup);
  bind.singleton('setGroupBulletin', ['unitOfWork', 'clock'], core.setGroupBulletin);
  bind.singleton('setGroupDisplayName', ['unitOfWork', 'clock'], core.setGroupDisplayName);
  bind.singleton('setGroupPortrait', ['unitOfWork', 'clock'], core.setGroupPortrait);
  bind.singleton('transferGroup', ['unitOfWork', 'clock'], core.transferGroup);

  bind.singleton('authenticate', ['unitOfWork', 'clock'], core.authenticate);
  bind.singleton(
    'changePassword',
    ['unitOfWork', 'passwordHasher', 'rateLimiter', 'rules'],
    core.changePassword,
  );
  bind.singleton('getImToken', ['unitOfWork', 'clock', 'imGateway'], core.getImToken);
  bind.singleton(
    'logIn',
    ['unitOfWork', 'clock', 'random', 'rules', 'phoneNumbers', 'passwordHasher', 'rateLimiter'],
    core.logIn,
  );
  bind.singleton('isPhoneAvailable', ['unitOfWork', 'phoneNumbers'], core.isPhoneAvailable);
  bind.singleton('logOut', ['unitOfWork'], core.logOut);
  bind.singleton(
    'register',
    ['unitOfWork', 'clock', 'random', 'rules', 'passwordHasher', 'secretDigest'],
    core.register,
  );
  bind.singleton(
    'resetPassword',
    ['unitOfWork', 'clock', 'passwordHasher', 'secretDigest', 'rateLimiter'],
    core.resetPassword,
  );
  bind.singleton(
    'sendCode',
    ['unitOfWork', 'clock', 'rules', 'phoneNumbers', 'smsVerifier', 'alerts'],
    core.sendCode,
  );
  bind.singleton(
    'verifyCode',
    ['unitOfWork', 'clock', 'random', 'rules', 'phoneNumbers', 'smsVerifier', 'secretDigest'],
    core.verifyCode,
  );

  bind.singleton(
    'deliverOutbox',
    ['unitOfWork', 'clock', 'random', 'rules', 'imGateway', 'reconcileUser'],
    core.deliverOutbox,
  );
  bind.singleton('listDeadLetters', ['unitOfWork'], core.listDeadLetters);
  bind.singleton('replayDeadLetters', ['unitOfWork', 'clock'], core.replayDeadLetters);
  bind.singleton('dropDeadLetters', ['unitOfWork'], core.dropDeadLetters);
  bind.singleton('reconcileGroup', ['unitOfWork', 'clock', 'imDirectory'], core.reconcileGroup);
  bind.singleton('reconcileUser', ['unitOfWork', 'clock', 'imDirectory'], core.reconcileUser);
  bind.singleton('sendMessage', ['unitOfWork', 'clock'], core.sendMessage);

  bind.singleton('pullChanges', ['unitOfWork'], core.pullChanges);
  bind.singleton('streamChanges', ['unitOfWork'], core.streamChanges);

  bind.singleton('findUserByPhone', ['unitOfWork', 'phoneNumbers'], core.findUserByPhone);
  bind.singleton('getUploadTicket', ['uploadSigner'], core.getUploadTicket);
  bind.singleton('getUser', ['unitOfWork'], core.getUser);
  bind.singleton('getUsers', ['unitOfWork'], core.getUsers);
  bind.singleton('setNickname', ['unitOfWork', 'clock'], core.setNickname);
  bind.singleton('setPortraitUri', ['unitOfWork', 'clock'], core.setPortraitUri);
});
