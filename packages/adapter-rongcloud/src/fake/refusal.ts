/** What RongCloud refuses with, and the HTTP status that goes with it. */
export const refusals = {
  404: { status: 404, message: 'unknown path' },
  405: { status: 405, message: 'the group is full' },
  1000: { status: 500, message: 'internal error' },
  1001: { status: 401, message: 'App Key and App Secret do not match' },
  1002: { status: 400, message: 'bad parameter' },
  1003: { status: 400, message: 'the body is empty' },
  1004: { status: 401, message: 'bad signature' },
  1005: { status: 400, message: 'too long' },
  1006: { status: 401, message: 'the app is locked or deleted' },
  1007: { status: 401, message: 'not allowed for this app' },
  1008: { status: 429, message: 'too many calls' },
  // Not a registered status; it is what RongCloud sends.
  1009: { status: 430, message: 'the service is not enabled' },
  // From here to 1014 SMS; their statuses and those of 1019 and 15xx are nowhere documented.
  1010: { status: 400, message: 'a captcha is required' },
  1011: { status: 400, message: 'no balance left' },
  1012: { status: 400, message: 'wrong captcha' },
  1013: { status: 400, message: 'the channel is down' },
  1014: { status: 400, message: 'already verified' },
  1015: { status: 200, message: 'no such kept chat room' },
  1016: { status: 403, message: 'too many kept chat rooms' },
  1019: { status: 400, message: 'too many sensitive words' },
  1050: { status: 504, message: 'internal timeout' },
  1501: { status: 400, message: 'wrong type of parameter' },
  1502: { status: 400, message: 'too many items' },
  1508: { status: 400, message: 'the body is too large' },
  2007: { status: 403, message: 'no more users in a development app' },
} as const satisfies Record<number, { status: number; message: string }>;

export type RefusalCode = keyof typeof refusals;

export const isRefusalCode = (code: number): code is RefusalCode => code in refusals;

/** Thrown by whatever finds fault with a call; nothing has been changed then. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, detail?: string) {
    const { message } = refusals[code];
    super(detail === undefined ? message : `${message}: ${detail}`);
    this.name = 'Refusal';
    this.code = code;
  }
}
