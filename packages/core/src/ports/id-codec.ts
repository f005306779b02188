/** Ids on the wire. Row numbers never leave the server bare. */
export interface IdCodec {
  /** @param id 1 to 4294967295 */
  encode(id: number): string;
  /** @returns null unless `encode` would give exactly this text for some id */
  decode(text: string): number | null;
}
