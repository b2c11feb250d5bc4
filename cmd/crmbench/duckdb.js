// Adds up lines and amount per customer, order and currency, then purchases and
// revenue per customer, as the other contestants do: in SQL, with the types of
// the columns given, on all processors.
const { DuckDBInstance } = require('@duckdb/node-api');

const sums = `
WITH rate(currency, rate) AS (VALUES ('USD', 10000), ('EUR', 10800), ('GBP', 12700), ('CNY', 1400), ('JPY', 67)),
orders AS (
  SELECT "Customer ID" AS customer, "Order No" AS number, "Currency" AS currency, count(*) AS lines, sum("Amount") AS amount
  FROM read_csv($path, header = true, columns = {'Order No': 'VARCHAR', 'Order Date': 'DATE', 'Customer ID': 'VARCHAR',
    'Product': 'VARCHAR', 'Quantity': 'INTEGER', 'Unit Price': 'DECIMAL(18,2)', 'Currency': 'VARCHAR', 'Amount': 'DECIMAL(18,2)'})
  GROUP BY ALL),
customers AS (
  SELECT customer, count(*) FILTER (amount > 0) AS purchases, sum(CAST(amount * 100 AS BIGINT) * rate) AS millionths
  FROM orders JOIN rate USING (currency)
  GROUP BY customer)
SELECT count(*)::VARCHAR, sum(purchases)::VARCHAR, sum(millionths)::VARCHAR FROM customers`;

async function main(path) {
  const db = await (await DuckDBInstance.create(':memory:')).connect();
  const [[customers, purchases, millionths]] = (await db.runAndReadAll(sums, { path })).getRows();
  const all = BigInt(millionths);
  const fraction = String(all % 1000000n).padStart(6, '0');
  console.log(`${customers} customers, ${purchases} purchases, ${all / 1000000n}.${fraction} USD`);
}

main(process.argv[2]).catch((err) => { console.error(err); process.exit(1); });
