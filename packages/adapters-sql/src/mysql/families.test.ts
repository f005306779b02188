import { expect } from 'chai';
import { familyOf } from './families.js';

describe('the family of a server', () => {
  const versions: Readonly<Record<string, string>> = {
    '8.0.36': 'MySQL',
    '8.4.3-log': 'MySQL',
    '9.1.0': 'MySQL',
    '8.0.32-0ubuntu0.22.04.2': 'MySQL',
    '10.6.18-MariaDB': 'MariaDB',
    '10.11.19-MariaDB-0+deb12u1': 'MariaDB',
    '5.5.5-10.11.6-MariaDB': 'MariaDB',
    '11.4.2-MariaDB-log': 'MariaDB',
  };
  for (const [version, name] of Object.entries(versions))
    it(`is ${name} for ${version}`, () => {
      expect(familyOf(version).name).to.equal(name);
    });

  for (const version of ['5.7.44', '10.5.23-MariaDB', '5.5.5-10.3.39-MariaDB', 'unknown'])
    it(`refuses ${version}, and says what it needs`, () => {
      expect(() => familyOf(version)).to.throw(/Kith needs (?:8\.0|10\.6) or newer/);
    });
});
