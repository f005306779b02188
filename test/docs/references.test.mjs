// Whatever the repository refers to is in the repository.
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { anchorOf, documents, exists, headingsOf, proseOf, read, sources } from './files.mjs';

const link = /\[[^\]]*\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)/g;
const sectionAfterLink = /\[[^\]]*\]\(([^)#\s]+\.md)\), "([^"]+)"/g;
const citation = /\bdocs\/[\w./-]+\.md(?:,? "([^"]+)")?/g;

/** A comment's lines joined, so that a citation that is broken over two lines is one. */
const joined = (text) => text.replaceAll(/\n\s*(?:\*|\/\/)\s?/g, ' ');

describe('a link in a document', () => {
  for (const document of documents)
    it(`leads somewhere, in ${document}`, () => {
      const broken = [...proseOf(document).matchAll(link)].filter(([, path, anchor]) => {
        const target = path === '' ? document : join(dirname(document), path);
        if (!exists(target)) return true;
        return anchor !== undefined && !headingsOf(target).map(anchorOf).includes(anchor);
      });
      assert.deepEqual(
        broken.map(([text]) => text),
        [],
      );
    });

  it('names a section that is there', () => {
    const missing = documents.flatMap((document) =>
      [...proseOf(document).matchAll(sectionAfterLink)]
        .filter(([, path, heading]) => !headingsOf(join(dirname(document), path)).includes(heading))
        .map(([text]) => `${document}: ${text}`),
    );
    assert.deepEqual(missing, []);
  });
});

describe('a citation of the docs in a source', () => {
  it('names a document that is there, and a section that it has', () => {
    const wrong = sources.flatMap((source) =>
      [...joined(read(source)).matchAll(citation)]
        .filter(([text, heading]) => {
          const document = text.match(/docs\/[\w./-]+\.md/)[0];
          return !exists(document) || (heading !== undefined && !headingsOf(document).includes(heading));
        })
        .map(([text]) => `${source}: ${text}`),
    );
    assert.deepEqual(wrong, []);
  });
});
