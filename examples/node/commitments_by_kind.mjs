// Commitments by kind, as JSON: node commitments_by_kind.mjs PUBLISHED.duckdb
import { DuckDBInstance } from '@duckdb/node-api';

const instance = await DuckDBInstance.create(process.argv[2], { access_mode: 'READ_ONLY' });
const connection = await instance.connect();
const reader = await connection.runAndReadAll(
  'select kind, count(*)::integer as commitments from core.fct_commitment group by kind order by kind',
);
console.log(JSON.stringify(reader.getRowObjectsJson()));
