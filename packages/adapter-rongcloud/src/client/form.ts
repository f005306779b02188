/** A list is the same name again for each of its values; what is undefined is left out. */
export type Fields = Readonly<Record<string, string | number | readonly string[] | undefined>>;

export function formBody(fields: Fields): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of value === undefined ? [] : [value].flat()) form.append(name, String(one));
  return form.toString();
}
