import { json } from './fields.js';
import { Refusal } from './refusal.js';

/** Of the built-in types that the server may send: the keys that their content must have. */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  'RC:TxtMsg': ['content'],
  'RC:InfoNtf': ['message'],
  'RC:CmdMsg': ['name', 'data'],
  // The Go SDK calls its name `operation`.
  'RC:CmdNtf': ['data'],
  'RC:ContactNtf': ['operation', 'sourceUserId', 'targetUserId'],
  'RC:GrpNtf': ['operatorUserId', 'operation'],
  'RC:ProfileNtf': ['operation'],
  'RC:ImgMsg': [],
  'RC:ImgTextMsg': [],
  'RC:GIFMsg': [],
  'RC:VcMsg': [],
  'RC:HQVCMsg': [],
  'RC:FileMsg': [],
  'RC:LBSMsg': [],
  'RC:SightMsg': [],
  'RC:CombineMsg': [],
  'RC:ReferenceMsg': [],
};

/**
 * A name of at most 32 characters, `RC:` only for the built-in types, whose content is a JSON object with their keys.
 *
 * @throws Refusal
 */
export function checkContent(objectName: string, content: string): void {
  if ([...objectName].length > 32) throw new Refusal(1005, 'objectName has more than 32 characters');
  if (!objectName.startsWith('RC:')) return;
  const keys = builtIn[objectName];
  if (!keys) throw new Refusal(1002, `objectName ${objectName}: RC: is for built-in types that may be sent`);
  const value = json(content, 'content');
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject) throw new Refusal(1002, `content of ${objectName} must be a JSON object`);
  const missing = keys.find((key) => !(key in value));
  if (missing !== undefined) throw new Refusal(1002, `content of ${objectName} lacks ${missing}`);
}
