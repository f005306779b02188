import { isDomainError, type PhoneInput, type UserId } from '@kith/core';
import { type Endpoint, endpoint, openEndpoint } from '../../endpoint.js';
import type { HttpServices } from '../../http-services.js';
import { RequestError } from '../../request-error.js';
import type { SessionCookie } from '../../session-cookie.js';
import { regions } from './regions.js';
import {
  imTokenResult,
  logInBody,
  logInResult,
  phoneAvailableResult,
  phoneBody,
  regionsResult,
  registerBody,
  registerResult,
  verifyCodeBody,
  verifyCodeResult,
} from './schema.js';

const phoneOf = ({ region, phone }: { readonly region: string; readonly phone: string }): PhoneInput => ({
  region,
  number: phone,
});

/** Signing up, in and out (docs/wire/users.md). */
export function identityEndpoints(
  services: HttpServices,
  { sessionCookie }: { readonly sessionCookie: SessionCookie },
): readonly Endpoint[] {
  const { idCodec, sendCode, verifyCode, isPhoneAvailable, register, logIn, logOut, getImToken } = services;

  /** A down IM cloud keeps nobody from signing in: clients ask for a token again. */
  const imTokenIfAny = (me: UserId): Promise<string> =>
    getImToken(me, { fresh: false }).catch((error: unknown) => {
      if (isDomainError(error, 'im-unavailable') || isDomainError(error, 'im-refused')) return '';
      throw error;
    });

  return [
    openEndpoint({
      method: 'GET',
      path: '/user/regionlist',
      summary: 'The regions that a phone number may be of',
      result: regionsResult,
      errors: [],
      handle: async () => [...regions],
    }),
    openEndpoint({
      method: 'POST',
      path: '/user/send_code',
      summary: 'Send a verification code to a phone',
      limited: 'codes',
      body: phoneBody,
      errors: ['phone-invalid', 'code-throttled', 'sms-unavailable'],
      handle: ({ body }) => sendCode(phoneOf(body)),
    }),
    openEndpoint({
      method: 'POST',
      path: '/user/verify_code',
      summary: 'Exchange a verification code for a token',
      limited: 'attempts',
      body: verifyCodeBody,
      result: verifyCodeResult,
      errors: ['phone-unknown', 'code-wrong', 'code-expired', 'sms-unavailable'],
      handle: async ({ body }) => ({ verification_token: await verifyCode(phoneOf(body), body.code) }),
    }),
    openEndpoint({
      method: 'GET',
      path: '/user/get_sms_img_code',
      summary: 'Not offered',
      errors: ['not-implemented'],
      async handle() {
        throw new RequestError('not-implemented');
      },
    }),
    openEndpoint({
      method: 'POST',
      path: '/user/check_phone_available',
      summary: 'Whether a phone number may still be registered',
      limited: 'attempts',
      body: phoneBody,
      result: phoneAvailableResult,
      errors: ['phone-invalid'],
      handle: ({ body }) => isPhoneAvailable(phoneOf(body)),
    }),
    openEndpoint({
      method: 'POST',
      path: '/user/register',
      summary: 'Sign up, and in',
      limited: 'attempts',
      body: registerBody,
      result: registerResult,
      errors: [
        'password-space',
        'nickname-length',
        'password-length',
        'verification-token-malformed',
        'verification-token-unknown',
        'phone-taken',
      ],
      async handle({ body, context }) {
        const { nickname, password, verification_token: verificationToken } = body;
        const { user, session } = await register({ nickname, password, verificationToken });
        await sessionCookie.set(context, session);
        return { id: idCodec.encode(user) };
      },
    }),
    openEndpoint({
      method: 'POST',
      path: '/user/login',
      summary: 'Sign in',
      limited: 'attempts',
      body: logInBody,
      result: logInResult,
      errors: ['phone-invalid', 'credentials-wrong', 'too-many-guesses'],
      async handle({ body, context }) {
        const { user, session } = await logIn(phoneOf(body), body.password);
        await sessionCookie.set(context, session);
        return { id: idCodec.encode(user), token: await imTokenIfAny(user) };
      },
    }),
    endpoint({
      method: 'POST',
      path: '/user/logout',
      summary: 'Sign out on this device',
      errors: [],
      async handle({ me, context }) {
        await logOut(me.session.id);
        sessionCookie.clear(context);
      },
    }),
    endpoint({
      method: 'GET',
      path: '/user/get_token',
      summary: 'A new token to connect to the IM cloud with',
      result: imTokenResult,
      errors: ['user-unknown', 'im-unavailable', 'im-refused'],
      async handle({ me }) {
        const id = idCodec.encode(me.user);
        return { id, userId: id, token: await getImToken(me.user, { fresh: true }) };
      },
    }),
  ];
}
