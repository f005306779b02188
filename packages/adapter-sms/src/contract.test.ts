import { createHmac, randomInt } from 'node:crypto';
import { DomainError, type Phone } from '@kith/core';
import { smsVerifierContract } from '@kith/testing';
import { codeVerifier, consoleVerifier } from './index.js';

const api = { describe, it, before, after };
const secretDigest = { digest: (text: string) => createHmac('sha256', 'key').update(text).digest('hex') };
const random = {
  digits: (count: number) => Array.from({ length: count }, () => randomInt(10)).join(''),
};

/** A phone network that keeps what it carried, until it is cut off. */
const network = () => {
  const codes = new Map<string, string>();
  let reachable = true;
  const keyOf = ({ region, number }: Phone) => `${region} ${number}`;
  return {
    carry: (phone: Phone, code: string) => {
      if (!reachable) throw new DomainError('sms-unavailable');
      codes.set(keyOf(phone), code);
    },
    lastCode: (phone: Phone) => codes.get(keyOf(phone)) ?? '',
    cutOff: () => {
      reachable = false;
    },
  };
};

describe('a verifier that makes its own codes is', () => {
  smsVerifierContract(api, async () => {
    const { carry, ...rest } = network();
    const sender = { send: async (phone: Phone, code: string) => carry(phone, code) };
    return { smsVerifier: codeVerifier({ random, secretDigest, sender }), ...rest };
  });
});

describe('the console verifier is', () => {
  smsVerifierContract(api, async () => {
    const { carry, ...rest } = network();
    return { smsVerifier: consoleVerifier({ random, secretDigest, log: carry }), ...rest };
  });
});
