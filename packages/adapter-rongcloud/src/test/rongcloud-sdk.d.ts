/** The official SDK has no types. These are of the calls that the fake is tried with. */
declare module 'rongcloud-sdk' {
  interface Answer {
    readonly code: number | string;
    readonly [field: string]: unknown;
  }
  type Call = (fields?: object) => Promise<Answer>;
  interface List {
    readonly add: Call;
    readonly remove: Call;
    readonly getList: Call;
  }
  interface Sdk {
    readonly User: {
      readonly register: Call;
      readonly update: Call;
      readonly Block: List;
      readonly Blacklist: List;
      readonly OnlineStatus: { readonly get: Call };
    };
    readonly Group: Readonly<
      Record<'sync' | 'create' | 'join' | 'quit' | 'dismiss' | 'update' | 'get', Call>
    > & {
      readonly Gag: List;
      readonly Mute: { readonly All: List; readonly Member: List; readonly Whitelist: List };
    };
    readonly Message: {
      readonly Private: Readonly<Record<'send' | 'recall', Call>>;
      readonly Group: Readonly<Record<'send' | 'sendMention' | 'recall', Call>>;
      readonly System: { readonly send: Call };
      readonly History: Readonly<Record<'get' | 'remove', Call>>;
    };
  }
  export default function sdk(config: { appkey: string; secret: string; api: string }): Sdk;
}
