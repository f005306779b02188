/** A phone number, as a `PhoneNumbers` port has checked it. */
export interface Phone {
  /** Country calling code, 1 to 4 digits without '+': '86'. */
  readonly region: string;
  /** National number, digits only: '13912345678'. */
  readonly number: string;
}

export const samePhone = (a: Phone, b: Phone): boolean => a.region === b.region && a.number === b.number;
