import type { Phone } from '@kith/core';
import { smsVerifierContract } from '@kith/testing';
import { codeVerifier } from './code-verifier.js';
import type { SendOutcome } from './provider.js';
import { needs } from './test/needs.js';

const api = { describe, it, before, after };
const keyOf = ({ region, number }: Phone) => `${region} ${number}`;

describe('a verifier that makes its own codes is', () => {
  smsVerifierContract(api, async () => {
    const inbox: { readonly to: string; readonly code: string }[] = [];
    const sentTo = (phone: Phone) => inbox.filter(({ to }) => to === keyOf(phone));
    let outcome: SendOutcome = 'sent';
    return {
      smsVerifier: codeVerifier('network', needs(), {
        async send(phone, code) {
          if (outcome !== 'unavailable') inbox.push({ to: keyOf(phone), code });
          return { outcome, detail: 'in memory' };
        },
      }),
      lastCode: (phone) => sentTo(phone).at(-1)?.code ?? '',
      arrived: (phone) => sentTo(phone).length,
      cutOff: () => {
        outcome = 'unavailable';
      },
      loseAnswers: () => {
        outcome = 'uncertain';
      },
    };
  });
});
