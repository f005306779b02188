import type { Phone } from '@kith/core';
import { smsVerifierContract } from '@kith/testing';
import { codeVerifier } from './code-verifier.js';
import { needs } from './test/needs.js';

const api = { describe, it, before, after };
const keyOf = ({ region, number }: Phone) => `${region} ${number}`;

describe('a verifier that makes its own codes is', () => {
  smsVerifierContract(api, async () => {
    const codes = new Map<string, string>();
    let reachable = true;
    return {
      smsVerifier: codeVerifier('network', needs(), {
        async send(phone, code) {
          if (!reachable) return { outcome: 'unavailable', detail: 'cut off' };
          codes.set(keyOf(phone), code);
          return { outcome: 'sent', detail: 'OK' };
        },
      }),
      lastCode: (phone) => codes.get(keyOf(phone)) ?? '',
      cutOff: () => {
        reachable = false;
      },
    };
  });
});
