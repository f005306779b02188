import { expect } from 'chai';
import { callerOf, type Endpoint, endpoints, type FieldKind, validBody } from './endpoints.js';
import type { Kit } from './kit.js';

/** Missing fields and fields of the wrong type, route by route (docs/wire/README.md, "Fields"). */
export function hostileFieldsArea(kit: Kit): void {
  const { describe, it, strangerId } = kit;

  const absent: unknown = undefined;
  const operator = { $ne: null };
  const nested = JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`) as unknown;

  /** What counts as empty in a field of the kind. */
  const emptyIn: Readonly<Record<FieldKind, readonly unknown[]>> = {
    text: [absent, null, '', []],
    'text-or-empty': [absent, null],
    'text-or-absent': [null, '', []],
    'text-or-number': [absent, null, '', []],
    id: [absent, null, '', [], 7, true, operator, ['a', 'b'], 'garbage', '%00', '../etc', ' ', 'ａｂｃ'],
    ids: [absent, null, '', []],
    content: [absent, null, '', []],
  };
  /** What is of another type than a field of the kind. */
  const wrongIn: Readonly<Record<FieldKind, readonly unknown[]>> = {
    text: [7, true, operator, ['a'], nested],
    'text-or-empty': [7, false, operator, ['a']],
    'text-or-absent': [7, true, operator, ['a']],
    'text-or-number': [true, operator, { $gt: '' }, ['86'], nested],
    id: [],
    ids: [7, true, operator, nested],
    content: [7, true],
  };

  const bodyWith = (endpoint: Endpoint, field: string, value: unknown) => ({
    ...validBody(endpoint, strangerId()),
    [field]: value,
  });

  for (const endpoint of endpoints)
    describe(endpoint.path, () => {
      for (const [field, kind] of Object.entries(endpoint.fields)) {
        it(`fixed: ${field} that is missing or empty is 400 with its name, never 500`, async () => {
          const caller = await callerOf(endpoint, kit);
          for (const value of emptyIn[kind])
            await caller
              .post(endpoint.path, bodyWith(endpoint, field, value))
              .refuses(400, `Empty ${field}.`);
        });

        if (wrongIn[kind].length > 0)
          it(`fixed: ${field} of another type is 400 with its name, never 500`, async () => {
            const caller = await callerOf(endpoint, kit);
            for (const value of wrongIn[kind])
              await caller
                .post(endpoint.path, bodyWith(endpoint, field, value))
                .refuses(
                  400,
                  kind === 'ids' ? new RegExp(`^(Empty|Invalid) ${field}\\.$`) : `Invalid ${field}.`,
                );
          });
      }

      it('names the first field of an empty body, of a list and of no body at all', async () => {
        const caller = await callerOf(endpoint, kit);
        const [first] = Object.entries(endpoint.fields).flatMap(([field, kind]) =>
          kind === 'text-or-absent' ? [] : [field],
        );
        await caller.post(endpoint.path, {}).refuses(400, `Empty ${first}.`);
        await caller.post(endpoint.path).refuses(400, `Empty ${first}.`);
        await caller.post(endpoint.path, []).refuses(400, `Empty ${first}.`);
      });

      it('survives texts that are none of the usual', async () => {
        const caller = await callerOf(endpoint, kit);
        const strange = [
          '\u0000',
          '\ud800',
          '\u202e\u0301',
          "'; drop table users; --",
          '😀'.repeat(3000),
          '%s%n',
          '#{1+1}',
        ];
        for (const [field, kind] of Object.entries(endpoint.fields))
          if (kind.startsWith('text'))
            for (const text of strange) {
              const { status } = await caller.post(endpoint.path, bodyWith(endpoint, field, text)).answer();
              expect(status, `${field} ${JSON.stringify(text).slice(0, 40)}`).to.be.below(500);
            }
      });
    });
}
