// Adds up lines and amount per customer, order and currency, then purchases and
// revenue per customer, as the other contestants do.
const ExcelJS = require('exceljs');

const rate = { USD: 10000n, EUR: 10800n, GBP: 12700n, CNY: 1400n, JPY: 67n };

async function main(path) {
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(path, {
    sharedStrings: 'cache', styles: 'cache', worksheets: 'emit', hyperlinks: 'ignore',
  });
  const orders = new Map();
  for await (const sheet of reader) {
    for await (const row of sheet) {
      if (row.number === 1) continue;
      const key = `${row.getCell(3).value}\t${row.getCell(1).value}\t${row.getCell(7).value}`;
      const sum = orders.get(key) || { lines: 0, cents: 0 };
      sum.lines += 1;
      sum.cents += Math.round(row.getCell(8).value * 100);
      orders.set(key, sum);
    }
  }
  const customers = new Map();
  for (const [key, sum] of orders) {
    const [customer, , currency] = key.split('\t');
    const total = customers.get(customer) || { orders: 0, millionths: 0n };
    if (sum.cents > 0) total.orders += 1;
    total.millionths += BigInt(sum.cents) * rate[currency];
    customers.set(customer, total);
  }
  let purchases = 0;
  let millionths = 0n;
  for (const total of customers.values()) {
    purchases += total.orders;
    millionths += total.millionths;
  }
  const fraction = String(millionths % 1000000n).padStart(6, '0');
  console.log(`${customers.size} customers, ${purchases} purchases, ${millionths / 1000000n}.${fraction} USD`);
}

main(process.argv[2]).catch((err) => { console.error(err); process.exit(1); });
