package recognise

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"crm/internal/crm"
	"crm/internal/sheet"
	"crm/internal/sheet/xlsx"
	"crm/internal/table"
)

// dataFolder holds real exports that nobody here wrote; it is not part of the project.
const dataFolder = "../../../shared/data"

// realSheets is what the sheets of real files are: the kind, then each column
// that is a field. A sheet that is no table is empty here.
var realSheets = map[string]string{
	"online-retail.xlsx#Online Retail":                                       "orders InvoiceNo=order_no StockCode=product Quantity=quantity InvoiceDate=order_date UnitPrice=unit_price CustomerID=customer_id Country=country",
	"online-retail-excerpt/Online Retail.xlsx#Online Retail":                 "orders InvoiceNo=order_no StockCode=product Quantity=quantity InvoiceDate=order_date UnitPrice=unit_price CustomerID=customer_id",
	"northwind/customers.csv#":                                               "customers customerID=customer_id companyName=customer_name contactName=contact_person region=region country=country phone=phone",
	"northwind/orders.csv#":                                                  "orders orderID=order_no customerID=customer_id orderDate=order_date shipCountry=country",
	"northwind/order-details.csv#":                                           "order_lines orderID=order_no productID=product unitPrice=unit_price quantity=quantity discount=discount",
	"northwind/northwind-analysis-pt.xlsx#orders":                            "orders order_id=order_no customer_id=customer_id order_date=order_date ship_country=country",
	"northwind/northwind-analysis-pt.xlsx#orders_details":                    "order_lines order_id=order_no product_id=product unit_price=unit_price quantity=quantity discount=discount",
	"northwind/northwind-analysis-pt.xlsx#pedidos":                           "orders order_id=order_no quantity=quantity unit_price=unit_price discount=discount order_date=order_date customer_id=customer_id ship_country=country product_name=product company_name=customer_name",
	"northwind/northwind-w3schools-8sheets.xlsx#Orders":                      "", // no amount, and lines without a price
	"northwind/northwind-analysis-pt.xlsx#product":                           "",
	"northwind/northwind-analysis-pt.xlsx#categories":                        "",
	"northwind/northwind-analysis-pt.xlsx#customers":                         "customers customer_id=customer_id company_name=customer_name contact_name=contact_person country=country",
	"northwind/northwind-w3schools-8sheets.xlsx#Customers":                   "customers CustomerID=customer_id CustomerName=customer_name ContactName=contact_person Country=country",
	"northwind/northwind-w3schools-8sheets.xlsx#Categories":                  "",
	"northwind/northwind-w3schools-8sheets.xlsx#Employees":                   "",
	"northwind/northwind-w3schools-8sheets.xlsx#OrderDetails":                "",
	"northwind/northwind-w3schools-8sheets.xlsx#Products":                    "",
	"northwind/northwind-w3schools-8sheets.xlsx#Suppliers":                   "",
	"northwind/northwind-w3schools-8sheets.xlsx#Shippers":                    "",
	"northwind/northwind-w3schools-8sheets.xlsx#Sayfa1":                      "",
	"crm-opportunities/accounts.csv#":                                        "customers account=customer_name sector=industry revenue=annual_turnover employees=employees office_location=country",
	"crm-opportunities/sales_pipeline.csv#":                                  "opportunities opportunity_id=opportunity_id sales_agent=owner product=product account=customer_name deal_stage=stage engage_date=opened close_date=closed close_value=amount",
	"crm-opportunities/sales_teams.csv#":                                     "",
	"crm-opportunities/products.csv#":                                        "",
	"crm-opportunities/data_dictionary.csv#":                                 "",
	"crm-opportunities/original/accounts.csv#":                               "customers account=customer_name sector=industry revenue=annual_turnover employees=employees office_location=country",
	"crm-opportunities/original/sales_pipeline.csv#":                         "opportunities opportunity_id=opportunity_id sales_agent=owner product=product account=customer_name deal_stage=stage engage_date=opened close_date=closed close_value=amount",
	"crm-opportunities/original/data_dictionary.csv#":                        "",
	"crm-opportunities/original/products.csv#":                               "",
	"crm-opportunities/original/sales_teams.csv#":                            "",
	"superstore/Sample - Superstore.xlsx#Orders":                             "orders Order ID=order_no Order Date=order_date Customer ID=customer_id Customer Name=customer_name Country=country Product Name=product Sales=amount Quantity=quantity Discount=discount",
	"superstore/Sample - Superstore.xlsx#Returns":                            "",
	"superstore/Sample - Superstore.xlsx#People":                             "",
	"superstore/Retail Store Sales Data (cp1252).csv#":                       "orders Order ID=order_no Order Date=order_date Customer ID=customer_id Customer Name=customer_name Country=country Product Name=product Sales=amount Quantity=quantity Discount=discount",
	"classicmodels/sales_data_sample.csv#":                                   "orders ORDERNUMBER=order_no QUANTITYORDERED=quantity PRICEEACH=unit_price SALES=amount ORDERDATE=order_date STATUS=status PRODUCTCODE=product CUSTOMERNAME=customer_name COUNTRY=country",
	"cn-sale-76k/sale.csv#":                                                  "orders user_id=customer_id create_time=order_date order_id=order_no amount=amount",
	"cn-misc/data_wuliu.csv#":                                                "order_lines 订单号=order_no 货品=product 数量=quantity 销售金额=amount",
	"cn-misc/订单-gbk.csv#":                                                    "",
	"cn-misc/订单数据-SKU.csv#":                                                  "",
	"cn-misc/产品和数量.csv#":                                                     "",
	"cn-misc/客户信息.csv#":                                                      "customers 客户id=customer_id 姓名=customer_name",
	"cn-misc/订单明细.xlsx#Sheet2":                                               "",
	"cn-misc/销售数据-客户.xlsx#销售数据":                                              "orders 商品名称=product 销售数量=quantity 单价=unit_price 销售日期=order_date 客户名称=customer_name",
	"cn-misc/meal_order_detail.xlsx#meal_order_detail1":                      "order_lines order_id=order_no dishes_name=product counts=quantity amounts=amount discount_amt=discount",
	"cn-misc/meal_order_detail.xlsx#meal_order_detail2":                      "order_lines order_id=order_no dishes_name=product counts=quantity amounts=amount discount_amt=discount",
	"cn-misc/meal_order_detail.xlsx#meal_order_detail3":                      "order_lines order_id=order_no dishes_name=product counts=quantity amounts=amount discount_amt=discount",
	"crm-notes-xlsm/CRM Finance Loan Tracking Excel File.xlsm#CLIENT LIST":   "customers Client=customer_name Phone Number=phone",
	"crm-notes-xlsm/CRM Finance Loan Tracking Excel File.xlsm#LogSheet":      "activities Timestamp=activity_date Client=customer_name Note=summary",
	"crm-notes-xlsm/CRM Finance Loan Tracking Excel File.xlsm#CountSpecific": "",
	"wholesale-customers/Wholesale customers data.csv#":                      "",
	"bank-contacts/bank-additional.csv#":                                     "",
}

// readWith is the files that only make sense beside others.
var readWith = map[string]string{"northwind/orders.csv": "northwind/order-details.csv"}

func TestRealFiles(t *testing.T) {
	if _, err := os.Stat(dataFolder); err != nil {
		t.Skip("no folder of real files: ", err)
	}
	seen := map[string]bool{}
	for _, path := range realFiles(t) {
		books := []table.Book{open(t, path)}
		if other, ok := readWith[path]; ok {
			books = append(books, open(t, other))
		}
		layouts, _ := Books(books, Options{AsOf: asOf})
		for _, l := range layouts {
			if l.Book != books[0] {
				continue
			}
			key := path + "#" + l.Sheet.Pos().Sheet
			seen[key] = true
			want, stated := realSheets[key]
			if got := understood(l); stated && got != want {
				t.Errorf("%s\n got %s\nwant %s", key, got, want)
			} else if !stated {
				t.Errorf("%s is not stated: %s", key, got)
			}
			if l.Kind != crm.NoTable && l.Header != 1 {
				t.Errorf("%s: the header is row %d", key, l.Header)
			}
		}
	}
	for key := range realSheets {
		if !seen[key] {
			t.Errorf("%s was not seen", key)
		}
	}
}

func realFiles(t *testing.T) []string {
	t.Helper()
	var paths []string
	err := filepath.WalkDir(dataFolder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "corpora" {
			return fs.SkipDir
		}
		switch filepath.Ext(path) {
		case ".csv", ".xlsx", ".xlsm":
			name, err := filepath.Rel(dataFolder, path)
			paths = append(paths, filepath.ToSlash(name))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func open(t *testing.T, name string) table.Book {
	t.Helper()
	b, err := sheet.Open(filepath.Join(dataFolder, filepath.FromSlash(name)), sheet.Options{Limits: xlsx.DefaultLimits()})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}
