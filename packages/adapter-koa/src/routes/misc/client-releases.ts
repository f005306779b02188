/** What clients are told about newer versions of themselves (docs/wire/misc.md). */
export interface ClientReleases {
  /** The desktop client's newest release, in the terms of its updater. */
  readonly desktop: {
    /** A semantic version. */
    readonly version: string;
    readonly url: string;
    readonly name: string;
    readonly notes: string;
    /** ISO 8601. */
    readonly pub_date: string;
  };
  readonly mobile: {
    readonly iOS: { readonly version: string; readonly build: string; readonly url: string };
    readonly Android: { readonly version: string; readonly url: string };
  };
}

/** Old enough that no client in the field is asked to update. */
export const defaultClientReleases: ClientReleases = {
  desktop: {
    version: '1.0.2',
    url: 'https://example.com/desktop/1.0.2',
    name: 'SealTalk 1.0.2',
    notes: '',
    pub_date: '2016-05-05T16:00:00+08:00',
  },
  mobile: {
    iOS: { version: '1.0.5', build: '201607181821', url: 'https://example.com/ios' },
    Android: { version: '1.0.5', url: 'https://example.com/android' },
  },
};
