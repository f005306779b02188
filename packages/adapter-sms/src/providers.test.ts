import { expect } from 'chai';
import { z } from 'zod';
import { providerNames, providers, smsVariables } from './providers.js';

describe('the providers', () => {
  it('are listed under their own names', () => {
    for (const name of providerNames) expect(providers[name].name).to.equal(name);
  });

  it('can all be left unconfigured, and describe each of their variables', () => {
    expect(z.object(smsVariables).safeParse({}).success).to.equal(true);
    for (const [name, schema] of Object.entries<z.ZodType>(smsVariables)) {
      expect(name).to.match(/^KITH_[A-Z0-9_]+$/);
      expect(schema.meta()?.description, name).to.be.a('string');
    }
  });
});
