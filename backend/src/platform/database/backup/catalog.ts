import type pg from 'pg';

/** A table as a backup knows it. */
export interface TableShape {
  name: string;
  /** In their order; generated columns are left out. */
  columns: string[];
}

export interface SequenceState {
  name: string;
  value: number;
}

type Queries = Pick<pg.ClientBase, 'query'>;

/** Our tables (those of extensions and the list of migrations left out), each after the tables that its foreign keys point to. */
export async function listTables(client: Queries): Promise<TableShape[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; needs: string[] }>(`
    SELECT c.relname AS name,
           ARRAY(SELECT a.attname::text FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
           ARRAY(SELECT t.relname::text FROM pg_constraint k JOIN pg_class t ON t.oid = k.confrelid
                  WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS needs
      FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'migrations'
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
     ORDER BY c.relname`);
  const waiting = new Map(rows.map((row) => [row.name, row]));
  const ordered: TableShape[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ needs }) => needs.every((name) => !waiting.has(name)));
    if (ready.length === 0) throw new Error(`foreign keys in a circle: ${[...waiting.keys()].join(', ')}`);
    for (const { name, columns } of ready) {
      waiting.delete(name);
      ordered.push({ name, columns });
    }
  }
  return ordered;
}

/** Where the counters of our tables stand. */
export async function listSequences(client: Queries): Promise<SequenceState[]> {
  const { rows } = await client.query<{ name: string; value: string }>(
    `SELECT sequencename AS name, last_value::text AS value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL`,
  );
  return rows.map(({ name, value }) => ({ name, value: Number(value) }));
}

/** The first of these tables that holds a row, or null when all are empty. */
export async function firstFilledTable(client: Queries, tables: readonly TableShape[]): Promise<string | null> {
  for (const { name } of tables) {
    const { rows } = await client.query(`SELECT 1 FROM "${name}" LIMIT 1`);
    if (rows.length > 0) return name;
  }
  return null;
}
