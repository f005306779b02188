import { type Endpoint, endpoint, openEndpoint } from '../../endpoint.js';
import type { HttpServices } from '../../http-services.js';
import { changePasswordBody, resetPasswordBody } from './schema.js';

/** Other passwords (docs/wire/users.md). */
export const passwordEndpoints = ({
  resetPassword,
  changePassword,
}: Pick<HttpServices, 'resetPassword' | 'changePassword'>): readonly Endpoint[] => [
  openEndpoint({
    method: 'POST',
    path: '/user/reset_password',
    summary: 'Set another password by a verification token',
    limited: 'attempts',
    body: resetPasswordBody,
    errors: [
      'password-space',
      'password-length',
      'verification-token-malformed',
      'verification-token-unknown',
    ],
    handle: ({ body }) => resetPassword(body.password, body.verification_token),
  }),
  endpoint({
    method: 'POST',
    path: '/user/change_password',
    summary: 'Set another password by the old one',
    body: changePasswordBody,
    errors: ['password-space', 'password-length', 'too-many-guesses', 'old-password-wrong'],
    wording: {
      'password-space': { text: 'New password must have no space.' },
      'password-length': { text: 'Invalid new password length.' },
    },
    handle: ({ me, body }) => changePassword(me, body),
  }),
];
