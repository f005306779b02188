import { z } from 'zod';
import { idText, phoneFields, text } from '../../fields.js';

export const phoneBody = z.object(phoneFields);

export const verifyCodeBody = z.object({ ...phoneFields, code: text });

const verificationToken = text.meta({ description: 'What a right code was answered with', format: 'uuid' });

const password = text.meta({ description: '6 to 20 characters, no space', format: 'password' });

export const registerBody = z.object({
  nickname: text.meta({ description: '1 to 32 characters once escaped' }),
  password,
  verification_token: verificationToken,
});

export const logInBody = z.object({ ...phoneFields, password: text.meta({ format: 'password' }) });

export const resetPasswordBody = z.object({ password, verification_token: verificationToken });

export const changePasswordBody = z.object({
  newPassword: password,
  oldPassword: text.meta({ format: 'password' }),
});

export const verifyCodeResult = z.object({ verification_token: z.string() });
export const phoneAvailableResult = z
  .boolean()
  .meta({ description: 'Whether the number may still be registered' });
export const registerResult = z.object({ id: idText });

const imToken = z.string().meta({ description: "The IM cloud's token" });
export const logInResult = z.object({
  id: idText,
  token: imToken.meta({ description: "The IM cloud's token; '' while the IM cloud cannot issue one" }),
});
export const imTokenResult = z.object({ id: idText, userId: idText, token: imToken });

export const regionsResult = z.array(
  z.object({
    region: z.string().meta({ description: 'Calling code, 1 to 4 digits' }),
    locale: z.object({ en: z.string(), zh: z.string() }).meta({ description: 'Its name' }),
  }),
);
