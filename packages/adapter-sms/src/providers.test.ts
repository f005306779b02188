import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { z } from 'zod';
import { providerNames, providers, smsVariables } from './providers.js';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

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

  it('are in the README, each with all of its variables', () => {
    for (const name of providerNames) expect(readme, name).to.include(`| \`${name}\` |`);
    for (const name of Object.keys(smsVariables)) expect(readme, name).to.include(`\`${name}\``);
  });

  it('show no secret in a list of settings: whatever is a key or a token is marked', () => {
    for (const [name, schema] of Object.entries<z.ZodType>(smsVariables))
      if (/(?:SECRET|TOKEN|SECRET_KEY|YUNPIAN_API_KEY)$/.test(name))
        expect(schema.meta()?.secret, name).to.equal(true);
  });
});
