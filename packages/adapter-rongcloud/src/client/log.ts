/** What an operator should hear of. */
export interface RongCloudLog {
  warn(message: string): void;
  error(message: string): void;
}

export const silence: RongCloudLog = { warn: () => {}, error: () => {} };
