import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Where an app lives: its key belongs to one data centre, and no other takes it. The first host is the preferred one. */
export const dataCentres = {
  beijing: ['https://api.rong-api.com', 'https://api-b.rong-api.com'],
  singapore: ['https://api.sg-light-api.com', 'https://api-b.sg-light-api.com'],
  'singapore-b': ['https://api.sg-b-light-api.com', 'https://api-b.sg-b-light-api.com'],
  'north-america': ['https://api.us-light-api.com', 'https://api-b.us-light-api.com'],
  'saudi-arabia': ['https://api.sau-light-api.com', 'https://api-b.sau-light-api.com'],
} as const satisfies Record<string, readonly string[]>;

export type DataCentre = keyof typeof dataCentres;

export interface Hosts {
  /** The one that worked last. */
  current(): string;
  /** It does not work: the next one is used until that fails too. @returns false for one that was left already */
  leave(host: string): boolean;
}

/** @throws TypeError unless there are addresses, all http(s), and unencrypted ones only in a private network */
export function hosts(where: DataCentre | readonly string[]): Hosts {
  const addresses = (typeof where === 'string' ? dataCentres[where] : where).map(readAddress);
  const [first] = addresses;
  if (first === undefined) throw new TypeError('RongCloud needs the address of a host');
  let current = first;

  return {
    current: () => current,
    leave(host) {
      if (host !== current) return false;
      current = addresses[(addresses.indexOf(host) + 1) % addresses.length] ?? first;
      return current !== host;
    },
  };
}

function readAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && isPrivate(url.hostname));
  if (!url || !isAllowed)
    throw new TypeError(`not an https address, nor an http one of a private network: ${text}`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

const privateAddresses = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  privateAddresses.addSubnet(network, bits, 'ipv4');
privateAddresses.addAddress('::1', 'ipv6');
privateAddresses.addSubnet('fc00::', 7, 'ipv6');

function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIPv4(host)) return privateAddresses.check(host, 'ipv4');
  if (isIPv6(host)) return privateAddresses.check(host, 'ipv6');
  return !host.includes('.') || /\.(?:internal|local|localhost|test)$/.test(host);
}
