// What each request reads on a seeded PostgreSQL database, as the server tells it, and where it reads whole tables.
import { clock, scale } from '../parts.mjs';
import { table } from '../table.mjs';

export async function plans({ db, ...size }) {
  const { castOf, costOf, explainedKith, requests, scansOf, together } = scale;
  const user = 1 + Math.floor(Math.random() * size.users);
  const kith = await explainedKith(db, { clock, seed: Date.now() });
  const row = table(50, 8, 10, 10, 12);
  row('', 'about', 'rows', 'pages', 'statements');
  try {
    const cast = await castOf(kith.services, size, user);
    for (const [title, request] of Object.entries(requests)) {
      const { answer, statements } = await kith.explain((services) => request(services, cast));
      const { rows, pages } = together(statements.map(costOf));
      row(title, answer, rows, pages, statements.length);
      for (const scanned of statements.flatMap(scansOf)) console.log(`  reads all of ${scanned}`);
    }
  } finally {
    await kith.close();
  }
}
